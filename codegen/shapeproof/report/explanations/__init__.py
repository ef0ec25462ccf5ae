"""Explanations of finding codes and of rules, as text."""
