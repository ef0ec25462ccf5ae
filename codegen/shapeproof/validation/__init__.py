"""A response in the `cli` representation and its contract -> findings."""
