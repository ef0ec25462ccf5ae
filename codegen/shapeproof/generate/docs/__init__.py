"""A contract -> a reference page, in Markdown or HTML."""
