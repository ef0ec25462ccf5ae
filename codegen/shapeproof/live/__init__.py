"""What live clients are answered: botocore's events -> responses, held against their contracts or recorded."""
