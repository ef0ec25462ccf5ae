"""A response held against a contract -> findings."""
