"""Two editions of a contract compared, from the side of whoever reads responses, writes requests and handles errors."""
