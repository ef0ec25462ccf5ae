"""Validation: the findings about a response, given its contract."""
