"""Patterns of service models, rewritten to the subset that Python, ECMA-262 and Rust read alike."""
