"""The subcommands of `shapeproof fuzz`."""
