"""Responses that follow a plan: Hypothesis strategies, and corpora drawn from a seed."""
