"""The result of checking a unit of work: located findings and counts. Picklable, mergeable in any order.

A unit with many findings has several results, its parts, so that no process ever holds all of its findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from shapeproof.contract import Contract, Part, Representation
from shapeproof.errors import InternalError
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.recordings.model import FormName
from shapeproof.validation.finding import Finding

if TYPE_CHECKING:
    from shapeproof.registry.editions_by_day import UncoveredDay
    from shapeproof.validation.coverage.coverage_counter import CoverageCounter
    from shapeproof.validation.seen_deviations import SeenDeviation

__all__ = [
    "PARTS",
    "UNKNOWN_MEMBERS",
    "ContractRun",
    "Located",
    "ResponseKind",
    "SuppressedFinding",
    "UnitResult",
    "renumber",
]

UNKNOWN_MEMBERS: Final = "nothing tells which contract these members belong to"
"""Why a file of JSON or printed dicts in a directory is skipped: its contract is unknown."""

PARTS: Final = "values that are not objects: parts of responses, as --query prints them, which no contract describes"
"""Why lists and scalars in JSON of a directory are passed over."""
_MAX_FINDINGS: Final = 1_000
"""A part ends with the response that reaches this number of findings."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with its location.

    Attributes:
        finding: the finding.
        file: the path of the file.
        index: the number of the response in its file or unit, from 0.
        line: the line, from 1; None if the form has no lines.
        column: the column in characters, from 1; None if the form has no lines.
        contract: the name of the contract; None if it is unknown.
        section: the section of the file that holds the response, such as `cell 3` of a notebook; empty if files have none.
        related: the line and the column of each place in `finding.related_parts`, in their order.
    """

    finding: Finding
    file: str
    index: int
    line: int | None
    column: int | None
    contract: str | None
    section: str = ""
    related: tuple[tuple[int | None, int | None], ...] = ()


class SuppressedFinding(NamedTuple):
    """A finding that a suppression of the project covers, and the suppression.

    Attributes:
        located: the finding.
        by: where the suppression was written, and what it says.
        reason: its reason; empty if it has none.
    """

    located: Located
    by: str
    reason: str


class ResponseKind(NamedTuple):
    """What a checked response was. It determines what could not be checked."""

    form: FormName
    contract: str
    part: Part
    representation: Representation


class ContractRun(NamedTuple):
    """Consecutive checked responses of one contract: the index of the first, their number, and the contract's name."""

    start: int
    length: int
    contract: str

    @property
    def indices(self) -> range:
        """The indices of the responses."""
        return range(self.start, self.start + self.length)


