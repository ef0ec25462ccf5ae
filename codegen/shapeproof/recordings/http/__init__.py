"""Reads the responses of known operations from HTTP exchanges."""
