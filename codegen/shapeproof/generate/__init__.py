"""Files that other repositories commit, generated from contracts: typed models and documentation."""
