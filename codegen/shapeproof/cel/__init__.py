"""A subset of CEL, the Common Expression Language: read, checked against types, and compiled to Python functions."""
