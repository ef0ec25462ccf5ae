"""Reference pages of contracts, in Markdown and HTML."""
