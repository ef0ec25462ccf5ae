"""The scenarios of a contract that a response shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.contract import (
    Contract,
    Scenario,
    Schema,
    is_stream,
    is_union,
    iter_schema,
    recursive_definitions,
    reference,
    resolve,
)
from shapeproof.contract.routes import Route, follow_route, route_to
from shapeproof.errors import UsageError
from shapeproof.validation.coverage.features import Feature
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["is_schema_pin", "shown_scenarios"]

_EVERY_OTHER: Final = "*"


def is_schema_pin(pin: object, shape: Schema) -> bool:
    """Whether a pin is a schema instead of a value: an object, where the value can't be one.

    Args:
        pin: the pin of a scenario.
        shape: the resolved schema of what it pins.
    """
    return isinstance(pin, Mapping) and "type" in shape and not shape.keys() & {"properties", "additionalProperties"}


def shown_scenarios(
    contract: Contract, response: object, shown: AbstractSet[Feature], unseen: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Iterate over the names of the scenarios that a response shows.

    A response shows a scenario if everything that identifies it holds wherever the owner of the member is present, and
    there is at least one such owner.

    Args:
        contract: the contract of the response.
        response: the response in `cli`.
        shown: the features of the schema that the response shows.
        unseen: paths of members that its representation can't have. They don't count.
    """
    if not isinstance(response, Mapping):
        return
    members = cast("Mapping[str, object]", response)
    yield from (
        criteria.name for criteria in contract.derived(_all_criteria) if criteria.are_met(members, shown, unseen)
    )


@dataclass(frozen=True, slots=True)
class _Criteria:
    """What identifies a scenario, prepared for checking many responses.

    Attributes:
        name: the name of the scenario.
        present: paths of members that are present wherever their owner is, and somewhere.
        absent: paths of members that are absent everywhere.
        pins: paths, their routes, and whether a value there matches the pin.
        never_absent: paths of members that are present wherever their owner is; their owner may be absent.
    """

    name: str
    present: frozenset[str]
    absent: frozenset[str]
    pins: tuple[tuple[str, Route, Callable[[object], bool]], ...]
    never_absent: frozenset[str]

    def are_met(self, response: object, shown: AbstractSet[Feature], unseen: frozenset[str]) -> bool:
        """Whether a response that shows these features meets the criteria."""

        def is_shown(path: str, state: str) -> bool:
            return Feature("member", path, state) in shown

        return (
            all(path in unseen or (is_shown(path, "present") and not is_shown(path, "absent")) for path in self.present)
            and not any(is_shown(path, "present") for path in self.absent)
            and not any(path not in unseen and is_shown(path, "absent") for path in self.never_absent)
            and all(path in unseen or _all_match(response, route, matches) for path, route, matches in self.pins)
        )


def _all_match(response: object, route: Route, matches: Callable[[object], bool]) -> bool:
    """Whether there are values at the end of a route, and all of them match."""
    values = [response]
    for step in route:
        children: list[object] = []
        for value in values:
            if step == "[]" and isinstance(value, list):
                children += cast("list[object]", value)
            elif step == "{}" and isinstance(value, Mapping):
                children += cast("Mapping[str, object]", value).values()
            elif step.startswith(".") and isinstance(value, Mapping):
                children.append(cast("Mapping[str, object]", value).get(step[1:]))
        values = children
    return bool(values) and all(map(matches, values))


def _all_criteria(contract: Contract) -> tuple[_Criteria, ...]:
    return tuple(_criteria(contract, name, scenario) for name, scenario in contract.scenarios.items())


def _criteria(contract: Contract, name: str, scenario: Scenario) -> _Criteria:
    root = contract.response
    identifying = frozenset(scenario.shown_by) or scenario.paths
    others = frozenset(_optional(root)) - scenario.paths if not scenario.shown_by else frozenset[str]()
    absent = frozenset(scenario.absent) & identifying
    return _Criteria(
        name,
        frozenset(scenario.present) & identifying,
        absent | others if _EVERY_OTHER in scenario.absent else absent,
        tuple(_pin(contract, path, pin) for path, pin in scenario.pins.items() if path in identifying),
        others if _EVERY_OTHER in scenario.present else frozenset(),
    )


def _pin(contract: Contract, path: str, pin: object) -> tuple[str, Route, Callable[[object], bool]]:
    from shapeproof.capture.patterns.syntax_tree import Untranslatable

    root = contract.response
    try:
        route = route_to(root, path)
        shape = resolve(root, follow_route(root, route)[1])
        return path, route, _matcher(pin, shape)
    except (KeyError, Untranslatable) as error:
        reason = "the contract has no such path" if isinstance(error, KeyError) else f"invalid pattern: {error}"
        raise UsageError(
            f"invalid pin in a scenario: {reason}", where=f"{contract.name}: {path}", hint="correct it in overlay.json"
        ) from error


def _matcher(pin: object, shape: Schema) -> Callable[[object], bool]:
    schema: dict[str, Any] = {"const": pin}
    if is_schema_pin(pin, shape):
        schema = {"type": shape["type"], **cast("Schema", pin)}
    if "pattern" in schema:
        from shapeproof.capture.patterns.translation import translate  # validation must start fast

        schema["pattern"] = translate(str(schema["pattern"])).regex
    return compile_schema(schema).is_valid


def _optional(root: Schema) -> Iterator[str]:
    """Iterate over the paths of the members that `*` stands for.

    These are the optional members except streams, members of unions, and members whose values may contain themselves.
    """
    recursive = recursive_definitions(root)
    for path, _, shape in iter_schema(root):
        if is_union(shape):
            continue
        for member, node in shape.get("properties", {}).items():
            is_optional = member not in shape.get("required", ()) and not is_stream(node)
            if is_optional and _innermost_definition(root, node) not in recursive:
                yield f"{path}.{member}".removeprefix(".")


def _innermost_definition(root: Schema, node: Schema) -> str | None:
    """The definition of a node, or of the innermost items of nested lists and maps; None if it is inline."""
    while (name := reference(node)) is None:
        shape = resolve(root, node)
        node = shape.get("items") or shape.get("additionalProperties") or {}
        if not node:
            return None
    return name
