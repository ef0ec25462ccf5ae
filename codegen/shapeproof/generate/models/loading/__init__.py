"""Runs generated models in a process of their own, which can't write, connect or read secrets."""
