"""Makes a plan of a schema, pins and a view."""
