"""Generated files: where they go, and whether they are fresh."""
