"""What responses show of their contract: members, enum values, sizes, scenarios."""
