"""Responses that break one rule and nothing else: made with the solver that repairs responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, Final, NamedTuple, cast

from shapeproof.contract import Pointer, Schema, is_union, iter_schema, reference, resolve, walk
from shapeproof.contract.json_values import copy_json
from shapeproof.rules.rule import Rule
from shapeproof.sample.coherence.editor import Editor
from shapeproof.sample.coherence.pinned_paths import PinnedPaths
from shapeproof.sample.coherence.place import Place, Trail, place_at, root_place
from shapeproof.sample.coherence.repair import NO_PINS, Repairer, RuleReaders
from shapeproof.sample.coherence.solver import Solver
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.sample.responses import fullest, response_with, smallest

__all__ = ["BrokenAlone", "broken_alone", "coherent_bases"]

_MAX_PATHS: Final = 3
_MAX_PLACES: Final = 2
_MAX_ATTEMPTS: Final = 40


class BrokenAlone(NamedTuple):
    """A response that breaks one rule.

    Attributes:
        base: the coherent response that it was made from.
        response: the response.
        pointer: the place of the structure whose rule it breaks.
    """

    base: Any
    response: Any
    pointer: Pointer


def coherent_bases(repairer: Repairer) -> list[Any]:
    """Coherent responses of a schema: the fullest and the smallest one, repaired. Raises UnsatisfiableSchema."""
    return list(_repaired(repairer, [fullest(repairer.root), smallest(repairer.root)]))


def broken_alone(repairer: Repairer, rule: Rule, bases: list[Any]) -> BrokenAlone | None:
    """A response that breaks a rule and nothing else; None if none was found.

    Args:
        repairer: repairs responses of the schema that has the rule.
        rule: the rule.
        bases: coherent responses to start from. Others are made where these have no structure with the rule.
    """
    readers = repairer.rules[rule.id]
    for base in _bases(repairer, rule, bases):
        for pointer in _places(repairer.root, base, rule.structure):
            for response in _broken(repairer, readers, base, pointer):
                if _breaks_only(repairer, response, rule, pointer):
                    return BrokenAlone(base, response, pointer)
    return None


def _bases(repairer: Repairer, rule: Rule, bases: list[Any]) -> Iterator[Any]:
    """The bases; then others that have the structure, with what the example of the rule has."""
    yield from bases
    paths = (path for path, node, _ in iter_schema(repairer.root) if reference(node) == rule.structure)
    for path in islice(paths, _MAX_PATHS):
        with suppress(UnsatisfiableSchema):
            response = response_with(repairer.root, path) if path else smallest(repairer.root)
            present = frozenset(path[:end] for end in _ends(path))
            yield from _repaired(repairer, [response], PinnedPaths(present=present))


def _ends(path: str) -> list[int]:
    """Where the paths of the members end through which a path leads."""
    ends = [index for index, character in enumerate(path) if character in ".[{"]
    return [*ends, len(path)] if path else []


def _repaired(repairer: Repairer, responses: list[Any], pinned: PinnedPaths = NO_PINS) -> Iterator[Any]:
    results = (repairer.repaired(response, pinned) for response in responses)
    return (result.response for result in results if not result.broken)


def _places(root: Schema, response: Any, structure: str) -> list[Pointer]:
    visits = walk(root, response)
    places = (visit.pointer for visit in visits if visit.node is not None and reference(visit.node) == structure)
    return list(islice(places, _MAX_PLACES))


def _broken(repairer: Repairer, readers: RuleReaders, base: Any, pointer: Pointer) -> Iterator[Any]:
    """Responses in which the rule is probably broken at a place, with the others repaired where they were kept before."""
    trail = Trail()
    response = copy_json(base)
    root = root_place(repairer.root, response)
    place = place_at(repairer.root, root, pointer)
    if place is None:
        return
    editor = Editor(repairer.checks, NO_PINS, trail)
    scope = {"self": place, "root": root}
    when, body = readers.checked.when, readers.checked.body
    of_body = Solver(readers.body, editor, _always)
    if when is None or readers.when is None:
        attempts = of_body.make(body.expression, False, scope)
    else:
        of_when = Solver(readers.when, editor, _always)
        attempts = (
            None
            for _ in of_when.make(when.expression, True, scope)
            for _ in of_body.make(body.expression, False, scope)
        )
    rule = readers.checked.rule
    for _ in islice(attempts, _MAX_ATTEMPTS):
        if trail.mark and readers.body.truth(body.expression, scope) is False:
            yield from _with_others_kept(repairer, rule, copy_json(response), [change.path for change in trail.places])
    trail.undo(0)
    owner = root if readers.checked.reads_root else place
    example: object = rule.breaks
    if isinstance(example, Mapping) and isinstance(owner.value, dict):
        changed: list[str] = []
        _merge(repairer, owner, cast("Mapping[str, Any]", example), changed)
        yield from _with_others_kept(repairer, rule, response, changed)


def _with_others_kept(repairer: Repairer, rule: Rule, response: Any, changed: list[str]) -> Iterator[Any]:
    """The response, if it breaks no other rule, else one that was repaired where it wasn't changed before."""
    result = repairer.repaired(response, PinnedPaths(fixed=frozenset(changed)), except_for=rule.id)
    if result.broken:
        result = repairer.repaired(response, except_for=rule.id)
    if not result.broken:
        yield result.response


def _merge(repairer: Repairer, place: Place, example: Mapping[str, Any], changed: list[str]) -> None:
    """Put the members of an example into an object, with what those that are new require; collect their paths."""
    for name, value in example.items():
        member = place.below(repairer.root, name)
        if isinstance(value, Mapping) and isinstance(member.value, dict):
            _merge(repairer, member, cast("Mapping[str, Any]", value), changed)
        else:
            place.value[name] = _completed(repairer, member.node, value)
            changed.append(member.path)


def _completed(repairer: Repairer, node: Schema | None, value: Any) -> Any:
    """A copy of a part of an example, in which structures have what they require."""
    shape: Schema = {} if node is None else resolve(repairer.root, node)
    if isinstance(value, list):
        return [_completed(repairer, shape.get("items"), item) for item in cast("list[object]", value)]
    if not isinstance(value, Mapping) or "properties" not in shape or node is None:
        return copy_json(value)
    members = cast("Mapping[str, Any]", value)
    known: dict[str, Any] = {} if is_union(shape) else copy_json(repairer.checks.values.simplest(node))
    return known | {name: _completed(repairer, shape["properties"].get(name), inner) for name, inner in members.items()}


def _breaks_only(repairer: Repairer, response: Any, rule: Rule, pointer: Pointer) -> bool:
    broken = repairer.broken(response)
    is_alone = len(broken) == 1 and (broken[0].rule.id, broken[0].pointer) == (rule.id, pointer)
    return is_alone and repairer.checks.is_valid(repairer.root, response)


def _always() -> bool:
    return True
