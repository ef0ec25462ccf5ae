"""The report formats of `shapeproof validate`."""
