"""What `shapeproof doctor` looks at: each module makes the checks of one section."""
