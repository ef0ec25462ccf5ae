"""Explains a failure by minimal changes: single changes of the failing response with which the program passes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from shapeproof.contract import Pointer, Schema, is_stream, is_union, pointer_text, value_at, walk
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.sources import PlainSource
from shapeproof.fuzz.planning.planner import Planner
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.sample.mutation import replaced
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["MinimalChange", "minimal_changes"]

_MAX_ATTEMPTS: Final = 80
_MAX_ENUM_VALUES: Final = 3
_PRESENT: Final = "is present"
_ABSENT: Final = "is absent"
_MAX_VALUE_LENGTH: Final = 60

ChangeEffect = Literal["passes", "fails differently", "fails alike"]


@dataclass(frozen=True, slots=True)
class MinimalChange:
    """A change of a failing response: the value at `pointer` before and after, in words, and the effect."""

    pointer: str
    before: str
    after: str
    effect: ChangeEffect


def minimal_changes(
    root: Schema, response: Any, effect_of: Callable[[Any], ChangeEffect | None]
) -> list[MinimalChange]:
    """Each single change of a failing response with which the program passes.

    If there is none, each with which it fails differently. Of several values for one member, the simplest. The changed
    response still satisfies the schema.

    Args:
        root: the schema of the response.
        response: the failing response, in `cli`.
        effect_of: runs the program on a changed response; called some dozens of times, and not again after None.
    """
    is_valid = compile_schema(root).is_valid
    changes: list[MinimalChange] = []
    attempts = 0
    for pointer, before, after, changed in _neighbours(root, response, Planner(root, {}, is_tolerant=False)):
        is_another_value = _is_value(after) and any(
            change.pointer == pointer and _is_value(change.after) for change in changes
        )
        if is_another_value or not is_valid(changed):
            continue
        effect = effect_of(changed)
        attempts += 1
        if effect is None or attempts == _MAX_ATTEMPTS:
            break
        if effect != "fails alike":
            changes.append(MinimalChange(pointer, before, after, effect))
    passing = [change for change in changes if change.effect == "passes"]
    return _innermost(passing or changes)


def _innermost(changes: list[MinimalChange]) -> list[MinimalChange]:
    """The changes that contain no other change: if an item of a list causes the failure, the list need not be named."""
    pointers = {change.pointer for change in changes}
    return [change for change in changes if not any(other.startswith(f"{change.pointer}/") for other in pointers)]


def _neighbours(root: Schema, response: Any, planner: Planner) -> Iterator[tuple[str, str, str, Any]]:
    """A pointer, the value there before and after, in words, and the changed response."""
    visits = [visit for visit in walk(root, response) if visit.shape is not None]
    for pointer, _, _, shape, value in visits:
        if shape is None or "properties" not in shape or not isinstance(value, dict) or is_union(shape):
            continue
        for member in sorted(value.keys() - shape["properties"].keys()):
            inner = (*pointer, member)
            yield pointer_text(inner), "is present, unknown to the contract", _ABSENT, _without(response, inner)
        for member, node in shape["properties"].items():
            inner = (*pointer, member)
            member_pointer = pointer_text(inner)
            if member in value and member not in shape.get("required", ()):
                yield member_pointer, f"is {_shortened(value[member])}", _ABSENT, _without(response, inner)
            elif member not in value and not is_stream(node):
                simplest = _simplest(planner, node)
                if simplest is not None:
                    yield member_pointer, _ABSENT, _PRESENT, replaced(response, inner, simplest)
    for pointer, _, node, shape, value in visits:
        if shape is None or node is None or isinstance(value, dict):
            continue
        for other in _other_values(planner, node, shape, value):
            before, after = f"is {_shortened(value)}", f"is {_shortened(other)}"
            yield pointer_text(pointer), before, after, replaced(response, pointer, other)


def _is_value(after: str) -> bool:
    return after not in {_PRESENT, _ABSENT}


def _other_values(planner: Planner, node: Schema, shape: Schema, value: Any) -> Iterator[Any]:
    """Other values to try in place of `value`, the simplest first."""
    simplest = _simplest(planner, node)
    if simplest is not None and simplest != value:
        yield simplest
    if "enum" in shape:
        yield from [other for other in shape["enum"] if other not in {value, simplest}][:_MAX_ENUM_VALUES]
    elif shape.get("type") == "boolean":
        yield not value
    elif value == [] and "items" in shape:
        item = _simplest(planner, shape["items"])
        if item is not None:
            yield [item]


def _simplest(planner: Planner, node: Schema) -> Any:
    """The simplest value of a node; None where there is none."""
    try:
        return Composer(PlainSource()).compose(planner.plan_part(node))
    except (UnsatisfiableSchema, UsageError):
        return None


def _without(response: Any, pointer: Pointer) -> Any:
    *parents, member = pointer
    owner_pointer = tuple(parents)
    owner = value_at(response, owner_pointer)
    return replaced(response, owner_pointer, {key: value for key, value in owner.items() if key != member})


def _shortened(value: Any) -> str:
    if isinstance(value, dict) and value:
        return "present"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_VALUE_LENGTH else f"{text[: _MAX_VALUE_LENGTH - 1]}…"
