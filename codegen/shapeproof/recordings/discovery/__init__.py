"""Finds the files to read, and plans them as units of work."""
