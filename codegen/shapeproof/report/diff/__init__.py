"""Changes between editions in all formats."""
