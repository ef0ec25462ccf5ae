"""What makes the difference: the members of a failing response that need only change for the consumer to pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.contract import Pointer, Schema, is_stream, pointer_text, walk
from shapeproof.fuzz.compose import Composer
from shapeproof.fuzz.planner import plan
from shapeproof.fuzz.sources import PlainSource
from shapeproof.sample.errors import NoSample
from shapeproof.sample.mutation import replaced
from shapeproof.validate.engines import compile_schema

__all__ = ["Difference", "differences"]

_MOST_TRIED: Final = 80
_MOST_VALUES: Final = 3
_TOLD: Final = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """A change that makes a failing response pass: `pointer` is (state) in it; `change` is what was done to it."""

    pointer: str
    state: str
    change: str


def differences(root: Schema, response: Any, passes: Callable[[Any], bool]) -> list[Difference]:
    """Each single change of a response (in `cli`) with which it passes, and still satisfies the schema `root`.

    Of several values that one member could have instead, the plainest.

    `passes` tries a response; it is called some dozens of times at most.
    """
    is_valid = compile_schema(root).is_valid
    found: list[Difference] = []
    tried = 0
    for difference, changed in _neighbours(root, response):
        if tried == _MOST_TRIED:
            break
        is_told = any((one.pointer, one.state) == (difference.pointer, difference.state) for one in found)
        if not is_told and is_valid(changed):
            tried += 1
            if passes(changed):
                found.append(difference)
    return found


def _neighbours(root: Schema, response: Any) -> Iterator[tuple[Difference, Any]]:
    visits = [visit for visit in walk(root, response) if visit.shape is not None]
    for pointer, _, _, shape, value in visits:
        if shape is None or "properties" not in shape or not isinstance(value, dict) or "maxProperties" in shape:
            continue
        for member, node in shape["properties"].items():
            place = (*pointer, member)
            told = pointer_text(place)
            if member in value and member not in shape.get("required", ()):
                yield Difference(told, f"is there: {_told(value[member])}", "without it"), _without(response, place)
            elif member not in value and not is_stream(node):
                plain = _plain(root, node)
                if plain is not None:
                    yield Difference(told, "is absent", f"with {_told(plain)}"), replaced(response, place, plain)
    for pointer, _, node, shape, value in visits:
        if shape is None or node is None or isinstance(value, dict):
            continue
        for other in _others(root, node, shape, value):
            difference = Difference(pointer_text(pointer), f"is {_told(value)}", f"with {_told(other)}")
            yield difference, replaced(response, pointer, other)


def _others(root: Schema, node: Schema, shape: Schema, value: Any) -> Iterator[Any]:
    """Other values to try in place of one, the plainest first."""
    plain = _plain(root, node)
    if plain is not None and plain != value:
        yield plain
    if "enum" in shape:
        yield from [one for one in shape["enum"] if one not in {value, plain}][:_MOST_VALUES]
    elif shape.get("type") == "boolean":
        yield not value
    elif value == [] and "items" in shape:
        item = _plain(root, shape["items"])
        if item is not None:
            yield [item]


def _plain(root: Schema, node: Schema) -> Any:
    """The plainest value of a node; None where there is none."""
    try:
        return Composer(PlainSource()).at(plan({**node, "$defs": root["$defs"]}, {}, "strict"))
    except NoSample:
        return None


def _without(response: Any, pointer: Pointer) -> Any:
    *way, member = pointer
    owner = response
    for key in way:
        owner = owner[key]
    return replaced(response, tuple(way), {key: value for key, value in owner.items() if key != member})


def _told(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _TOLD else f"{text[: _TOLD - 1]}…"
