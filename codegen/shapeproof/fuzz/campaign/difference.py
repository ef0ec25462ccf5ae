"""What makes the difference: the members of a failing response that need only change for the consumer to pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from shapeproof.contract import Pointer, Schema, is_stream, is_union, pointer_text, walk
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.sources import PlainSource
from shapeproof.fuzz.planning.planner import Planner
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.sample.mutation import replaced
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["Difference", "differences"]

_MOST_TRIED: Final = 80
_MOST_VALUES: Final = 3
_THERE: Final = "is present"
_NOT_THERE: Final = "is absent"
_TOLD: Final = 60


Outcome = Literal["passes", "fails otherwise", "fails alike"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A change to a failing response: what is at `pointer` (`state`), what it was made (`change`), what came of it."""

    pointer: str
    state: str
    change: str
    outcome: Outcome


def differences(root: Schema, response: Any, tried: Callable[[Any], Outcome | None]) -> list[Difference]:
    """Each single change of a response (in `cli`) with which it passes, and still satisfies the schema `root`.

    If there is none, those with which it fails in another way. Of several values that one member could have instead,
    the plainest. `tried` tries a response; it is called some dozens of times at most, and says None to be called no more.
    """
    is_valid = compile_schema(root).is_valid
    found: list[Difference] = []
    changes = 0
    for pointer, state, change, changed in _neighbours(root, response, Planner(root, {}, is_tolerant=False)):
        is_another_value = any(one.pointer == pointer and _is_value(one.change) and _is_value(change) for one in found)
        if is_another_value or not is_valid(changed):
            continue
        outcome = tried(changed)
        changes += 1
        if outcome is None or changes == _MOST_TRIED:
            break
        if outcome != "fails alike":
            found.append(Difference(pointer, state, change, outcome))
    passing = [one for one in found if one.outcome == "passes"]
    return _innermost(passing or found)


def _innermost(found: list[Difference]) -> list[Difference]:
    """The changes that no other lies within: that a whole list is to blame goes without saying if a part of it is."""
    pointers = {one.pointer for one in found}
    return [one for one in found if not any(other.startswith(f"{one.pointer}/") for other in pointers)]


def _neighbours(root: Schema, response: Any, planner: Planner) -> Iterator[tuple[str, str, str, Any]]:
    """A pointer, what is there, what it is made, and the response that comes of it."""
    visits = [visit for visit in walk(root, response) if visit.shape is not None]
    for pointer, _, _, shape, value in visits:
        if shape is None or "properties" not in shape or not isinstance(value, dict) or is_union(shape):
            continue
        for member in sorted(value.keys() - shape["properties"].keys()):
            place = (*pointer, member)
            yield pointer_text(place), "is present, unknown to the contract", _NOT_THERE, _without(response, place)
        for member, node in shape["properties"].items():
            place = (*pointer, member)
            told = pointer_text(place)
            if member in value and member not in shape.get("required", ()):
                yield told, f"is {_told(value[member])}", _NOT_THERE, _without(response, place)
            elif member not in value and not is_stream(node):
                plain = _plain(planner, node)
                if plain is not None:
                    yield told, "is absent", _THERE, replaced(response, place, plain)
    for pointer, _, node, shape, value in visits:
        if shape is None or node is None or isinstance(value, dict):
            continue
        for other in _others(planner, node, shape, value):
            told = pointer_text(pointer)
            yield told, f"is {_told(value)}", f"is {_told(other)}", replaced(response, pointer, other)


def _is_value(change: str) -> bool:
    return change not in {_THERE, _NOT_THERE}


def _others(planner: Planner, node: Schema, shape: Schema, value: Any) -> Iterator[Any]:
    """Other values to try in place of one, the plainest first."""
    plain = _plain(planner, node)
    if plain is not None and plain != value:
        yield plain
    if "enum" in shape:
        yield from [one for one in shape["enum"] if one not in {value, plain}][:_MOST_VALUES]
    elif shape.get("type") == "boolean":
        yield not value
    elif value == [] and "items" in shape:
        item = _plain(planner, shape["items"])
        if item is not None:
            yield [item]


def _plain(planner: Planner, node: Schema) -> Any:
    """The plainest value of a node; None where there is none."""
    try:
        return Composer(PlainSource()).at(planner.part(node))
    except (UnsatisfiableSchema, UsageError):
        return None


def _without(response: Any, pointer: Pointer) -> Any:
    *way, member = pointer
    owner = response
    for key in way:
        owner = owner[key]
    return replaced(response, tuple(way), {key: value for key, value in owner.items() if key != member})


def _told(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "present"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _TOLD else f"{text[: _TOLD - 1]}…"
