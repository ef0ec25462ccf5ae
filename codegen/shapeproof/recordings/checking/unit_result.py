"""What a unit of work hands on: findings with their places, and counts. Picklable, mergeable in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from shapeproof.contract import Contract, Part, Representation
from shapeproof.recordings.discovery.files import Skipped
from shapeproof.recordings.model import FormName
from shapeproof.validation.finding import Finding

if TYPE_CHECKING:
    from shapeproof.validation.coverage.coverage_counter import CoverageCounter

__all__ = ["UNKNOWN_MEMBERS", "ContractRun", "Located", "ResponseKind", "UnitResult", "numbered_on"]

UNKNOWN_MEMBERS: Final = "no known contract has most of these members"
"""Why a file of JSON or printed dicts is skipped in a folder: it belongs to nothing that is known."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, and where it is: the file, the response in it (from 0), line and column (from 1) where it has lines."""

    finding: Finding
    file: str
    index: int
    line: int | None
    column: int | None
    contract: str | None


class ResponseKind(NamedTuple):
    """What a checked response was: for telling, at the end, what this kind of response can't show."""

    form: FormName
    contract: str
    part: Part
    representation: Representation


class ContractRun(NamedTuple):
    """Checked responses of one contract that follow each other: the `index` of the first, how many, and the contract."""

    start: int
    length: int
    contract: str


@dataclass(slots=True)
class UnitResult:
    """What one unit holds. Indices and lines count from the unit's start.

    `continues` says that the unit isn't the first of its file. `responses` counts those that were read or should have
    been, `clean` those without any finding, `lines` the lines of a JSON Lines unit, `unknown` responses that belong to no
    known contract, `seen` the kinds of responses checked, `checked` which of them belong to which contract. `known` are
    findings that a baseline holds: they count for nothing. `coverage` is what responses showed, by contract; empty unless
    it was asked for. `passed` are HTTP exchanges that aren't checked, by form and reason.
    """

    path: str
    continues: bool = False
    responses: int = 0
    clean: int = 0
    lines: int = 0
    unknown: int = 0
    findings: list[Located] = field(default_factory=list[Located])
    known: list[Located] = field(default_factory=list[Located])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    seen: dict[ResponseKind, int] = field(default_factory=dict[ResponseKind, int])
    checked: list[ContractRun] = field(default_factory=list[ContractRun])
    coverage: dict[str, CoverageCounter] = field(default_factory=dict[str, "CoverageCounter"])
    passed: dict[tuple[FormName, str], int] = field(default_factory=dict[tuple[FormName, str], int])

    def count(self, seen: ResponseKind, index: int, *, clean: bool) -> None:
        """One more response was checked: the one of that number in what is read."""
        last = self.checked[-1] if self.checked else None
        if last and last.contract == seen.contract and last.start + last.length == index:
            self.checked[-1] = ContractRun(last.start, last.length + 1, last.contract)
        else:
            self.checked.append(ContractRun(index, 1, seen.contract))
        self.responses += 1
        self.clean += clean
        self.seen[seen] = self.seen.get(seen, 0) + 1

    def cover(self, contract: Contract, response: object, unseen: frozenset[str] = frozenset()) -> None:
        """Note what one response (in `cli`) shows of its contract."""
        from shapeproof.validation.coverage.coverage_counter import (
            CoverageCounter,  # most runs count none, and it is slow to import
        )

        self.coverage.setdefault(contract.name, CoverageCounter()).count(contract, response, unseen)

    def pass_over(self, form: FormName, reason: str) -> None:
        """One more exchange isn't checked."""
        self.passed[form, reason] = self.passed.get((form, reason), 0) + 1

    @property
    def forms(self) -> tuple[FormName, ...]:
        """The forms of what was read, sorted."""
        return tuple(sorted({*(seen.form for seen in self.seen), *(form for form, _ in self.passed)}))

    def after(self, responses: int, lines: int) -> UnitResult:
        """The same, as the continuation of a file of which so many responses and lines came before."""
        if not responses and not lines:
            return self
        moved = [
            replace(one, index=one.index + responses, line=None if one.line is None else one.line + lines)
            for one in self.findings
        ]
        checked = [one._replace(start=one.start + responses) for one in self.checked]
        return replace(self, findings=moved, checked=checked)


def numbered_on(partials: Iterable[UnitResult]) -> Iterator[UnitResult]:
    """Results in the order of their units, with the indices and lines of their files."""
    responses = lines = 0
    for partial in partials:
        if not partial.continues:
            responses = lines = 0
        yield partial.after(responses, lines)
        responses, lines = responses + partial.responses + partial.unknown, lines + partial.lines
