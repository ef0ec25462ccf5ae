"""Findings that a digest keeps as samples: the first ones by location, with texts of bounded length."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Final, NamedTuple

from shapeproof.contract import Pointer
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.validation.catalog import SEVERITIES, Severity
from shapeproof.validation.quotations import masked

__all__ = ["FindingKey", "Sample", "cut_text", "key_of", "place_of", "sample_of"]

_MAX_NAME: Final = 300
_MAX_FILE: Final = 2_000
_MAX_MESSAGE: Final = 600
_MAX_POINTER: Final = 1_000
_MAX_RELATED: Final = 10
_HASH_LENGTH: Final = 12


class FindingKey(NamedTuple):
    """What findings are counted by.

    Attributes:
        severity: the severity.
        contract: the full name of the contract; empty if it is unknown.
        code: the number of the finding code.
        rule: the id of the rule; empty if it is about none.
        path: the path in the contract.
    """

    severity: Severity
    contract: str
    code: str
    rule: str
    path: str

    @property
    def group(self) -> tuple[str, ...]:
        """The key without its path."""
        return self[:-1]

    @property
    def label(self) -> str:
        """The code, and the rule if there is one."""
        return f"{self.code} {self.rule}" if self.rule else self.code

    @property
    def order(self) -> tuple[int, str, str, str, int, str]:
        """What keys are sorted by, those to keep first: the worst ones, then those with short paths."""
        return (SEVERITIES.index(self.severity), self.contract, self.code, self.rule, len(self.path), self.path)


class Sample(NamedTuple):
    """A finding that is kept.

    Attributes:
        offset: where its unit starts in its file, in bytes. Lines and the numbers of responses count from there.
        located: the finding.
    """

    offset: int
    located: Located

    @property
    def order(self) -> tuple[object, ...]:
        """What samples are sorted by: the location, and whatever else differs."""
        finding = self.located.finding
        rest = (finding.message, finding.keyword, self.located.section, finding.related_parts, self.located.related)
        return (*place_of(self.located, self.offset), finding.pointer, *map(repr, (finding.pointer_parts, *rest)))


def key_of(located: Located) -> FindingKey:
    """The key that a finding counts for."""
    finding = located.finding
    return FindingKey(
        finding.severity,
        cut_text(located.contract or "", _MAX_NAME),
        finding.code,
        cut_text(finding.rule, _MAX_NAME),
        cut_text(finding.path, _MAX_NAME),
    )


def place_of(located: Located, offset: int) -> tuple[str, int, int, int, int]:
    """The location of a finding, in the order of locations. `offset` is that of its unit."""
    return (cut_text(located.file, _MAX_FILE), offset, located.index, located.line or 0, located.column or 0)


def sample_of(located: Located, offset: int) -> Sample:
    """A finding as a sample: without keys that may be secret, and with texts of bounded length."""
    finding = located.finding
    key = key_of(located)
    shown = replace(
        finding,
        pointer_parts=_cut_pointer(masked(finding.pointer_parts)),
        path=key.path,
        rule=key.rule,
        keyword=cut_text(finding.keyword, _MAX_NAME),
        message=cut_text(finding.message, _MAX_MESSAGE),
        related_parts=tuple(_cut_pointer(masked(parts)) for parts in finding.related_parts[:_MAX_RELATED]),
    )
    return Sample(
        offset,
        replace(
            located,
            finding=shown,
            file=cut_text(located.file, _MAX_FILE),
            contract=key.contract or None,
            section=cut_text(located.section, _MAX_NAME),
            related=located.related[:_MAX_RELATED],
        ),
    )


def cut_text(text: str, limit: int) -> str:
    """A text of at most `limit` characters. A hash of the whole text takes the place of its end: two stay two."""
    if len(text) <= limit:
        return text
    hashed = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]
    return f"{text[: limit - _HASH_LENGTH - 1]}…{hashed}"


def _cut_pointer(pointer: Pointer) -> Pointer:
    """A pointer without its middle where it is long."""
    if sum(len(str(part)) + 1 for part in pointer) <= _MAX_POINTER:
        return pointer
    last = cut_text(pointer[-1], _MAX_NAME) if isinstance(pointer[-1], str) else pointer[-1]
    room = _MAX_POINTER - len(str(last)) - len("/…/")
    kept: list[str | int] = []
    for part in pointer[:-1]:
        short = cut_text(part, _MAX_NAME) if isinstance(part, str) else part
        room -= len(str(short)) + 1
        if room < 0:
            break
        kept.append(short)
    return (*kept, "…", last)
