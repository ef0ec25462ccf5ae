"""Reads the responses and HTTP exchanges in the bytes of one file, whatever its form."""
