"""What another botocore changes for a project, as text."""
