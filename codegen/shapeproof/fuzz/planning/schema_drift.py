"""Values that a contract doesn't allow yet and AWS may send in future: new members, new enum values, other limits.

So are NaN and the infinities: services send them as floats, and no JSON Schema allows them. So is null in a list or a map,
which a few services send in JSON, and boto3 and the AWS CLI keep. Types and required members stay: the tolerant view of the
contract allows all other of these values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.fuzz.core.choices import Option, copies
from shapeproof.representations.non_finite import NON_FINITE
from shapeproof.sample import strings
from shapeproof.sample.errors import UnsatisfiableString

__all__ = [
    "DRIFT_CLASS",
    "NAMED",
    "can_be_null",
    "drifted_options",
    "null_item",
    "unknown_members",
    "unknown_union_member",
]

DRIFT_CLASS: Final = "drift"
_SHARE: Final = 0.15
"""The weight of all new values, relative to that of all known ones."""
_NULL_SHARE: Final = 0.01
"""The weight of null as an item, relative to that of all values: a response has many items, and most have no null."""
_MEMBER: Final = "AddedTomorrow"
NAMED: Final[Mapping[str, str]] = {"name": _MEMBER}
"""What boto3 and the AWS CLI tell about such a member: its name, and no content."""
_LONGEST: Final = 5_000
_LONG: Final = 2**63
_NEW_MEMBERS: Final[tuple[Mapping[str, Any], ...]] = (
    {_MEMBER: "text"},
    {_MEMBER: 0},
    {_MEMBER: True},
    {_MEMBER: []},
    {_MEMBER: {"Inner": ["text", 1.5]}},
    {_MEMBER: "", f"{_MEMBER}Too": 1},
)


def unknown_members(known: Mapping[str, Schema]) -> list[Option]:
    """The options of what a structure holds besides its known members: mostly nothing."""
    options = [Option({}, 1 / _SHARE)]
    for members in _NEW_MEMBERS:
        renamed = {_distinct_name(name, known): value for name, value in members.items()}
        options.append(Option(copies(renamed), 1 / len(_NEW_MEMBERS), DRIFT_CLASS))
    return options


def unknown_union_member(options: Sequence[Option]) -> Option:
    """The option that a union holds a member which no model knows, after those of its known members."""
    return Option(len(options), _SHARE * len(options), DRIFT_CLASS)


def can_be_null(shape: Schema) -> bool:
    """Whether boto3 reads null as an item of a list or a map: it fails on times, blobs, lists and maps in a map."""
    is_scalar = shape.get("type") in {"string", "boolean", "integer", "number"}
    return "properties" in shape or (is_scalar and not shape.keys() & {"format", "contentEncoding"})


def null_item(options: Sequence[Option]) -> Option:
    """The option that an item is null, after those of its values."""
    return Option(None, _NULL_SHARE * sum(option.weight for option in options), DRIFT_CLASS)


def drifted_options(shape: Schema, options: Sequence[Option]) -> list[Option]:
    """Options of a scalar that its schema doesn't allow, all of its type."""
    values = list(dict.fromkeys(_values(shape)))
    weight = _SHARE * sum(option.weight for option in options)
    return [Option(value, weight / len(values), DRIFT_CLASS) for value in values]


def _values(shape: Schema) -> Iterable[Any]:
    if "enum" in shape:
        yield from _new_enum_values(shape["enum"])
    elif shape.get("type") == "string" and not shape.keys() & {"format", "contentEncoding"}:
        yield from _strings(shape)
    elif shape.get("type") in {"integer", "number"}:
        for bound, outwards in (("minimum", -1), ("maximum", 1)):
            if bound in shape and abs(shape[bound]) < _LONG - 1:
                yield shape[bound] + outwards
        if shape["type"] == "number":
            yield from NON_FINITE.values()


def _new_enum_values(known: Sequence[str]) -> Iterable[str]:
    candidates = (_MEMBER, f"{known[-1]}V2", known[0].swapcase(), known[0].replace("_", "-").replace(".", "-"), "")
    return (value for value in candidates if value not in known)


def _strings(shape: Schema) -> Iterable[str]:
    low, high, pattern = shape.get("minLength", 0), shape.get("maxLength"), shape.get("pattern")
    if low:
        yield ""
    if high is not None and high < _LONGEST:
        yield "x" * (high + 1)
    if pattern is not None:
        try:
            yield strings.non_matching(pattern, low, high)
        except UnsatisfiableString:  # every string matches
            return


def _distinct_name(name: str, known: Mapping[str, Schema]) -> str:
    while name in known:
        name += "2"
    return name
