"""Paths -> the files to read, in units of work."""
