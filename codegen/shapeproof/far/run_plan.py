"""What a run of an archive is about, as fingerprints: a stopped run goes on only if they are the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path

from shapeproof.digest.run_state import RunPlan, fingerprint
from shapeproof.far.shipped_contracts import contracts_fingerprint
from shapeproof.far.unit_check import FarCheckOptions
from shapeproof.far.units import FarPlanned, FarUnit

__all__ = ["plan_of"]

_NOT_SHOWN = frozenset({"directory", "rules", "by_path"})
"""What is a part of the contracts, or has a form of its own below."""


class _Counted:
    def __init__(self, items: Iterable[FarPlanned]) -> None:
        self.count = 0
        self._items = items

    def identities(self) -> Iterator[object]:
        for item in self._items:
            self.count += 1
            yield item.identity if isinstance(item, FarUnit) else [item.path, type(item).__name__]


def plan_of(units: Iterable[FarPlanned], options: FarCheckOptions, directory: Path | None) -> RunPlan:
    """The plan of a run. All units are looked at, and none is kept.

    Args:
        units: the units, in their order.
        options: how to check.
        directory: the project's directory of contracts; None if it has none.
    """
    check = options.check
    values: dict[str, object] = {
        member.name: getattr(check, member.name) for member in fields(check) if member.name not in _NOT_SHOWN
    }
    values["chosen"] = dict(check.chosen)
    values["by_path"] = check.by_path.contracts if check.by_path else ()
    active = [item.selector for item in options.suppressions if not (item.expires and item.expires < options.today)]
    counted = _Counted(units)
    files = fingerprint(counted.identities())
    rules = repr(sorted((name, repr(entries)) for name, entries in check.rules.entries.items()))
    return RunPlan(
        version=version("shapeproof"),
        options=fingerprint([values, options.column, active, rules]),
        contracts=contracts_fingerprint(directory),
        files=files,
        units=counted.count,
    )
