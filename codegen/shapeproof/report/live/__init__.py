"""Findings about live responses, as text."""
