"""Service models -> contracts."""
