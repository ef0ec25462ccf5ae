"""What pages and reports share: prose, types and constraints in words, templates."""
