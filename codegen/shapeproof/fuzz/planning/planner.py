"""Makes the plan of a response from a schema and pins."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

from shapeproof.contract import Schema, View, is_stream, is_union, recursive_definitions, reference, resolve
from shapeproof.contract.wire import SDK_METADATA, UNKNOWN_UNION_MEMBER
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import ABSENT, PRESENT, Choice, Marker, Option
from shapeproof.fuzz.core.compose import DISTINCT_ITEMS, UNKNOWN_MEMBERS
from shapeproof.fuzz.core.plan import (
    NULL_CLASS,
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
from shapeproof.fuzz.planning import schema_drift
from shapeproof.fuzz.planning.min_depth import keys_of, min_depth_of, min_depths
from shapeproof.fuzz.planning.pins import (
    EVERY_OPTIONAL,
    Narrowed,
    Pinned,
    PinTree,
    narrowed,
    narrowed_options,
    pin_tree,
)
from shapeproof.fuzz.planning.response_size import is_small_enough
from shapeproof.fuzz.planning.sizes import size_options
from shapeproof.fuzz.values.scalars import is_scalar, scalar_options, tested_options
from shapeproof.sample.coherence.member_rules import NO_MEMBER_RULES, MemberRules
from shapeproof.sample.coherence.member_tests import MemberTests
from shapeproof.sample.errors import UnsatisfiableSchema, UnsatisfiableString

__all__ = ["Planner", "plan"]

_SCALAR_ABSENCE_ODDS: Final = 0.5
"""Absent to present, for an optional scalar."""
_ABSENCE_ODDS: Final = (0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0)
"""Absent to present, for a node that has children: the first odds with which responses are small enough are used."""
_NULL_TO_VALUE: Final = 0.15


def plan(
    root: Schema,
    pins: Mapping[str, Any],
    view: View,
    *,
    is_json: bool = False,
    rules: MemberRules = NO_MEMBER_RULES,
) -> Node:
    """The plan of a whole response.

    Args:
        root: the strict schema of a part of a contract.
        pins: values, schemas, strategies, ABSENT or PRESENT, by path.
        view: the tolerant view mixes in values beyond the strict schema.
        is_json: whether the service sends JSON, so that there may be null in a list or a map in the tolerant view.
        rules: what else members must be like.

    Raises:
        UsageError: the schema doesn't allow a pin.
        UnsatisfiableSchema: no finite response satisfies the schema.
    """
    planner = Planner(root, pins, is_tolerant=view == "tolerant", is_json=is_json, rules=rules)
    response = planner.plan_response(_ABSENCE_ODDS[0])
    for absence_odds in _ABSENCE_ODDS[1:]:
        if pins.get(EVERY_OPTIONAL) is PRESENT or is_small_enough(response):
            break
        response = planner.plan_response(absence_odds)
    return response


class Planner:
    """Plans what a schema allows; arguments and errors are those of `plan`."""

    def __init__(
        self,
        root: Schema,
        pins: Mapping[str, Any],
        *,
        is_tolerant: bool,
        is_json: bool = False,
        rules: MemberRules = NO_MEMBER_RULES,
    ) -> None:
        self._root = root
        self._pins = pin_tree(root, pins)
        self._optional: Marker | None = pins.get(EVERY_OPTIONAL)
        self._is_tolerant = is_tolerant
        self._has_null_items = is_tolerant and is_json
        self._rules = rules
        self._min_depths = min_depths(root)
        self._recursive = recursive_definitions(root)
        self._bodies: dict[tuple[str, int], StructureBody | UnionBody] = {}
        self._absence_odds = 0.0

    def plan_response(self, absence_odds: float) -> Node:
        """The plan of a response, with these odds against each optional node that has children."""
        self._bodies.clear()
        self._absence_odds = absence_odds
        return self._root_node(self._root, self._pins)

    def plan_part(self, schema: Schema) -> Node:
        """The plan of a part of the schema, without pins; of any size, for its simplest value."""
        return self._root_node(schema, PinTree())

    def _root_node(self, schema: Schema, pins: PinTree) -> Node:
        if min_depth_of(self._root, schema, self._min_depths) is None:
            raise UnsatisfiableSchema("no finite response satisfies the schema", path="")
        return self._member("", "", schema, "", pins, is_required=True)

    def _body(self, schema: Schema, path: str, pins: PinTree) -> Body:
        if isinstance(pins.pin, Pinned):
            value = pins.pin.value
            return ConstantBody(None, value) if pins.pin.is_strategy else ConstantBody(value, None)
        shape = resolve(self._root, schema)
        if "properties" in shape:
            return self._object(schema, shape, path, pins)
        if "items" in shape:
            return self._list(narrowed(shape, pins.pin), path, pins)
        if "additionalProperties" in shape:
            return self._map(shape, path, pins)
        return ScalarBody([Choice(self._scalar(shape, path, pins))])

    def _object(self, schema: Schema, shape: Schema, path: str, pins: PinTree) -> StructureBody | UnionBody:
        name = reference(schema) or ""
        key = (name, id(pins) if pins.below else 0)
        body = self._bodies.get(key)
        if body is None:
            kind = UnionBody if is_union(shape) else StructureBody
            body = self._bodies[key] = kind(name, is_recursive=name in self._recursive)
            # Filled after it is registered: it may contain itself.
            if isinstance(body, UnionBody):
                self._fill_union(body, shape, path, pins)
            else:
                with self._without_drift(shape):
                    self._fill_structure(body, shape, path, pins)
        return body

    @contextmanager
    def _without_drift(self, shape: Schema) -> Generator[None]:
        """Plan the contents of a structure, strictly if botocore makes it: no service adds anything to it."""
        before = self._is_tolerant, self._has_null_items
        if shape.get("x-sdk") == SDK_METADATA:
            self._is_tolerant = self._has_null_items = False
        yield
        self._is_tolerant, self._has_null_items = before

    def _fill_structure(self, structure: StructureBody, shape: Schema, path: str, pins: PinTree) -> None:
        choices: list[tuple[str, Choice]] = []
        children: list[Node] = []
        for member, schema in shape["properties"].items():
            member_path, member_pins = f"{path}.{member}", pins.step(f".{member}")
            is_required = member in shape.get("required", ())
            if not self._is_possible(schema, member_path, is_required=is_required, pin=member_pins.pin):
                continue
            resolved = resolve(self._root, schema)
            if is_scalar(resolved) and not isinstance(member_pins.pin, Pinned):
                tests = None if member_pins.pin else self._rules.tests.get((structure.name, member))
                options = self._scalar(resolved, member_path, member_pins, tests)
                if not is_required:
                    options = self._with_absence(options, _SCALAR_ABSENCE_ODDS, member_pins.pin)
                choices.append((member, Choice(options)))
            else:
                children.append(
                    self._member(structure.name, member, schema, member_path, member_pins, is_required=is_required)
                )
        if self._is_tolerant:
            choices.append((UNKNOWN_MEMBERS, Choice(schema_drift.unknown_members(shape["properties"]))))
        structure.members = tuple(member for member, _ in choices)
        structure.choices = tuple(choice for _, choice in choices)
        structure.children = tuple(children)
        structure.order = tuple(shape["properties"])
        can_be_absent = {member for member, choice in choices if ABSENT in choice.table}
        can_be_absent |= {child.member for child in children if child.can_be_absent}
        excluded = self._rules.exclusions.get(structure.name, {})
        structure.exclusions = {member: others for member, others in excluded.items() if member in can_be_absent}
        structure.counts = {
            count: lists
            for count, lists in shape.get("x-counts", {}).items()
            if not isinstance(pins.step(f".{count}").pin, Narrowed | Pinned)
        }

    def _fill_union(self, union: UnionBody, shape: Schema, path: str, pins: PinTree) -> None:
        pinned = [step for step, tree in pins.below.items() if tree.pin is not None and tree.pin is not ABSENT]
        children: list[Node] = []
        depths: list[int] = []
        for member, schema in shape["properties"].items():
            step = f".{member}"
            member_pins = pins.step(step)
            depth = min_depth_of(self._root, schema, self._min_depths)
            if depth is None or is_stream(schema) or member_pins.pin is ABSENT or (pinned and step not in pinned):
                continue
            children.append(self._member(union.name, member, schema, f"{path}{step}", member_pins, is_required=True))
            depths.append(depth)
        if not children:
            raise UsageError("the pins leave no member of this union", where=path.removeprefix("."))
        options = [Option(index, coverage_class=child.member) for index, child in enumerate(children)]
        if self._is_tolerant and not pinned:
            options.append(schema_drift.unknown_union_member(options))
            children.append(Node(union.name, UNKNOWN_UNION_MEMBER, None, ConstantBody(schema_drift.NAMED, None)))
        union.choices = (Choice(options),)
        union.children = tuple(children)
        union.shallowest = depths.index(min(depths))

    def _is_possible(self, schema: Schema, path: str, *, is_required: bool, pin: object) -> bool:
        if is_required:  # `_root_node` has made sure of required members
            return True
        if pin is ABSENT or (pin is None and self._optional is ABSENT):
            return False
        is_possible = not is_stream(schema) and min_depth_of(self._root, schema, self._min_depths) is not None
        if not is_possible and pin is not None:
            raise UsageError("no response can contain this pinned member", where=path.removeprefix("."))
        return is_possible

    def _member(self, scope: str, member: str, schema: Schema, path: str, pins: PinTree, *, is_required: bool) -> Node:
        body = self._body(schema, path, pins)
        if isinstance(body, CollectionBody):
            shape = narrowed(resolve(self._root, schema), pins.pin)
            options = self._sizes(shape, body, path)
        elif is_required or isinstance(body, ConstantBody) or pins.pin is PRESENT:
            return Node(scope, member, None, body)
        else:
            options = [Option(PRESENT)]
        if not is_required:
            options = self._with_absence(options, self._absence_odds, pins.pin)
        return Node(scope, member, Choice(options), body, is_optional=not is_required and pins.pin is None)

    def _with_absence(self, options: list[Option], odds: float, pin: object) -> list[Option]:
        if pin is not None or self._optional is PRESENT:
            return options
        weight = sum(option.weight for option in options) * odds
        return [Option(ABSENT, weight, "absent"), *options]

    def _scalar(self, shape: Schema, path: str, pins: PinTree, tests: MemberTests | None = None) -> list[Option]:
        try:
            if isinstance(pins.pin, Narrowed):
                return narrowed_options(shape, pins.pin)
            options = scalar_options(shape) if tests is None else tested_options(shape, tests)
        except UnsatisfiableString as error:
            raise UsageError(error.message, where=path.removeprefix(".")) from error
        return [*options, *schema_drift.drifted_options(shape, options)] if self._is_tolerant else options

    def _items_of(self, schema: Schema, path: str, step: str, pins: PinTree) -> tuple[list[Choice], Node | None]:
        """The items of a list or map: choices for scalars, else a node."""
        item_pins = pins.step(step)
        item_path = path + step
        resolved = resolve(self._root, schema)
        has_null = self._has_null_items and schema_drift.can_be_null(resolved) and item_pins.is_empty
        if is_scalar(resolved) and not isinstance(item_pins.pin, Pinned):
            options = self._scalar(resolved, item_path, item_pins)
            if "anyOf" in schema:
                options = [
                    *options,
                    Option(None, sum(option.weight for option in options) * _NULL_TO_VALUE, NULL_CLASS),
                ]
            elif has_null:
                options = [*options, schema_drift.null_item(options)]
            return [Choice(options)] * DISTINCT_ITEMS, None
        item = self._member("", step, schema, item_path, item_pins, is_required=True)
        present = [Option(PRESENT)]
        if "anyOf" in schema and not isinstance(item.body, CollectionBody):
            has_value = min_depth_of(self._root, schema["anyOf"][0], self._min_depths) is not None
            presence = Choice([*(present if has_value else []), Option(None, _NULL_TO_VALUE, NULL_CLASS)])
            item = Node("", step, presence, item.body)
        elif has_null:
            item = Node("", step, Choice([*present, schema_drift.null_item(present)]), item.body)
        return [], item

    def _list(self, shape: Schema, path: str, pins: PinTree) -> ListBody:
        if min_depth_of(self._root, shape["items"], self._min_depths) is None:
            return ListBody([], None, 0)
        choices, item = self._items_of(shape["items"], path, "[]", pins)
        return ListBody(choices, item, shape.get("minItems", 0))

    def _map(self, shape: Schema, path: str, pins: PinTree) -> MapBody:
        if min_depth_of(self._root, shape["additionalProperties"], self._min_depths) is None:
            return MapBody([], None, 0, ())
        choices, item = self._items_of(shape["additionalProperties"], path, "{}", pins)
        names = resolve(self._root, shape.get("propertyNames", {"type": "string"}))
        max_size = max(option.value for option in size_options(shape, "Properties", with_drift=self._is_tolerant))
        keys = tuple(islice(keys_of(names), max(max_size, 1)))
        start = Choice([Option(index) for index in range(len(keys))] or [Option(0)])
        return MapBody([start, *choices], item, shape.get("minProperties", 0), keys)

    def _sizes(self, shape: Schema, body: CollectionBody, path: str) -> list[Option]:
        noun = "Items" if isinstance(body, ListBody) else "Properties"
        options = size_options(shape, noun, of_scalars=body.item is None, with_drift=self._is_tolerant)
        if isinstance(body, MapBody):
            options = [option for option in options if option.value <= len(body.keys)]
        elif not body.choices and body.item is None:
            options = [option for option in options if not option.value]
        if not options:
            raise UsageError("no size satisfies both the contract and the pin", where=path.removeprefix("."))
        return options
