"""What the project under test says of itself."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from shapeproof import registry as schemas
from shapeproof import settings
from shapeproof.errors import ShapeproofError
from shapeproof.validation.catalog import Severities

__all__ = ["own_contracts", "settings_of", "severities_of"]


def settings_of(config: pytest.Config) -> settings.Settings:
    """The settings that hold in pytest's root folder. Raises pytest.UsageError for bad ones."""
    try:
        return settings.read(config.rootpath)
    except ShapeproofError as error:
        raise pytest.UsageError(f"shapeproof: {error}") from None


def own_contracts(config: pytest.Config, project: settings.Settings) -> Path:
    """The folder of the project's own contracts. Raises pytest.UsageError if one is named that isn't there."""
    if project.schemas is not None:
        try:
            schemas.editions(project.schemas)
        except ShapeproofError as error:
            raise pytest.UsageError(f"shapeproof: {error}") from None
    return project.schemas or config.rootpath / schemas.PROJECT_FOLDER


def severities_of(project: settings.Settings, allowed: Collection[str] = ()) -> Severities:
    """How severe findings are in the project; those of `allowed` codes are left out."""
    return Severities(project.view, project.severities | dict.fromkeys(allowed))
