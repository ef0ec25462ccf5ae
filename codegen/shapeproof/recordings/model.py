"""What a form hands on: responses as they were written down, HTTP exchanges, and the places where reading failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from shapeproof.contract import Part, Pointer, Representation
from shapeproof.validation.catalog import FindingCode

if TYPE_CHECKING:
    from urllib.parse import SplitResult

__all__ = ["Exchange", "FormName", "Location", "ReadFailure", "Recording"]

FormName = Literal[
    "json", "json lines", "recording line", "placebo", "printed python", "vcr", "har", "botocore examples"
]


class Location(NamedTuple):
    """A place in a text: line and column, both from 1; the column counts characters (code points)."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Recording:
    """One response as it stands in a file.

    `value` holds JSON values; printed Python also has datetimes, dates and bytes in it.
    `representation`, `contract` and `part` are what the recording says of itself; None where it says nothing.
    `prefix` is where the response stands in what was recorded: `/data` in placebo's files.
    `error_name` is what the headers of an error call it.
    `index` (from 0) and `line` (from 1) count from the start of what was read.
    `locate` finds the place of a member, or of its nearest ancestor; None where the form has no lines.
    """

    value: object
    form: FormName
    index: int
    line: int
    representation: Representation | None = None
    contract: str | None = None
    part: Part | None = None
    error_name: str | None = None
    prefix: Pointer = ()
    locate: Callable[[Pointer], Location] | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer. Names of headers are in lower case; bodies stand as they were kept, packed perhaps.

    `body` is None where the answer's body wasn't kept. `index` (from 0) counts the exchanges of a file. `locate` finds the
    place of a member in the answer's body, or of the body.
    """

    form: FormName
    index: int
    method: str
    url: str
    request_headers: Mapping[str, str]
    request_body: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes | None
    locate: Callable[[Pointer], Location]

    @property
    def address(self) -> SplitResult:
        """The parts of the URL; all empty if it is none."""
        from urllib.parse import urlsplit

        try:
            return urlsplit(self.url)
        except ValueError:
            return urlsplit("")


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A part of a file that can't be read. `code` is a reading code, `message` a sentence with the mend.

    `pointer` is the place inside the response where there is one (a duplicate key, say).
    `keys` are the top-level keys of a refused response, as far as they can be read: they tell which contract is meant.
    `is_comment` says that a comment is at fault, which JSON has none of.
    """

    code: FindingCode
    message: str
    index: int = 0
    line: int | None = None
    column: int | None = None
    pointer: Pointer = ()
    form: FormName = "json"
    keys: tuple[str, ...] = ()
    is_comment: bool = False
