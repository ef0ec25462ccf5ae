"""Two JSON Schema engines behind one protocol, with the same results."""
