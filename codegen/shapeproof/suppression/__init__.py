"""Suppressions: findings that a project has decided to live with, and why. One model for all that has findings."""
