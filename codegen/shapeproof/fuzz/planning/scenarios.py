"""The scenarios of a contract, as pins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapeproof.contract import Contract
from shapeproof.errors import UsageError, did_you_mean
from shapeproof.fuzz.core.choices import ABSENT, PRESENT

__all__ = ["with_scenario"]


def with_scenario(contract: Contract, name: str | None, pins: Mapping[str, Any]) -> dict[str, Any]:
    """The pins of a scenario, and `pins`, which override them. Raises UsageError for an unknown scenario."""
    if name is None:
        return dict(pins)
    if name not in contract.scenarios:
        known = ", ".join(contract.scenarios)
        raise UsageError(
            f"{contract.name} has no scenario {name!r}",
            hint=did_you_mean(name, contract.scenarios)
            or (f"it has {known}" if known else "its overlay.json names none"),
        )
    scenario = contract.scenarios[name]
    marked = {**dict.fromkeys(scenario.absent, ABSENT), **dict.fromkeys(scenario.present, PRESENT)}
    return {**marked, **scenario.pins, **pins}
