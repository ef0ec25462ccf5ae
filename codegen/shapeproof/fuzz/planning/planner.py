"""A schema and pins -> the plan that a composer follows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Schema, View, is_stream, is_union, recursive_definitions, reference, resolve
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import ABSENT, PRESENT, Choice, Generated, Marker, Option
from shapeproof.fuzz.core.compose import DISTINCT, UNKNOWN, Composer
from shapeproof.fuzz.core.plan import (
    Body,
    CollectionBody,
    ConstantBody,
    ListBody,
    MapBody,
    Node,
    ScalarBody,
    StructureBody,
    UnionBody,
)
from shapeproof.fuzz.core.sources import SeededSource
from shapeproof.fuzz.planning import schema_drift as tomorrow
from shapeproof.fuzz.planning.min_depth import keys_of, min_depth_of, min_depths
from shapeproof.fuzz.planning.pins import EVERY_OPTIONAL, Narrowed, Pinned, PinTree, narrowed, pin_tree
from shapeproof.fuzz.planning.sizes import size_options
from shapeproof.fuzz.values.scalars import is_scalar, scalar_options
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString
from shapeproof.validation.engines.compilation import compile_schema

__all__ = ["Planner", "plan"]

_ABSENT_TO_PRESENT: Final = 0.5
"""The odds of an optional scalar."""
_SPARSITIES: Final = (0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0)
"""The odds against what has parts of its own: the first with which responses are of a bearable size."""
_BEARABLE: Final = 100.0
"""Places in a response, on average. Every one is a draw, and some 30 microseconds of Hypothesis's."""
_SAMPLED: Final = 30
_NULL_TO_VALUE: Final = 0.15
_NO_PINS: Final = PinTree()


def plan(root: Schema, pins: Mapping[str, Any], view: View) -> Node:
    """The plan of a whole response.

    `root` is the strict schema of a part of a contract; `pins` maps paths to values, schemas, strategies, ABSENT or
    PRESENT. In the tolerant view, what lies beyond the strict schema is mixed in. Raises UsageError for a pin that the
    schema doesn't allow, NoSample if no finite response keeps the schema.
    """
    planner = Planner(root, pins, is_tolerant=view == "tolerant")
    whole = planner.whole(_SPARSITIES[0])
    for sparsity in _SPARSITIES[1:]:
        if pins.get(EVERY_OPTIONAL) is PRESENT or _mean_places(whole) <= _BEARABLE:
            break
        whole = planner.whole(sparsity)
    return whole


def _mean_places(whole: Node) -> float:
    counted = 0
    for seed in range(_SAMPLED):
        composer = Composer(_Surveyor(seed))
        composer.at(whole)
        counted += composer.places
        if counted > _BEARABLE * _SAMPLED:
            break
    return counted / _SAMPLED


class _Surveyor(SeededSource):
    """Composes to see how large responses get; it can do without what somebody's strategies would draw."""

    def drawn(self, strategy: Any) -> Any:  # noqa: ARG002 - what the protocol hands over
        return None


