"""Models that Shapeproof generated from its contracts; don't edit."""
