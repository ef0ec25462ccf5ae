"""Responses chosen to cover a contract."""
