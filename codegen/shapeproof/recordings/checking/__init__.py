"""Checks units of work against contracts: findings and counts."""
