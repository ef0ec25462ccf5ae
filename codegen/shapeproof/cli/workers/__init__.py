"""Worker processes and signals."""
