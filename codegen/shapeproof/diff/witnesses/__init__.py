"""Responses that show a change: valid in one edition, and refused by a reader of the other."""
