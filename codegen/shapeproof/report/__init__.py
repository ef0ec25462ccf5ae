"""Findings -> what people and programs read. Pure: reports return text, the command line writes it."""
