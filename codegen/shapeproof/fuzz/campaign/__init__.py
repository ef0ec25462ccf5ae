"""Programs tried on generated responses; their failures, shrunk and explained."""
