"""Reports of coverage: as text, as JSON, and as data for the HTML page."""
