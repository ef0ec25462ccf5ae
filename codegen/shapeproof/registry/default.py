"""The registry of the project in the working directory."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from shapeproof.contract import Contract
from shapeproof.registry.registry import ContractRegistry
from shapeproof.registry.roots import project_directory

__all__ = ["default_registry", "load"]


def default_registry() -> ContractRegistry:
    """The registry of the project in the working directory; one for each project, so that contracts are read once."""
    return _registry_of(project_directory(Path()))


@lru_cache(maxsize=16)
def _registry_of(directory: Path | None) -> ContractRegistry:
    return ContractRegistry(directory)


def load(name: str) -> Contract:
    """Load the contract of a name, looked up in the registry of the project in the working directory.

    Args:
        name: `SERVICE.OPERATION[@EDITION]`, as `ContractRegistry.load` takes it.

    Raises:
        UnknownContractError: no contract has that name; the hint says what to do.
        CaptureError: its files or its model can't be read.
    """
    return default_registry().load(name)
