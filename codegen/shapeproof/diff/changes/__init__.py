"""What differs between two schemas or contracts: each change once, with the places that it reaches."""
