"""What a form hands on: responses as they were written down, and the places where reading failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from shapeproof.contract import Pointer, Representation

__all__ = ["MAX_NESTING", "FormName", "Place", "Problem", "Recording"]

MAX_NESTING = 200
"""Arrays and objects inside one another beyond which a response is refused, in every form."""

FormName = Literal[
    "json", "json lines", "recording line", "placebo", "printed python", "vcr", "har", "botocore examples"
]


class Place(NamedTuple):
    """A place in a text: line and column, both from 1; the column counts characters (code points)."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Recording:
    """One response as it stands in a file.

    `value` holds JSON values; printed Python also has datetimes, dates and bytes in it.
    `representation` and `contract` are what the recording says of itself; None where it says nothing.
    `prefix` is where the response stands in what was recorded: `/data` in placebo's files.
    `index` (from 0) and `line` (from 1) count from the start of what was read.
    `locate` finds the place of a member, or of its nearest ancestor; None where the form has no lines.
    """

    value: object
    form: FormName
    index: int
    line: int
    representation: Representation | None = None
    contract: str | None = None
    is_error: bool = False
    prefix: Pointer = ()
    locate: Callable[[Pointer], Place] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a file that can't be read. `code` is a reading code (SP9xx), `message` a sentence with the mend.

    `pointer` is the place inside the response where there is one (a duplicate key, say).
    `keys` are the top-level keys of a refused response, as far as they can be read: they tell which contract is meant.
    """

    code: str
    message: str
    index: int = 0
    line: int | None = None
    column: int | None = None
    pointer: Pointer = ()
    form: FormName = "json"
    keys: tuple[str, ...] = ()
