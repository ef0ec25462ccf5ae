"""The summary of live responses that `pytest --shapeproof` prints."""
