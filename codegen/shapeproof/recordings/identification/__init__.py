"""Identifies the contract of a recording."""
