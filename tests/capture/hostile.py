"""A small model and its contract, whose every value can be replaced: what others may write into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any, Final, cast

from shapeproof.contract import Pointer

HOSTILE_NAMES: Final = [
    "",
    "../../x",
    "/etc/x",
    "Get/../../x",
    'x": 0, __import__("os").system("true"): 1, "y',
    "a\nb",
    "a\u2028b",
    "\x00",
    "\ud800",
    "\u202ename",
    "naïve",
    "a" * 256,
    "a.b c",
]
"""None of these is the name of anything."""

OTHER_TYPES: Final[list[object]] = [None, True, 5, 1e999, "quaternion\n", [], [5], {}, {"x": 5}, 10**400]

SERVICE: Final[dict[str, Any]] = {
    "metadata": {
        "apiVersion": "2017-07-24",
        "endpointPrefix": "api.things",
        "protocol": "rest-json",
        "protocols": ["rest-json"],
    },
    "operations": {
        "GetThing": {
            "name": "GetThing",
            "input": {"shape": "Request"},
            "output": {"shape": "Thing"},
            "errors": [{"shape": "Gone"}],
            "documentation": "Gets it.",
        }
    },
    "shapes": {
        "Request": {"type": "structure", "members": {"Id": {"shape": "Id", "location": "uri", "locationName": "id"}}},
        "Thing": {
            "type": "structure",
            "required": ["Id"],
            "payload": "Body",
            "members": {
                "Id": {"shape": "Id", "documentation": "Its id."},
                "Made": {"shape": "Time", "location": "header", "locationName": "x-made"},
                "Kind": {"shape": "Kind"},
                "Names": {"shape": "Names"},
                "Tags": {"shape": "Tags"},
                "Size": {"shape": "Size"},
                "Body": {"shape": "Thing"},
            },
        },
        "Id": {"type": "string", "min": 1, "max": 9, "pattern": "[a-z]+", "sensitive": True},
        "Time": {"type": "timestamp", "timestampFormat": "iso8601"},
        "Kind": {"type": "string", "enum": ["A", "B"]},
        "Names": {"type": "list", "member": {"shape": "Id"}, "sparse": True},
        "Tags": {"type": "map", "key": {"shape": "Id"}, "value": {"shape": "Id"}},
        "Size": {"type": "integer", "min": 0, "max": 5, "deprecated": True},
        "Gone": {"type": "structure", "members": {"Why": {"shape": "Id"}}, "error": {"code": "GoneAway"}},
    },
}


def pointers(value: object, below: Pointer = ()) -> Iterator[Pointer]:
    """Every place in a document."""
    if below:
        yield below
    entries: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value).items()
    elif isinstance(value, list):
        entries = enumerate(cast("list[object]", value))
    for key, inner in entries:
        yield from pointers(inner, (*below, key))


def replaced(document: Any, pointer: Pointer, value: object) -> Any:
    """A copy of a document with another value at a place."""
    document = deepcopy(document)
    owner = document
    for key in pointer[:-1]:
        owner = owner[key]
    owner[pointer[-1]] = value
    return document


def renamed(document: Any, pointer: Pointer, name: str) -> Any:
    """A copy of a document with another name of a member."""
    document = deepcopy(document)
    owner = document
    for key in pointer[:-1]:
        owner = owner[key]
    entries = [(name if key == pointer[-1] else key, value) for key, value in owner.items()]
    owner.clear()
    owner.update(entries)
    return document
