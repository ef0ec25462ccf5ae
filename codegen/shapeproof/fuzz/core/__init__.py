"""What a generated response is made of: choices, plans, the composer, and where its bytes come from."""
