"""Which contract a recording belongs to."""
