"""Python source: literals and names of what contracts say, templates that print nothing else, edits, and a last check."""
