"""Which of a contract's scenarios a response shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

from shapeproof.contract import (
    Contract,
    Scenario,
    Schema,
    is_stream,
    places,
    recursive_definitions,
    reference,
    resolve,
    walk,
)
from shapeproof.validate.coverage import is_there
from shapeproof.validate.engines import compile_schema

__all__ = ["is_narrowing", "shown_scenarios"]

_EVERY: Final = "*"
_ABSENT: Final = object()


def is_narrowing(pin: object, shape: Schema) -> bool:
    """Whether what is pinned at a place is a schema: nothing but a structure, a map or a document can be an object."""
    return isinstance(pin, Mapping) and "type" in shape and not shape.keys() & {"properties", "additionalProperties"}


def shown_scenarios(contract: Contract, response: object, unseen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of the scenarios that a response (in `cli`) shows.

    It does when what the scenario is shown by holds at every place where the owner is there, and there is such a place.
    `unseen` are paths of members that it can't show, whatever they are: they don't count against it.
    """
    cases = _cases(contract)
    if not cases or not isinstance(response, Mapping):
        return
    held = _held(contract.response, response, frozenset().union(*(case.paths for case in cases)))
    for case in cases:
        if case.is_shown(held, unseen):
            yield case.name


@dataclass(frozen=True, slots=True)
class _Case:
    """A scenario, made ready. `others` are what `*` stands for, and `every` says whether that is there."""

    name: str
    present: frozenset[str]
    absent: frozenset[str]
    pins: Mapping[str, Callable[[object], bool]]
    every: bool
    others: frozenset[str]

    @property
    def paths(self) -> frozenset[str]:
        return self.present | self.absent | self.pins.keys() | self.others

    def is_shown(self, held: Mapping[str, list[object]], unseen: frozenset[str]) -> bool:
        """Whether a response shows it that holds these values, by path."""
        signs: list[tuple[str, Callable[[object], bool], bool]] = [
            *((path, _is_there, True) for path in self.present),
            *((path, _is_not_there, False) for path in self.absent),
            *((path, _is_there if self.every else _is_not_there, False) for path in self.others),
            *((path, fits, True) for path, fits in self.pins.items()),
        ]
        return all(
            path in unseen or ((path in held or not has_to_be_met) and all(map(says, held.get(path, ()))))
            for path, says, has_to_be_met in signs
        )


def _is_there(value: object) -> bool:
    return value is not _ABSENT


def _is_not_there(value: object) -> bool:
    return value is _ABSENT


def _held(root: Schema, response: object, wanted: frozenset[str]) -> Mapping[str, list[object]]:
    """Path -> what stands there, at each place where its owner does."""
    held: dict[str, list[object]] = {}
    for _, path, _, shape, value in walk(root, response):
        if path.endswith(("[]", "{}")) and path in wanted:
            held.setdefault(path, []).append(value)
        if shape is not None and "properties" in shape and isinstance(value, dict):
            owner = cast("dict[str, object]", value)
            for member, node in shape["properties"].items():
                place = f"{path}.{member}".removeprefix(".")
                if place in wanted:
                    held.setdefault(place, []).append(owner[member] if is_there(root, node, owner, member) else _ABSENT)
    return held


@lru_cache(maxsize=4096)
def _cases(contract: Contract) -> tuple[_Case, ...]:
    shapes = {path: shape for path, _, shape in places(contract.response)}
    return tuple(_case(contract.response, name, scenario, shapes) for name, scenario in contract.scenarios.items())


def _case(root: Schema, name: str, scenario: Scenario, shapes: Mapping[str, Schema]) -> _Case:
    counts = scenario.paths if not scenario.shown_by else frozenset(scenario.shown_by)
    every = _EVERY in scenario.present
    is_about_all = not scenario.shown_by and (every or _EVERY in scenario.absent)
    return _Case(
        name,
        frozenset(scenario.present) & counts,
        frozenset(scenario.absent) & counts,
        {path: _fits(pin, shapes[path]) for path, pin in scenario.pins.items() if path in counts},
        every,
        frozenset(_optional(root)) - scenario.paths if is_about_all else frozenset(),
    )


def _optional(root: Schema) -> Iterator[str]:
    """The optional members that a response can have or lack: no stream, none of a union, nothing inside itself."""
    recursive = recursive_definitions(root)
    for path, _, shape in places(root):
        if "maxProperties" in shape:
            continue
        for member, node in shape.get("properties", {}).items():
            is_optional = member not in shape.get("required", ()) and not is_stream(node)
            if is_optional and _core(root, node) not in recursive:
                yield f"{path}.{member}".removeprefix(".")


def _core(root: Schema, node: Schema) -> str | None:
    """The definition of what a list or map holds at last."""
    while (name := reference(node)) is None:
        shape = resolve(root, node)
        node = shape.get("items") or shape.get("additionalProperties") or {}
        if not node:
            return None
    return name


def _fits(pin: Any, shape: Schema) -> Callable[[object], bool]:
    schema: dict[str, Any] = dict(pin) if is_narrowing(pin, shape) else {"const": pin}
    if "pattern" in schema:
        from shapeproof.capture.patterns import translate

        schema["pattern"] = translate(str(schema["pattern"])).text
    is_valid = compile_schema(schema).is_valid
    return lambda value: value is not _ABSENT and is_valid(value)
