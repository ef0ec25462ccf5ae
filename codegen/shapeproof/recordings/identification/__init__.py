"""Identify the contract of a recording."""
