"""What the project under test says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from shapeproof import settings
from shapeproof.errors import ShapeproofError
from shapeproof.schemas import PROJECT_FOLDER

__all__ = ["own_contracts", "settings_of"]


def settings_of(config: pytest.Config) -> settings.Settings:
    """The settings that hold in pytest's root folder. Raises pytest.UsageError for bad ones."""
    try:
        return settings.read(config.rootpath)
    except ShapeproofError as error:
        raise pytest.UsageError(f"shapeproof: {error}") from None


def own_contracts(config: pytest.Config, project: settings.Settings) -> Path:
    """The folder of the project's own contracts, be it there or not."""
    return project.schemas or config.rootpath / PROJECT_FOLDER
