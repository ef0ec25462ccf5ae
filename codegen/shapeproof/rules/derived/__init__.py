"""Rules that names and types suggest, for any operation: nobody has written them, and services may break them."""
