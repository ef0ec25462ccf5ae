"""Which operations a project uses, and which botocore it is locked to: read from its files, of which nothing is run."""
