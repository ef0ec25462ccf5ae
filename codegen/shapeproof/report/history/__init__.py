"""How a contract changed over releases, as text, JSON, Markdown and a page."""
