"""Responses that follow a plan: Hypothesis strategies, and corpora out of a seed."""
