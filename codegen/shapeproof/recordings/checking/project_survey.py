"""What a project holds: which of its files are recordings, of which contracts and forms, and where they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from shapeproof.contract import Contract
from shapeproof.errors import MissingExtraError, UnknownContractError
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.files import Planned, Unit, bytes_of
from shapeproof.recordings.formats import reader as forms
from shapeproof.recordings.identification.path_hints import suggested
from shapeproof.recordings.model import FormName, Recording
from shapeproof.registry import ContractRegistry
from shapeproof.representations.response_metadata import RESPONSE_METADATA
from shapeproof.validation.catalog import INCOMPLETE

__all__ = ["ProjectSurvey"]


@dataclass(slots=True)
class ProjectSurvey:
    """Adds up what was found in each unit. `registry` knows the contracts.

    `seen` counts responses by contract and form; `files` are those that hold responses of a known contract. `told` are
    the contracts of files whose text doesn't tell, found by the words of their paths; `unknown` are recordings for
    which no contract was found.
    """

    registry: ContractRegistry
    seen: Counter[tuple[str, FormName]] = field(default_factory=Counter[tuple[str, FormName]])
    files: set[str] = field(default_factory=set[str])
    told: dict[str, str] = field(default_factory=dict[str, str])
    unknown: set[str] = field(default_factory=set[str])

    def add(self, planned: Planned, partial: UnitResult) -> None:
        """Take in what was found in a unit."""
        path = planned.path.removeprefix("./")
        if not path.isprintable():
            return  # it can't be written into a file of settings
        for seen, count in partial.seen.items():
            self.seen[seen.contract.partition("@")[0], seen.form] += count
        if partial.seen:
            self.files.add(path)
        undone = any(located.finding.code in INCOMPLETE for located in partial.findings)
        if not isinstance(planned, Unit) or not (undone or partial.unknown):
            return
        contract = _by_words(planned, path, self.registry)
        if contract:
            self.told[path] = contract.name.partition("@")[0]
        elif undone:
            self.unknown.add(path)

    @property
    def paths(self) -> list[str]:
        """The folders in which the recordings lie, one for each at the top; files at the top by themselves."""
        tops: dict[str, list[list[str]]] = {}
        for path in sorted(self.files | self.told.keys()):
            steps = path.split("/")
            tops.setdefault(steps[0], []).append(steps[:-1] or steps)
        return ["/".join(_shared(folders)) for folders in tops.values()]


def _shared(folders: list[list[str]]) -> list[str]:
    first, last = min(folders), max(folders)
    return [one for one, other in zip(first, last, strict=False) if one == other] if first != last else first


def _by_words(unit: Unit, path: str, registry: ContractRegistry) -> Contract | None:
    """The contract that a path's words suggest and over half of the members of each response in the file belong to."""
    try:
        source = registry.models
        content = list(forms.read(bytes_of(unit), path.rpartition("/")[2], asked_for=False) or ())
    except (MissingExtraError, OSError):
        return None
    responses = [found.value for found in content if isinstance(found, Recording)]
    if not responses:
        return None
    for name in suggested(path, source.services, source.operations):
        try:
            contract = registry.load(name)
        except UnknownContractError:
            continue
        if all(_belongs(response, contract.members()) for response in responses):
            return contract
    return None


def _belongs(response: object, members: Mapping[str, object]) -> bool:
    if not isinstance(response, dict):
        return False
    names = [name for name in cast("Iterable[str]", response) if name != RESPONSE_METADATA]
    return sum(name in members for name in names) * 2 > len(names)
