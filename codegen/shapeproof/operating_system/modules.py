"""Modules of the standard library that only some systems have."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["optional_module"]


def optional_module(name: str) -> ModuleType | None:
    """A module; None where the system doesn't have it."""
    try:
        return import_module(name)
    except ImportError:
        return None
