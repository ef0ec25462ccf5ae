"""The changes of a service: those that several operations have are one change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from shapeproof.contract import Contract, Part
from shapeproof.diff.catalog import ChangeCode, Reader, operations
from shapeproof.diff.changes.contract_changes import PARTS, contract_changes
from shapeproof.diff.changes.model import Change
from shapeproof.diff.services.changed_operations import OperationNames
from shapeproof.diff.verdicts.diff_result import DiffEntry
from shapeproof.diff.verdicts.verdict import Verdict, classified
from shapeproof.diff.witnesses.search import WitnessSearch

__all__ = ["ServiceComparison", "service_entry"]

_TRIED_OPERATIONS: Final = 3
"""In so many operations a witness of a change is looked for."""
_Key = tuple[str, ...]


class ServiceComparison:
    """Collects the changes of one service, operation by operation."""

    def __init__(self, service: str, reader: Reader, parts: Iterable[Part] = PARTS) -> None:
        """Create it.

        Args:
            service: the name of the service.
            reader: who reads responses and errors.
            parts: the parts to compare.
        """
        self._service = service
        self._reader: Reader = reader
        self._parts = tuple(parts)
        self._verdicts: dict[_Key, Verdict] = {}
        self._operations: dict[_Key, list[str]] = {}

    def add_names(self, names: OperationNames) -> None:
        """Add the operations that came and went."""
        for code, operation_names in (
            (operations.OPERATION_REMOVED, names.removed),
            (operations.OPERATION_ADDED, names.added),
        ):
            for name in operation_names:
                self._verdicts[code.number, name] = _of_name(code, name, "operations")
                self._operations[code.number, name] = [f"{self._service}.{name}"]

    def add(self, old: Contract, new: Contract) -> None:
        """Add the changes of an operation."""
        searches: dict[Part, WitnessSearch] = {
            part: WitnessSearch(old.schema(part), new.schema(part), part) for part in self._parts
        }
        for change in contract_changes(old, new, self._parts):
            key = _key(change)
            known = self._operations.setdefault(key, [])
            known.append(new.operation_name)
            if key not in self._verdicts or self._is_undecided(key):
                (verdict,) = classified([change], searches, self._reader)
                if key not in self._verdicts or verdict.change_class != "undecided":
                    self._verdicts[key] = verdict
                    # The places and the witness are those of the first operation that is named.
                    known.insert(0, known.pop())

    def _is_undecided(self, key: _Key) -> bool:
        is_undecided = self._verdicts[key].change_class == "undecided"
        return is_undecided and len(self._operations[key]) <= _TRIED_OPERATIONS

    def entries(self) -> list[DiffEntry]:
        """The verdicts, in the order in which they were met, each with its operations."""
        return [DiffEntry(verdict, tuple(self._operations[key])) for key, verdict in self._verdicts.items()]


def service_entry(code: ChangeCode, service: str) -> DiffEntry:
    """The verdict on a service that came or went."""
    return DiffEntry(_of_name(code, service, "services"), (f"{service}.*",))


def _of_name(code: ChangeCode, name: str, keyword: str) -> Verdict:
    is_new = code in {operations.OPERATION_ADDED, operations.SERVICE_ADDED}
    change = Change(code, "response", "", "", name, keyword, None if is_new else name, name if is_new else None)
    return Verdict(change, code.closed)


def _key(change: Change) -> _Key:
    """What the changes of one shape have in common in all operations."""
    content = json.dumps((change.old, change.new))
    shapes = (change.old_shape, change.new_shape)
    where = "" if any(shapes) else change.path
    return (change.part, change.code.number, *shapes, change.member, change.keyword, content, where)
