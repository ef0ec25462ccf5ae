"""The settings and contracts of the project under test."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from shapeproof import settings
from shapeproof.errors import ShapeproofError
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities

__all__ = ["registry_of", "settings_of", "severities_of"]


def settings_of(config: pytest.Config) -> settings.Settings:
    """Return the settings for pytest's root directory.

    Raises:
        pytest.UsageError: the settings are invalid.
    """
    try:
        return settings.read(config.rootpath)
    except ShapeproofError as error:
        raise pytest.UsageError(f"shapeproof: {error}") from error


def registry_of(config: pytest.Config, project: settings.Settings) -> ContractRegistry:
    """Return the registry of the project's contracts.

    Raises:
        pytest.UsageError: the settings name a directory that does not exist.
    """
    try:
        return ContractRegistry.of_project(project.schemas, root=config.rootpath)
    except ShapeproofError as error:
        raise pytest.UsageError(f"shapeproof: {error}") from error


def severities_of(project: settings.Settings, allowed: Collection[str] = ()) -> Severities:
    """Return the severities in the project; findings with `allowed` codes are not reported."""
    return Severities(project.view, project.severities | dict.fromkeys(allowed))
