"""Mutants: valid responses in which one constraint is broken, and only what that entails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from shapeproof.contract import Contract, Part, Pointer, Schema, path_of, value_at, walk
from shapeproof.sample.constraints import ConstraintPoint, distinct_points, points
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.sample.mutators import NoMutation, attempts
from shapeproof.sample.responses import fullest, response_with
from shapeproof.validation.engines.compilation import compile_schema
from shapeproof.validation.engines.violations import Violation

__all__ = ["Mutant", "Unbreakable", "mutants", "outcomes", "replaced", "unbreakable"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A response that breaks `keyword` at `pointer`, and nothing elsewhere.

    `path` is the same place in the contract. `entailed` names further keywords that break at the same pointer because
    this one can't be broken without them, sorted. `base` is the valid response that it was made from. Mutants share the
    parts in which they are equal, with their bases too: copy a response before you change it.
    """

    response: Any
    pointer: Pointer
    path: str
    keyword: str
    entailed: tuple[str, ...] = ()
    base: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Unbreakable:
    """A constraint that has no mutant, and why."""

    path: str
    keyword: str
    reason: str


def outcomes(contract: Contract, part: Part = "response", *, everywhere: bool = True) -> Iterator[Mutant | Unbreakable]:
    """What became of each constraint of a part, in the order of the places: its mutant, or why it has none.

    A structure that stands at several places is broken at each of them, or, unless `everywhere`, at the first alone.
    Raises NoSample, at the first one, if no valid response exists to start from.
    """
    root = contract.schema(part)
    return _outcomes(root, points(root) if everywhere else distinct_points(root))


def mutants(contract: Contract, part: Part = "response") -> Iterator[Mutant]:
    """A mutant for each constraint of a part that can be broken. Raises NoSample as `outcomes` does."""
    return (outcome for outcome in outcomes(contract, part) if isinstance(outcome, Mutant))


def unbreakable(contract: Contract, part: Part = "response") -> Iterator[Unbreakable]:
    """The constraints that `mutants` has nothing for.

    Nothing breaks them, or nothing does without breaking others elsewhere, or only what is too large to be of use.
    Raises NoSample as `outcomes` does.
    """
    return (outcome for outcome in outcomes(contract, part) if isinstance(outcome, Unbreakable))


def _outcomes(root: Schema, broken: Iterable[ConstraintPoint]) -> Iterator[Mutant | Unbreakable]:
    engine = compile_schema(root)
    bases = _Bases(root)
    for point in broken:
        best: Mutant | None = None
        reason = "it can't be broken without breaking something elsewhere"
        try:
            response, pointer = bases.holding(point.place)
            for attempt in attempts(point, value_at(response, pointer), root):
                mutated = replaced(response, pointer, attempt.value)
                target = Violation((*pointer, *attempt.below), point.keyword)
                violations = engine.violations(mutated)
                if target not in violations or any(one.pointer != target.pointer for one in violations):
                    continue
                entailed = tuple(sorted(one.keyword for one in violations if one != target))
                if best is None or len(entailed) < len(best.entailed):
                    path = path_of(root, target.pointer)
                    best = Mutant(mutated, target.pointer, path, point.keyword, entailed, response)
                if not entailed:
                    break
        except (NoMutation, UnsatisfiableString, UnsatisfiableSchema) as error:
            reason = error.message
        yield best or Unbreakable(point.path, point.keyword, reason)


class _Bases:
    """Valid responses to mutate: the fullest, and others that hold what it lacks."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._known: dict[str, tuple[Any, Pointer]] = {}
        self._keep(fullest(root))

    def _keep(self, response: Any) -> None:
        for visit in walk(self._root, response):
            if visit.value is not None:  # a null in a sparse list has nothing to break
                self._known.setdefault(visit.path, (response, visit.pointer))

    def holding(self, place: str) -> tuple[Any, Pointer]:
        """A response and a pointer into it, at which the place `place` is. Raises NoSample if none can hold it."""
        if place not in self._known:
            self._keep(response_with(self._root, place))
        return self._known[place]


def replaced(response: Any, pointer: Pointer, value: Any) -> Any:
    """A copy of a response with another value at the pointer, or a new member; what lies off the way is shared."""
    if not pointer:
        return value
    key, *rest = pointer
    copy = response.copy()
    copy[key] = replaced(response[key], tuple(rest), value) if rest else value
    return copy
