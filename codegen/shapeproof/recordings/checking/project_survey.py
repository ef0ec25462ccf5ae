"""Surveys a project: which files are recordings, of which contracts and forms, and in which directories."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile

from shapeproof.contract import Contract, operation_of
from shapeproof.errors import MissingExtraError, UnknownContractError
from shapeproof.operating_system.paths import forward_slashes
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.unit_reader import read_unit
from shapeproof.recordings.discovery.units import Planned, Unit
from shapeproof.recordings.formats import reader
from shapeproof.recordings.identification.path_suggestions import suggest_contracts
from shapeproof.recordings.identification.resemblance import has_most_members, own_members
from shapeproof.recordings.model import FormName, Recording
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import INCOMPLETE

__all__ = ["ProjectSurvey"]


@dataclass(slots=True)
class ProjectSurvey:
    """Adds up the results of all units.

    Attributes:
        registry: where contracts are found.
        counts: the number of responses by contract and form.
        files: the files that hold responses of a known contract.
        suggested: the contracts of files whose content doesn't identify one, suggested by the words of their paths.
        unknown: why recordings could not be checked, by path.
    """

    registry: ContractRegistry
    counts: Counter[tuple[str, FormName]] = field(default_factory=Counter[tuple[str, FormName]])
    files: set[str] = field(default_factory=set[str])
    suggested: dict[str, str] = field(default_factory=dict[str, str])
    unknown: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, planned: Planned, result: UnitResult) -> None:
        """Add the result of a unit, or of a part of it."""
        path = forward_slashes(planned.path).removeprefix("./")
        if not path.isprintable():
            return  # it can't be written into a settings file
        for kind, count in result.kinds.items():
            self.counts[operation_of(kind.contract), kind.form] += count
        if result.kinds:
            self.files.add(path)
        incomplete = [located.finding for located in result.findings if located.finding.code in INCOMPLETE]
        if not isinstance(planned, Unit) or not (incomplete or result.unknown) or path in self.suggested:
            return
        contract = _suggested_contract(planned, path, self.registry)
        if contract:
            self.suggested[path] = contract.operation_name
        elif incomplete:
            self.unknown.setdefault(path, incomplete[0].message)

    @property
    def paths(self) -> list[str]:
        """The directories with recordings, one below each top-level directory; top-level files by themselves."""
        directories_by_top: dict[str, list[list[str]]] = {}
        for path in sorted(self.files | self.suggested.keys()):
            steps = path.split("/")
            directories_by_top.setdefault(steps[0], []).append(steps[:-1] or steps)
        return ["/".join(_common_prefix(directories)) for directories in directories_by_top.values()]


def _common_prefix(directories: list[list[str]]) -> list[str]:
    first, last = min(directories), max(directories)
    return [step for step, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))]


def _suggested_contract(unit: Unit, path: str, registry: ContractRegistry) -> Contract | None:
    """The contract that a path suggests and that has more than half of the members of each response in the file."""
    try:
        models = registry.models
        content = list(reader.read(read_unit(unit), path.rpartition("/")[2], is_explicit=False) or ())
    except (MissingExtraError, OSError):
        return None
    responses = [item.value for item in content if isinstance(item, Recording)]
    if not responses:
        return None
    for name in suggest_contracts(path, models.services, models.operations):
        try:
            contract = registry.load(name)
        except UnknownContractError:
            continue
        if all(has_most_members(contract, own_members(response)) for response in responses):
            return contract
    return None
