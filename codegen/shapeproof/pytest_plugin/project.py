"""What the project under test says of itself."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from shapeproof import settings
from shapeproof.errors import ShapeproofError
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities

__all__ = ["registry_of", "settings_of", "severities_of"]


def settings_of(config: pytest.Config) -> settings.Settings:
    """The settings that hold in pytest's root folder. Raises pytest.UsageError for bad ones."""
    try:
        return settings.read(config.rootpath)
    except ShapeproofError as error:
        raise pytest.UsageError(f"shapeproof: {error}") from None


def registry_of(config: pytest.Config, project: settings.Settings) -> ContractRegistry:
    """The contracts of the project. Raises pytest.UsageError if its settings name a directory that isn't there."""
    try:
        return ContractRegistry.of_project(project.schemas, root=config.rootpath)
    except ShapeproofError as error:
        raise pytest.UsageError(f"shapeproof: {error}") from error


def severities_of(project: settings.Settings, allowed: Collection[str] = ()) -> Severities:
    """How severe findings are in the project; those of `allowed` codes are left out."""
    return Severities(project.view, project.severities | dict.fromkeys(allowed))