@dataclass(slots=True)
class UnitResult:
    """The result for one unit, or for a part of it: whole responses. Indices and lines count from the unit's start.

    Attributes:
        path: the path of the file.
        continues: whether another result of the same file precedes this one.
        part: the number of the part in its unit, from 0.
        responses: the number of responses that were read, or should have been.
        clean: the number of responses without any finding.
        lines: the number of lines of a JSON Lines unit; the first part has it.
        unknown: the number of responses of unknown contracts; the last part has it.
        findings: the findings.
        suppressed: findings that suppressions cover; they don't count.
        known: findings that a baseline holds; they don't count.
        skipped: the file, if it was skipped.
        kinds: the number of checked responses by kind.
        runs: the checked responses by contract, in their order.
        coverage: what the responses cover, by contract; empty unless it was asked for.
        ignored: the number of HTTP exchanges, and of data of other tools, that aren't checked, by form and reason.
        deviations: how responses break the models of their services; empty unless it was asked for.
        bug: the bug of Shapeproof's because of which something was not checked; None if there is none.
        problems: what was wrong with contracts that this unit may not have needed.
        unnamed: the contracts of responses with findings whose edition neither the user nor a recording named.
        uncovered: days of recordings that no committed edition covers; the last part has them.
    """

    path: str
    continues: bool = False
    part: int = 0
    responses: int = 0
    clean: int = 0
    lines: int = 0
    unknown: int = 0
    findings: list[Located] = field(default_factory=list[Located])
    suppressed: list[SuppressedFinding] = field(default_factory=list[SuppressedFinding])
    known: list[Located] = field(default_factory=list[Located])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    kinds: dict[ResponseKind, int] = field(default_factory=dict[ResponseKind, int])
    runs: list[ContractRun] = field(default_factory=list[ContractRun])
    coverage: dict[str, CoverageCounter] = field(default_factory=dict[str, "CoverageCounter"])
    ignored: dict[tuple[FormName, str], int] = field(default_factory=dict[tuple[FormName, str], int])
    deviations: list[SeenDeviation] = field(default_factory=list["SeenDeviation"])
    bug: InternalError | None = None
    problems: tuple[str, ...] = ()
    unnamed: set[str] = field(default_factory=set[str])
    uncovered: set[UncoveredDay] = field(default_factory=set["UncoveredDay"])

    def count(self, kind: ResponseKind, index: int, *, clean: bool) -> None:
        """Count a checked response.

        Args:
            kind: its kind.
            index: its number in the unit, from 0.
            clean: whether it has no finding.
        """
        last = self.runs[-1] if self.runs else None
        if last and last.contract == kind.contract and last.start + last.length == index:
            self.runs[-1] = ContractRun(last.start, last.length + 1, last.contract)
        else:
            self.runs.append(ContractRun(index, 1, kind.contract))
        self.responses += 1
        self.clean += clean
        self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def count_coverage(
        self, contract: Contract, response: object, unseen: frozenset[str] = frozenset(), *, is_valid: bool
    ) -> None:
        """Count what a response covers.

        Args:
            contract: its contract.
            response: the response, in `cli`.
            unseen: the paths of members that no response of its representation shows.
            is_valid: whether its schema has nothing against it.
        """
        # Most runs don't count coverage, and this is slow to import.
        from shapeproof.validation.coverage.coverage_counter import CoverageCounter

        self.coverage.setdefault(contract.name, CoverageCounter()).count(contract, response, unseen, is_valid=is_valid)

    def ignore(self, form: FormName, reason: str) -> None:
        """Count something that isn't checked."""
        self.ignored[form, reason] = self.ignored.get((form, reason), 0) + 1

    @property
    def is_full(self) -> bool:
        """Whether it has so many findings that the rest of the unit belongs into another part."""
        return len(self.findings) >= _MAX_FINDINGS

    def take_part(self) -> UnitResult:
        """Return what this result holds as a part of the unit, and go on with the next part."""
        part = replace(self, unknown=0)
        rest = UnitResult(self.path, continues=True, part=self.part + 1, unknown=self.unknown)
        for attribute in fields(self):
            setattr(self, attribute.name, getattr(rest, attribute.name))
        return part

    @property
    def forms(self) -> tuple[FormName, ...]:
        """The forms of what was read, sorted."""
        return tuple(sorted({*(kind.form for kind in self.kinds), *(form for form, _ in self.ignored)}))

    def shifted(self, responses: int, lines: int) -> UnitResult:
        """The same result, numbered after some responses and lines that precede the unit in its file."""
        if not responses and not lines:
            return self
        findings = [
            replace(
                located,
                index=located.index + responses,
                line=None if located.line is None else located.line + lines,
                related=tuple((line and line + lines, column) for line, column in located.related),
            )
            for located in self.findings
        ]
        runs = [run._replace(start=run.start + responses) for run in self.runs]
        return replace(self, findings=findings, runs=runs)


def renumber(results: Iterable[UnitResult]) -> Iterator[UnitResult]:
    """Number responses and lines from the start of each file. The results are in the order of their units and parts."""
    start = end = (0, 0)  # the responses and lines of the file before the unit, and those up to the end of this result
    for result in results:
        if not result.continues:
            start = end = (0, 0)
        elif not result.part:
            start = end
        yield result.shifted(*start)
        end = (end[0] + result.responses + result.unknown, end[1] + result.lines)
