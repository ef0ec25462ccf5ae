"""Candidate values of scalars, the plainest first."""
