"""Typed models of API responses, one module per operation, flavour and view, written by the generator. None yet."""
