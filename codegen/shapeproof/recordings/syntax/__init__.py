"""Strict parsers for JSON and YAML: plain values, the location of each, and the first fault of what is invalid."""
