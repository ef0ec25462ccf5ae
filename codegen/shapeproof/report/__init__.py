"""Reports: findings, coverage and campaigns as text, pages and documents. Reports return text; the command line writes it."""
