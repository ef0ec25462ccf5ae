"""Reads the settings of a project from `[tool.shapeproof]` in its pyproject.toml."""

from shapeproof.settings.model import TABLE, Settings
from shapeproof.settings.reading import FILE, KEYS, read

__all__ = ["FILE", "KEYS", "TABLE", "Settings", "read"]
