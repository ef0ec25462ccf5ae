"""Texts -> plain values with their locations: JSON and YAML, read strictly."""
