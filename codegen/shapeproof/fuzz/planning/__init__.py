"""A schema, pins and a view -> a plan."""
