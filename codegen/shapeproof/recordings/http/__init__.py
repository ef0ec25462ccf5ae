"""HTTP exchanges -> responses of known operations."""
