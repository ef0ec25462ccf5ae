"""What models and documentation share: definitions of shapes, and names."""
