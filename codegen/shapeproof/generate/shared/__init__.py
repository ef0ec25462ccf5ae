"""What models and documentation share: definitions and names."""
