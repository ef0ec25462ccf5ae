"""Whole services compared: each change of a shape once, with the operations that it reaches."""
