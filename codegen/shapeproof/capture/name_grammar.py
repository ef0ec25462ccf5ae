"""What names are made of, checked where they enter: in a service model, a committed contract, or a user's argument.

The grammars are those of botocore's models. Counted over the 439 services of botocore 1.44.5, newest API versions:

- Every name of the 19,796 operations, 126,940 shapes and 239,798 members is an identifier (`[A-Za-z_][A-Za-z0-9_]*`);
  the longest has 155 characters. `__type`, dashes and dots occur in none of them.
- 2,573 of the 37,917 location names of members have a dash, a dot or a colon, since headers, query parameters and XML names do;
  one is empty, the prefix of headers that have none.
- 146 of the names of services have dashes; all are lower case. 38 of the endpoint prefixes have dots.
- Values of enums (55,955) and error codes (786, three with a dot) are strings like any other, and aren't checked here.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from shapeproof.contract import Pointer, pointer_text
from shapeproof.errors import CaptureError, truncated, with_article

__all__ = ["MAX_NAME_LENGTH", "NameKind", "excerpt", "is_name", "name_rule", "require_name"]

NameKind = Literal[
    "API version",
    "edition",
    "endpoint prefix",
    "location name",
    "member",
    "method",
    "operation",
    "protocol",
    "rule",
    "service",
    "shape",
]

MAX_NAME_LENGTH: Final = 255
"""What a file's name may have, in bytes; names become names of files and directories."""

_EXCERPT_LENGTH: Final = 60


class _Grammar(NamedTuple):
    pattern: re.Pattern[str]
    rule: str


_IDENTIFIER: Final = _Grammar(
    re.compile(r"[A-Za-z_][A-Za-z0-9_]*"), "ASCII letters, digits and underscores, the first one not a digit"
)
_VERSION: Final = _Grammar(
    re.compile(r"[0-9A-Za-z]+(?:[.+_-][0-9A-Za-z]+)*"), "ASCII letters and digits, with single dots or dashes between"
)
_GRAMMARS: Final[dict[NameKind, _Grammar]] = {
    "API version": _VERSION,
    # An edition is a directory beside the files of an operation, `overlay.json` among them.
    "edition": _Grammar(
        re.compile(rf"(?i:(?!.*\.json\Z)){_VERSION.pattern.pattern}"), f"{_VERSION.rule}, and doesn't end in .json"
    ),
    "endpoint prefix": _Grammar(
        re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"), "ASCII letters, digits and dashes, with single dots between"
    ),
    "location name": _Grammar(
        re.compile(r"(?:[A-Za-z_][A-Za-z0-9_.:-]*)?"), "ASCII letters, digits, underscores, dots, colons and dashes"
    ),
    "member": _IDENTIFIER,
    "method": _Grammar(
        re.compile(r"[a-z_][a-z0-9_]*"), "lower-case ASCII letters, digits and underscores, the first one not a digit"
    ),
    "operation": _IDENTIFIER,
    "protocol": _VERSION,
    "rule": _Grammar(
        re.compile(r"(?!SP[0-9])[A-Z]{2,40}[0-9]{1,10}"),  # numbers of finding codes are left out
        "two ASCII capitals or more, then digits; not SP, the letters of finding codes",
    ),
    "service": _Grammar(
        re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*"),
        "lower-case ASCII letters and digits, with single dashes or underscores between",
    ),
    "shape": _IDENTIFIER,
}


def is_name(kind: NameKind, value: object) -> bool:
    """Whether a value is a valid name of that kind."""
    return (
        isinstance(value, str)
        and len(value) <= MAX_NAME_LENGTH
        and _GRAMMARS[kind].pattern.fullmatch(value) is not None
    )


def name_rule(kind: NameKind) -> str:
    """What names of that kind are made of, in words."""
    return f"a name of this kind has {_GRAMMARS[kind].rule}; at most {MAX_NAME_LENGTH} characters"


def require_name(kind: NameKind, value: object, *, where: str, pointer: Pointer = ()) -> str:
    """Check the name of something.

    Args:
        kind: what it is the name of.
        value: the name.
        where: the file or the source that it is from, for messages.
        pointer: its place in that file.

    Raises:
        CaptureError: it isn't a valid name of that kind.
    """
    if isinstance(value, str) and is_name(kind, value):
        return value
    prefix = f"{pointer_text(pointer)}: " if pointer else ""
    raise CaptureError(
        f"{prefix}{excerpt(value)} can't be the name of {with_article(kind)}",
        where=where,
        hint=name_rule(kind),
    )


def excerpt(value: object) -> str:
    """A value from outside as messages show it: ASCII, and not longer than a line."""
    text = ascii(value[: _EXCERPT_LENGTH + 1] if isinstance(value, str) else value)
    return truncated(text, _EXCERPT_LENGTH)
