"""Prose, words for types and constraints, and templates: what pages and reports share."""
