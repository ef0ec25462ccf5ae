"""Candidate values of scalars, the simplest first."""
