"""The settings and contracts of the project under test."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from shapeproof import settings
from shapeproof.errors import ShapeproofError
from shapeproof.live.contract_cache import ContractCache
from shapeproof.live.contracts import LiveContracts
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities

__all__ = ["live_contracts_of", "registry_of", "settings_of", "severities_of"]


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
        return ContractRegistry.of_project(project.schemas, root=config.rootpath, rules=project.rules)
    except ShapeproofError as error:
        raise pytest.UsageError(f"shapeproof: {error}") from error


def live_contracts_of(config: pytest.Config, registry: ContractRegistry) -> LiveContracts:
    """Return the finder of the contracts of clients, with a cache unless an option or the ini file turns it off.

    Raises:
        MissingExtraError: botocore is not installed.
    """
    is_cached = bool(config.getini("shapeproof_cache")) and not config.known_args_namespace.shapeproof_no_cache
    return LiveContracts.of_installed_botocore(registry, ContractCache if is_cached else None)


def severities_of(config: pytest.Config, project: settings.Settings, allowed: Collection[str] = ()) -> Severities:
    """Return the severities in the project; findings with `allowed` codes or about `allowed` rules are not reported."""
    option: str | None = config.known_args_namespace.shapeproof_rules
    derived_rules = project.derived_rules if option is None else option == "derived"
    return Severities(project.view, project.severities | dict.fromkeys(allowed), derived_rules=derived_rules)
