"""Translates the patterns of service models to the subset that Python, ECMA-262 and Rust read alike."""
