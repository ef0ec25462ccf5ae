"""Models that Shapeproof generated from its contracts; never edited by hand."""
