"""What a unit of work hands on: findings with their places, and counts. Picklable, mergeable in any order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from shapeproof.contract import Part, Representation
from shapeproof.recordings.files import Skipped
from shapeproof.recordings.recording import FormName
from shapeproof.validate.finding import Finding

__all__ = ["UNKNOWN_MEMBERS", "Located", "Partial", "Seen"]

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


class Seen(NamedTuple):
    """What a checked response was: for telling, at the end, what this kind of response can't show."""

    form: FormName
    contract: str
    part: Part
    representation: Representation


@dataclass(slots=True)
class Partial:
    """What one unit holds. Indices and lines count from the unit's start.

    `continues` says that the unit isn't the first of its file. `responses` counts those that were read or should have been, `clean` those without any finding, `lines` the lines
    of a JSON Lines unit, `unknown` responses that belong to no known contract, `seen` the kinds of responses checked,
    `passed` HTTP exchanges that aren't checked, by form and reason.
    """

    path: str
    continues: bool = False
    responses: int = 0
    clean: int = 0
    lines: int = 0
    unknown: int = 0
    findings: list[Located] = field(default_factory=list[Located])
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    seen: dict[Seen, int] = field(default_factory=dict[Seen, int])
    passed: dict[tuple[FormName, str], int] = field(default_factory=dict[tuple[FormName, str], int])

    def count(self, seen: Seen, *, clean: bool) -> None:
        """One more response was checked."""
        self.responses += 1
        self.clean += clean
        self.seen[seen] = self.seen.get(seen, 0) + 1

    def pass_over(self, form: FormName, reason: str) -> None:
        """One more exchange isn't checked."""
        self.passed[form, reason] = self.passed.get((form, reason), 0) + 1

    @property
    def forms(self) -> tuple[FormName, ...]:
        """The forms of what was read, sorted."""
        return tuple(sorted({*(seen.form for seen in self.seen), *(form for form, _ in self.passed)}))

    def after(self, responses: int, lines: int) -> Partial:
        """The same, as the continuation of a file of which so many responses and lines came before."""
        if not responses and not lines:
            return self
        moved = [
            replace(one, index=one.index + responses, line=None if one.line is None else one.line + lines)
            for one in self.findings
        ]
        return replace(self, findings=moved)
