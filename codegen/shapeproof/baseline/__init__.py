"""Baselines: findings that are already known, and are not reported again."""
