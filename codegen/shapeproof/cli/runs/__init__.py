"""Runs of `validate`: over local files, or over an archive; each checks, and counts what was found."""
