"""The commands of `shapeproof fuzz`."""
