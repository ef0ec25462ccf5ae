"""Generated files: their paths, and whether those on disk are up to date."""
