"""Timelines beside committed contracts: `history.json`, as `shapeproof history NAME --format json` prints it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from shapeproof.capture.file_names import HISTORY_FILE
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.name_grammar import excerpt, is_name
from shapeproof.contract import Contract
from shapeproof.contract.timeline import Lifetime, Release, Timeline, Transition
from shapeproof.errors import CaptureError
from shapeproof.registry.registry import ContractRegistry
from shapeproof.registry.roots import read_document, require_inside

__all__ = ["read_timeline", "timeline_of_contract"]

_VERSION: Final = 1
_AGAIN: Final = "write it again: shapeproof history NAME --format json"


def timeline_of_contract(registry: ContractRegistry, contract: Contract) -> Timeline | None:
    """The timeline beside the committed editions of an operation; None if there is none.

    Args:
        registry: where the contract was found.
        contract: the contract, of any edition.

    Raises:
        CaptureError: the file can't be read.
    """
    editions = registry.committed_editions(contract.service, contract.method)
    timelines = map(read_timeline, dict.fromkeys(edition.directory.parent for edition in editions))
    return next((timeline for timeline in timelines if timeline), None)


def read_timeline(operation: Path) -> Timeline | None:
    """The timeline in the directory of an operation; None if it has none.

    Args:
        operation: the directory.

    Raises:
        CaptureError: the file can't be read, or is about another operation or something else than its response.
    """
    file = operation / HISTORY_FILE
    if not file.exists():
        return None
    require_inside(operation.parent.parent, file)
    document = JsonObject(read_document(file), "history", where=str(file), hint=_AGAIN)
    expected = {
        "shapeproof_history": _VERSION,
        "operation": f"{operation.parent.name}.{operation.name}",
        "part": "response",
    }
    for key, value in expected.items():
        if (found := document.members.get(key)) != value:
            raise _error(file, f"/{key}: expected {value!r}, got {excerpt(found)}")
    return _Reader(file, document).timeline()


class _Reader:
    def __init__(self, file: Path, document: JsonObject) -> None:
        self._file = file
        self._document = document
        self._days = document.strings_by_name("looked_at")
        self._transitions = {step.string("version"): self._transition(step) for step in document.objects("steps")}

    def timeline(self) -> Timeline:
        return Timeline(
            self._release(self._document.string("from")),
            self._release(self._document.string("to")),
            len(self._days),
            self._count(self._document, "releases"),
            tuple(map(self._lifetime, self._document.objects("lifelines"))),
        )

    def _lifetime(self, lifeline: JsonObject) -> Lifetime:
        came, went = (self._at(lifeline.string_or_null(key)) for key in ("came", "went"))
        return Lifetime(lifeline.string("path"), lifeline.strings("values"), came, went)

    def _at(self, version: str | None) -> Transition | None:
        if version is None:
            return None
        if version not in self._transitions:
            raise _error(self._file, f"/steps: no step has the version {excerpt(version)}")
        return self._transitions[version]

    def _transition(self, step: JsonObject) -> Transition:
        before, after = self._release(step.string("after")), self._release(step.string("version"))
        return Transition(before, after, self._count(step, "skipped"))

    def _release(self, version: str) -> Release:
        try:
            day = date.fromisoformat(self._days[version])
        except (KeyError, ValueError):
            message = f"/looked_at: expected the day of {excerpt(version)}, got {excerpt(self._days.get(version))}"
            raise _error(self._file, message) from None
        if not is_name("edition", version):
            raise _error(self._file, f"/looked_at: {excerpt(version)} is not the version of a release")
        return Release(version, day)

    def _count(self, members: JsonObject, key: str) -> int:
        count = members.members.get(key)
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise _error(self._file, f"/{key}: expected a number of releases, got {excerpt(count)}")
        return count


def _error(file: Path, message: str) -> CaptureError:
    return CaptureError(message, where=str(file), hint=_AGAIN)
