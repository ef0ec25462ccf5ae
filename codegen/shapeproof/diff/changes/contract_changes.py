"""The changes between two contracts: of their schemas, and of their scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, get_args

from shapeproof.contract import Contract, Part, Scenario
from shapeproof.diff.catalog import promises
from shapeproof.diff.changes.model import Change
from shapeproof.diff.changes.schema_changes import schema_changes

__all__ = ["PARTS", "contract_changes"]

PARTS: Final[tuple[Part, ...]] = get_args(Part)


def contract_changes(old: Contract, new: Contract, parts: Iterable[Part] = PARTS) -> list[Change]:
    """The changes between two contracts, part by part, then those of scenarios, which are of responses.

    Args:
        old: the contract before.
        new: the contract after.
        parts: the parts to compare.
    """
    changes: list[Change] = []
    for part in parts:
        changes += schema_changes(old.schema(part), new.schema(part), part)
        if part == "response":
            changes += _scenario_changes(old, new)
    return changes


def _scenario_changes(old: Contract, new: Contract) -> Iterator[Change]:
    for name in dict.fromkeys((*old.scenarios, *new.scenarios)):
        was, now = (_facts(contract.scenarios.get(name)) for contract in (old, new))
        if was != now:
            code = (
                promises.SCENARIO_ADDED
                if was is None
                else promises.SCENARIO_REMOVED
                if now is None
                else promises.SCENARIO_CHANGED
            )
            yield Change(code, "response", "", "", name, "", was, now)


def _facts(scenario: Scenario | None) -> dict[str, Any] | None:
    """What a scenario says but for its description, as JSON."""
    if scenario is None:
        return None
    facts = {
        "present": list(scenario.present),
        "absent": list(scenario.absent),
        "pins": dict(scenario.pins),
        "shown_by": list(scenario.shown_by),
    }
    return {name: value for name, value in facts.items() if value}