class Planner:
    """Plans what a schema allows, as `plan` says; raises as it does."""

    def __init__(self, root: Schema, pins: Mapping[str, Any], *, is_tolerant: bool) -> None:
        self._root = root
        self._pins = pin_tree(root, pins)
        self._optional: Marker | None = pins.get(EVERY_OPTIONAL)
        self._is_tolerant = is_tolerant
        self._heights = min_depths(root)
        self._recursive = recursive_definitions(root)
        self._known: dict[tuple[str, int], StructureBody | UnionBody] = {}
        self._sparsity = 0.0

    def whole(self, sparsity: float) -> Node:
        """The plan, with these odds against each optional place."""
        self._known.clear()
        self._sparsity = sparsity
        return self._place_of(self._root, self._pins)

    def part(self, node: Schema) -> Node:
        """The plan of a part of the schema by itself, where no pin holds; of any size, for its plainest value."""
        return self._place_of(node, _NO_PINS)

    def _place_of(self, node: Schema, pins: PinTree) -> Node:
        if min_depth_of(self._root, node, self._heights) is None:
            raise UnsatisfiableSchema("no finite response keeps the schema", path="")
        return self._member("", "", node, "", pins, is_required=True)

    def _body(self, node: Schema, path: str, pins: PinTree) -> Body:
        if isinstance(pins.pin, Pinned):
            pinned = pins.pin
            return ConstantBody(None, pinned.value) if pinned.is_strategy else ConstantBody(pinned.value, None)
        shape = resolve(self._root, node)
        if "properties" in shape:
            return self._object(node, shape, path, pins)
        if "items" in shape:
            return self._list(self._narrowed(shape, pins), path, pins)
        if "additionalProperties" in shape:
            return self._map(shape, path, pins)
        return ScalarBody([Choice(self._scalar(shape, path, pins))])

    def _object(self, node: Schema, shape: Schema, path: str, pins: PinTree) -> StructureBody | UnionBody:
        name = reference(node) or ""
        key = (name, id(pins) if pins.below else 0)
        known = self._known.get(key)
        if known is None:
            kind = UnionBody if is_union(shape) else StructureBody
            known = self._known[key] = kind(name, is_recursive=name in self._recursive)
            # Filled in after it is known, since it may contain itself.
            if isinstance(known, UnionBody):
                self._fill_union(known, shape, path, pins)
            else:
                self._fill_structure(known, shape, path, pins)
        return known

    def _fill_structure(self, structure: StructureBody, shape: Schema, path: str, pins: PinTree) -> None:
        dials: list[tuple[str, Choice]] = []
        places: list[Node] = []
        for member, node in shape["properties"].items():
            step = f".{member}"
            below, inner = f"{path}{step}", pins.step(step)
            is_required = member in shape.get("required", ())
            if not self._is_possible(node, below, is_required=is_required, pin=inner.pin):
                continue
            resolved = resolve(self._root, node)
            if is_scalar(resolved) and not isinstance(inner.pin, Pinned):
                options = self._scalar(resolved, below, inner)
                if not is_required:
                    options = self._with_absence(options, _ABSENT_TO_PRESENT, inner.pin)
                dials.append((member, Choice(options)))
            else:
                places.append(self._member(structure.name, member, node, below, inner, is_required=is_required))
        if self._is_tolerant:
            dials.append((UNKNOWN, Choice(tomorrow.unknown_members(shape["properties"]))))
        structure.members = tuple(member for member, _ in dials)
        structure.dials = tuple(dial for _, dial in dials)
        structure.places = tuple(places)
        structure.order = tuple(shape["properties"])

    def _fill_union(self, union: UnionBody, shape: Schema, path: str, pins: PinTree) -> None:
        named = [step for step, inner in pins.below.items() if inner.pin is not None and inner.pin is not ABSENT]
        places: list[Node] = []
        depths: list[int] = []
        for member, node in shape["properties"].items():
            step = f".{member}"
            inner = pins.step(step)
            height = min_depth_of(self._root, node, self._heights)
            if height is None or is_stream(node) or inner.pin is ABSENT or (named and step not in named):
                continue
            places.append(self._member(union.name, member, node, f"{path}{step}", inner, is_required=True))
            depths.append(height)
        if not places:
            raise UsageError("the pins leave no member of this union", where=path.removeprefix("."))
        options = [Option(number, level=place.member) for number, place in enumerate(places)]
        union.dials = (Choice(options),)
        union.places = tuple(places)
        union.shallowest = depths.index(min(depths))

    def _is_possible(self, node: Schema, path: str, *, is_required: bool, pin: object) -> bool:
        if is_required:  # whoever asks has made sure of those
            return True
        if pin is ABSENT or (pin is None and self._optional is ABSENT):
            return False
        is_possible = not is_stream(node) and min_depth_of(self._root, node, self._heights) is not None
        if not is_possible and pin is not None:
            raise UsageError("it is pinned, and no response can show it", where=path.removeprefix("."))
        return is_possible

    def _member(self, scope: str, member: str, node: Schema, path: str, pins: PinTree, *, is_required: bool) -> Node:
        body = self._body(node, path, pins)
        if isinstance(body, CollectionBody):
            shape = self._narrowed(resolve(self._root, node), pins)
            options = self._sizes(shape, body, path)
        elif is_required or isinstance(body, ConstantBody) or pins.pin is PRESENT:
            return Node(scope, member, None, body)
        else:
            options = [Option(PRESENT)]
        is_optional = not is_required and pins.pin is None
        if not is_required:
            options = self._with_absence(options, self._sparsity, pins.pin)
        return Node(scope, member, Choice(options), body, is_optional=is_optional)

    def _with_absence(self, options: list[Option], odds: float, pin: object) -> list[Option]:
        if pin is not None or self._optional is PRESENT:
            return options
        weight = sum(option.weight for option in options) * odds
        return [Option(ABSENT, weight, "absent"), *options]

    def _scalar(self, shape: Schema, path: str, pins: PinTree) -> list[Option]:
        try:
            if isinstance(pins.pin, Narrowed):
                return _narrowed_options(shape, pins.pin)
            options = scalar_options(shape)
        except UnsatisfiableString as reason:
            raise UsageError(reason.message, where=path.removeprefix(".")) from None
        return [*options, *tomorrow.beyond(shape, options)] if self._is_tolerant else options

    @staticmethod
    def _narrowed(shape: Schema, pins: PinTree) -> Schema:
        return narrowed(shape, pins.pin) if isinstance(pins.pin, Narrowed) else shape

    def _held(self, node: Schema, path: str, step: str, pins: PinTree) -> tuple[list[Choice], Node | None]:
        """What a list or map holds: dials for scalars, else a place."""
        inner = pins.step(step)
        below = path + step
        resolved = resolve(self._root, node)
        if is_scalar(resolved) and not isinstance(inner.pin, Pinned):
            options = self._scalar(resolved, below, inner)
            if "anyOf" in node:
                options = [*options, Option(None, sum(option.weight for option in options) * _NULL_TO_VALUE, "null")]
            return [Choice(options)] * DISTINCT, None
        place = self._member("", step, node, below, inner, is_required=True)
        if "anyOf" in node and not isinstance(place.body, CollectionBody):
            has_value = min_depth_of(self._root, node["anyOf"][0], self._heights) is not None
            value = [Option(PRESENT)] if has_value else []
            head = Choice([*value, Option(None, _NULL_TO_VALUE, "null")])
            place = Node("", step, head, place.body)
        return [], place

    def _list(self, shape: Schema, path: str, pins: PinTree) -> ListBody:
        if min_depth_of(self._root, shape["items"], self._heights) is None:
            return ListBody([], None, 0)
        dials, place = self._held(shape["items"], path, "[]", pins)
        return ListBody(dials, place, shape.get("minItems", 0))

    def _map(self, shape: Schema, path: str, pins: PinTree) -> MapBody:
        if min_depth_of(self._root, shape["additionalProperties"], self._heights) is None:
            return MapBody([], None, 0, ())
        dials, place = self._held(shape["additionalProperties"], path, "{}", pins)
        names = resolve(self._root, shape.get("propertyNames", {"type": "string"}))
        most = max(option.value for option in size_options(shape, "Properties", more=self._is_tolerant))
        keys = tuple(islice(keys_of(names), max(most, 1)))
        start = Choice([Option(number) for number in range(len(keys))] or [Option(0)])
        return MapBody([start, *dials], place, shape.get("minProperties", 0), keys)

    def _sizes(self, shape: Schema, body: CollectionBody, path: str) -> list[Option]:
        of = "Items" if isinstance(body, ListBody) else "Properties"
        options = size_options(shape, of, of_scalars=body.place is None, more=self._is_tolerant)
        if isinstance(body, MapBody):
            options = [option for option in options if option.value <= len(body.keys)]
        elif not body.dials and body.place is None:
            options = [option for option in options if not option.value]
        if not options:
            raise UsageError("no size is within its bounds", where=path.removeprefix("."))
        return options


def _narrowed_options(shape: Schema, pin: Narrowed) -> list[Option]:
    fits = compile_schema(shape).is_valid
    options = scalar_options(narrowed(shape, pin))
    if "pattern" in pin.schema and "pattern" in shape:  # two patterns have no common text that could be built
        options = [option for option in options if not isinstance(option.value, Generated)]
    kept = [option for option in options if isinstance(option.value, Generated) or fits(option.value)]
    if not kept:
        raise UnsatisfiableString("nothing that the contract allows keeps the pinned schema")
    return kept
