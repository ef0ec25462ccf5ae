"""Coverage, counted and rendered."""
