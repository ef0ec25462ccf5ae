"""When a contract changed: a search through releases, and what it found of each member and value."""
