"""Finds witnesses of the changes between two schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from shapeproof.contract import Part, Pointer, Schema, child_node, resolve, shapes_along, value_at, walk
from shapeproof.contract.routes import Route, follow_route, shape_at
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.contract.views import open_schema
from shapeproof.diff.catalog import MIRRORED, ChangeCode, Reader, members, promises, values
from shapeproof.diff.changes.model import Change, Place
from shapeproof.diff.changes.places import joined
from shapeproof.diff.witnesses.candidates import Site, candidates
from shapeproof.diff.witnesses.proofs import is_covered_bound, is_covered_pattern
from shapeproof.diff.witnesses.rules_kept import SchemaRules
from shapeproof.diff.witnesses.witness import Witness
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.sample.mutation import replaced
from shapeproof.sample.mutators import Candidate
from shapeproof.sample.responses import response_with, simplest
from shapeproof.validation.engines.compilation import Engine, compile_schema
from shapeproof.validation.engines.violations import Violation

__all__ = ["WitnessSearch"]

_TRIED_PLACES: Final = 4
_MOST_MEMBERS: Final = 20
_ANY_KEY: Final[Schema] = {"type": "string"}


@dataclass(frozen=True, slots=True)
class _Base:
    """A small response that is valid in the source, and the value in it whose schema has a change."""

    response: Any
    pointer: Pointer
    source: Schema
    target: Schema


class WitnessSearch:
    """Finds witnesses of the changes of one part: valid by one schema, the source, and refused by the other, the target."""

    def __init__(self, old: Schema, new: Schema, part: Part) -> None:
        """Create it.

        Args:
            old: the old schema.
            new: the new schema.
            part: the part. Requests are written by the old schema and checked by the new one; what is read is the
                other way round.
        """
        self._is_request = part == "request"
        self._source, self._target = (old, new) if self._is_request else (new, old)
        self._bases: dict[Route, _Base | None] = {}

    @cached_property
    def _source_engine(self) -> Engine:
        return compile_schema(self._source)

    @cached_property
    def _closed_engine(self) -> Engine:
        return compile_schema(self._target)

    @cached_property
    def _open_engine(self) -> Engine:
        return compile_schema(open_schema(self._target))

    @cached_property
    def _source_rules(self) -> SchemaRules:
        return SchemaRules(self._source)

    @cached_property
    def _target_rules(self) -> SchemaRules:
        return SchemaRules(self._target)

    def witnesses(self, change: Change, reader: Reader = "closed") -> Iterator[Witness]:
        """Yield witnesses of a change, each of another value. The first are refused for this change alone, if any are.

        Args:
            change: the change.
            reader: who must refuse them. Requests have none: the service refuses what it doesn't know.
        """
        code = MIRRORED[change.code.number] if self._is_request else change.code
        if code in {promises.RULE_REMOVED, promises.RULE_CHANGED}:
            yield from self._of_rule(change)
            return
        target = self._open_engine if reader == "open" and not self._is_request else self._closed_engine
        others: list[Witness] = []
        # The nearest places have the smallest responses.
        for place in sorted(change.places, key=lambda place: len(place.route))[:_TRIED_PLACES]:
            is_clean = False
            for witness in self._at(change, code, place, target):
                if witness.is_alone:
                    is_clean = True
                    yield self._with_rules(witness, target)
                else:
                    others.append(witness)
            if is_clean:
                return
        yield from (self._with_rules(witness, target) for witness in others)

    def witness(self, change: Change, reader: Reader = "closed") -> Witness | None:
        """The first witness of a change; None if none is found."""
        return next(self.witnesses(change, reader), None)

    def _at(self, change: Change, code: ChangeCode, place: Place, target: Engine) -> Iterator[Witness]:
        base = self._base(place.route)
        if base is None:
            return
        for candidate in self._candidates(change, code, place, base):
            response = replaced(base.response, base.pointer, candidate.value)
            if not self._source_engine.is_valid(response):
                continue
            pointer = (*base.pointer, *candidate.subpointer)
            violations = target.violations(response)
            # A value of another type may break what is inside it.
            here = [violation for violation in violations if violation.pointer[: len(pointer)] == pointer]
            if here:
                first = here[0]
                is_alone = len(here) == len(violations)
                yield Witness(response, first.pointer, place.path, first.keyword, is_alone=is_alone)

    def is_proven_harmless(self, change: Change) -> bool:
        """Whether a change is known to refuse nothing, so that no witness can exist."""
        code = MIRRORED[change.code.number] if self._is_request else change.code
        if code in {members.MEMBER_ADDED, members.REQUIRED_MEMBER_ADDED}:
            shapes = (self._shape(self._target, place) for place in change.places)
            return all(shape.get("additionalProperties") is not False for shape in shapes)  # as errors, which are open
        source, target = (change.old, change.new) if self._is_request else (change.new, change.old)
        if change.code == values.PATTERN_CHANGED and change.keyword == "pattern":
            return is_covered_pattern(source, target)
        if change.code in {values.BOUND_WIDENED, values.BOUND_NARROWED} and change.places:
            shapes = (self._shape(self._source, place) for place in change.places)
            return all(is_covered_bound(change.keyword, target, shape) for shape in shapes)
        return False

    @staticmethod
    def _shape(root: Schema, place: Place) -> Schema:
        """The resolved schema at a place; of a map whose keys are meant, that of the keys."""
        try:
            shape = shape_at(root, joined(place.route))
        except KeyError:  # in a stream of events, whose structures are closed
            return {"additionalProperties": False}
        return resolve(root, shape.get("propertyNames", _ANY_KEY)) if place.is_key else shape

    def _candidates(self, change: Change, code: ChangeCode, place: Place, base: _Base) -> Iterator[Candidate]:
        value = value_at(base.response, base.pointer)
        if not place.is_key:
            yield from candidates(change, code, Site(self._source, base.source, base.target, value))
            return
        source, target = (
            resolve(root, shape.get("propertyNames", _ANY_KEY))
            for root, shape in ((self._source, base.source), (self._target, base.target))
        )
        key = next(iter(value), "example")
        entry = value[key] if value else simplest(self._source, base.source["additionalProperties"])
        others = {name: other for name, other in value.items() if name != key}
        for candidate in candidates(change, code, Site(self._source, source, target, key)):
            if candidate.value not in others:
                yield Candidate({candidate.value: entry, **others}, (candidate.value,))

    def _base(self, route: Route) -> _Base | None:
        if route not in self._bases:
            self._bases[route] = self._made_base(route)
        return self._bases[route]

    def _made_base(self, route: Route) -> _Base | None:
        path = joined(route)
        try:
            # Full only where a structure occurs first: what is there is replaced by a small value anyway. No response has
            # what is in a stream of events.
            response = response_with(self._source, path, fills_once=True)
            source, target = (follow_route(root, route)[1] for root in (self._source, self._target))
            pointer = next(
                (
                    visit.pointer
                    for visit in walk(self._source, response)
                    if visit.path == path and visit.value is not None
                ),
                None,
            )
            if pointer is None:
                return None
            small = replaced(response, pointer, simplest(self._source, source))
        except (UnsatisfiableSchema, KeyError):
            return None
        if not self._source_engine.is_valid(small):
            small = response
        return _Base(self._with_required(small), pointer, resolve(self._source, source), resolve(self._target, target))

    def _with_required(self, response: Any) -> Any:
        """The response with members that the target requires and the source has, so that it is refused for less."""
        for _ in range(_MOST_MEMBERS):
            missing = next(
                (v.pointer for v in self._closed_engine.violations(response) if v.keyword == "required"), None
            )
            if missing is None:
                break
            owner = shapes_along(self._source, missing[:-1])[-1]
            node = None if owner is None else child_node(owner, missing[-1])
            if node is None:
                break
            try:
                fuller = replaced(response, missing, simplest(self._source, node))
            except UnsatisfiableSchema:
                break
            if not self._source_engine.is_valid(fuller):
                break
            response = fuller
        return response

    def _with_rules(self, witness: Witness, target: Engine) -> Witness:
        """The witness, changed to keep the rules of the source if it can."""
        if self._source_rules.are_kept(witness.response):
            return witness
        response = self._source_rules.repaired(witness.response)
        expected = Violation(witness.pointer_parts, witness.keyword)
        if response is not witness.response and self._source_engine.is_valid(response):
            violations = target.violations(response)
            if expected in violations:
                return replace(witness, response=response, is_alone=len(violations) == 1)
        return replace(witness, keeps_rules=False)

    def _of_rule(self, change: Change) -> Iterator[Witness]:
        """A response that breaks a rule of the target, and is valid by the source and keeps its rules."""
        found = self._target_rules.broken_response(change.member)
        if found is None:
            return
        response, pointer = found
        if self._source_engine.is_valid(response) and self._source_rules.are_kept(response):
            yield Witness(response, pointer, change.path, RULES_KEYWORD)
