"""How a response is written down: `wire`, `cli` or `sdk`. Detection, and conversion guided by the schema."""
