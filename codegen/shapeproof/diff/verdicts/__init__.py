"""What changes mean for who reads responses, handles errors and writes requests."""
