"""Units of work -> findings and counts."""
