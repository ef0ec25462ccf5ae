"""A contract -> files for other repositories: typed models, documentation."""
