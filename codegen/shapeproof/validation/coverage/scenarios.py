"""Which of a contract's scenarios a response shows."""

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

__all__ = ["is_narrowing", "shown_scenarios"]

_EVERY: Final = "*"


def is_narrowing(pin: object, shape: Schema) -> bool:
    """Whether what is pinned at a place is a schema: nothing but a structure, a map or a document can be an object."""
    return isinstance(pin, Mapping) and "type" in shape and not shape.keys() & {"properties", "additionalProperties"}


def shown_scenarios(
    contract: Contract, response: object, shown: AbstractSet[Feature], unseen: frozenset[str] = frozenset()
) -> Iterator[str]:
    """The names of the scenarios that a response (in `cli`) shows, given what else it shows (`coverage.shown`).

    It does when what the scenario is shown by holds at every place where the owner is there, and there is such a place.
    `unseen` are paths of members that it can't show, whatever they are: they don't count against it.
    """
    if not isinstance(response, Mapping):
        return
    members = cast("Mapping[str, object]", response)
    yield from (case.name for case in contract.derived(_cases) if case.is_shown(members, shown, unseen))


@dataclass(frozen=True, slots=True)
class _Case:
    """A scenario, made ready: members that are there, that aren't, and what stands at the ends of routes."""

    name: str
    present: frozenset[str]
    absent: frozenset[str]
    pins: tuple[tuple[str, Route, Callable[[object], bool]], ...]
    everywhere: frozenset[str]
    """Members that `*` asks for: there wherever their owner is, if that is anywhere."""

    def is_shown(self, response: object, shown: AbstractSet[Feature], unseen: frozenset[str]) -> bool:
        """Whether a response shows it, which shows these features."""

        def there(path: str) -> bool:
            return Feature("member", path, "present") in shown

        def away(path: str) -> bool:
            return Feature("member", path, "absent") in shown

        return (
            all(path in unseen or (there(path) and not away(path)) for path in self.present)
            and not any(map(there, self.absent))
            and not any(path not in unseen and away(path) for path in self.everywhere)
            and all(path in unseen or _fits_all(response, route, fits) for path, route, fits in self.pins)
        )


def _fits_all(response: object, route: Route, fits: Callable[[object], bool]) -> bool:
    """Whether all that stands at the end of a route fits, and something does."""
    held = [response]
    for step in route:
        inner: list[object] = []
        for one in held:
            if step == "[]" and isinstance(one, list):
                inner += cast("list[object]", one)
            elif step == "{}" and isinstance(one, Mapping):
                inner += cast("Mapping[str, object]", one).values()
            elif step.startswith(".") and isinstance(one, Mapping):
                inner.append(cast("Mapping[str, object]", one).get(step[1:]))
        held = inner
    return bool(held) and all(map(fits, held))


def _cases(contract: Contract) -> tuple[_Case, ...]:
    return tuple(_case(contract, name, scenario) for name, scenario in contract.scenarios.items())


def _case(contract: Contract, name: str, scenario: Scenario) -> _Case:
    root = contract.response
    signs = frozenset(scenario.shown_by) or scenario.paths
    others = frozenset(_optional(root)) - scenario.paths if not scenario.shown_by else frozenset[str]()
    absent = frozenset(scenario.absent) & signs
    return _Case(
        name,
        frozenset(scenario.present) & signs,
        absent | others if _EVERY in scenario.absent else absent,
        tuple(_pin(contract, path, pin) for path, pin in scenario.pins.items() if path in signs),
        others if _EVERY in scenario.present else frozenset(),
    )


def _pin(contract: Contract, path: str, pin: object) -> tuple[str, Route, Callable[[object], bool]]:
    from shapeproof.capture.patterns.syntax_tree import Untranslatable

    root = contract.response
    try:
        route = route_to(root, path)
        shape = resolve(root, follow_route(root, route)[1])
        return path, route, _fits(pin, shape)
    except (KeyError, Untranslatable):
        raise UsageError(
            "a scenario pins what the contract can't hold", where=f"{contract.name}: {path}", hint="mend overlay.json"
        ) from None


def _fits(pin: object, shape: Schema) -> Callable[[object], bool]:
    schema: dict[str, Any] = {"const": pin}
    if is_narrowing(pin, shape):
        schema = {"type": shape["type"], **cast("Schema", pin)}
    if "pattern" in schema:
        from shapeproof.capture.patterns.translation import translate  # what validates must start fast

        schema["pattern"] = translate(str(schema["pattern"])).text
    return compile_schema(schema).is_valid


def _optional(root: Schema) -> Iterator[str]:
    """The optional members that a response can have or lack: no stream, none of a union, nothing inside itself."""
    recursive = recursive_definitions(root)
    for path, _, shape in iter_schema(root):
        if is_union(shape):
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
