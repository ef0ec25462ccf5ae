"""How a response is written down, `wire`, `cli` or `sdk`: detection, and conversion guided by the schema."""
