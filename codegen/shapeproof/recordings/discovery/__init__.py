"""Find the files to read, and plan them as units of work."""
