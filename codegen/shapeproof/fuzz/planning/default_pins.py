"""Pins that hold unless the user pins something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapeproof.fuzz.core.choices import ABSENT, PRESENT

__all__ = ["with_defaults"]


def with_defaults(defaults: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The pins that are chosen, and the others of the defaults: of a whole whose parts are chosen, only its presence."""

    def is_split(path: str) -> bool:
        return any(name.startswith((f"{path}.", f"{path}[", f"{path}{{")) for name in chosen)

    kept = {path: pin for path, pin in defaults.items() if pin is ABSENT or pin is PRESENT or not is_split(path)}
    return {**kept, **chosen}
