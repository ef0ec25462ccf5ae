"""Two JSON Schema engines behind one protocol."""
