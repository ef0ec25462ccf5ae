"""The bytes of one file -> the responses and HTTP exchanges in it."""
