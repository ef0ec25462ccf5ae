"""Changes of a response that its schema and the pins allow, one at a time."""

from __future__ import annotations

from typing import Any

from shapeproof.contract import Schema, is_stream, is_union, resolve
from shapeproof.contract.json_values import copy_json
from shapeproof.contract.schema import objects_in
from shapeproof.sample.coherence.pinned_paths import PinnedPaths
from shapeproof.sample.coherence.place import NOTHING, Place, Trail
from shapeproof.sample.coherence.values import NO_VALUE, Values
from shapeproof.validation.engines.compilation import Engine, compile_schema

__all__ = ["Editor", "SchemaChecks"]


class SchemaChecks:
    """The engines that say whether a value is one of a place, each compiled on first use; and values of places."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.values = Values(root)
        # By identity, which is fast; the node is kept so that its id isn't used again.
        self._engines: dict[int, tuple[Schema, Engine]] = {}

    def is_valid(self, node: Schema, value: Any) -> bool:
        """Whether a value satisfies a node of the schema, or one that narrows it."""
        known = self._engines.get(id(node))
        if known is None:
            has_references = any("$ref" in inner for inner in objects_in(node))
            definitions = {"$defs": self.root["$defs"]} if has_references else {}
            known = self._engines[id(node)] = (node, compile_schema({**node, **definitions}))
        return known[1].is_valid(value)


class Editor:
    """Changes a response in place. Each method returns whether it changed anything."""

    def __init__(self, checks: SchemaChecks, pinned: PinnedPaths, trail: Trail) -> None:
        self._checks = checks
        self._pinned = pinned
        self._has_pins = not pinned.is_empty
        self.trail = trail

    @property
    def values(self) -> Values:
        """Values of the places."""
        return self._checks.values

    @property
    def root(self) -> Schema:
        """The schema of the response."""
        return self._checks.root

    def may_change(self, place: Place) -> bool:
        """Whether another value may be put at a place. Places in a frozen response, and pinned ones, stay."""
        if place.above is None or place.is_frozen:
            return False
        return not self._has_pins or not self._pinned.is_fixed(place.path)

    def put(self, place: Place, value: Any) -> bool:
        """Put a copy of a value at a place, if it is valid there."""
        if not self.may_change(place) or not self._fits(place, value):
            return False
        if self._has_pins and self._pinned.holds_pins(place.path):
            return False
        return self._put(place, copy_json(value))

    def add(self, place: Place) -> bool:
        """Add the simplest value at a place that has none, with what is pinned in it."""
        if place.exists or place.node is None or not self.may_change(place) or is_stream(place.node):
            return False
        value = self.values.simplest(place.node)
        if self._has_pins and place.path in self._pinned.narrowed:
            value = self.values.simplest(self._pinned.narrowed[place.path])
        if value is NO_VALUE or not self._put(place, copy_json(value)):
            return False
        return not self._has_pins or not self._pinned.holds_pins(place.path) or self._complete(place)

    def drop(self, place: Place) -> bool:
        """Take away an optional member, an item or an entry."""
        if not place.exists or place.above is None or place.is_frozen or place.shape is None:
            return False
        shape = place.shape
        if "properties" in shape:
            if not place.is_optional or is_union(shape) or (self._has_pins and self._pinned.must_stay(place.path)):
                return False
        elif not self.may_change(place) or not self._may_have(place.above, place.sibling_count - 1):
            return False
        self.trail.drop(place)
        return True

    def _put(self, place: Place, value: Any) -> bool:
        if place.value is NOTHING:
            if not isinstance(place.owner, dict | list) or (self._has_pins and place.path in self._pinned.absent):
                return False
            if place.shape is not None and is_union(place.shape):
                return self._put_in_union(place, value)
            if place.above is None or not self._may_have(place.above, place.sibling_count + 1):
                return False
        self.trail.put(place, value)
        return True

    def _put_in_union(self, place: Place, value: Any) -> bool:
        others = [Place(place.owner, key, None, place.shape, place.above) for key in place.owner]
        base = place.path[: -len(str(place.key))]
        if any(self._pinned.must_stay(f"{base}{other.key}") for other in others):
            return False
        for other in others:
            self.trail.drop(other)
        self.trail.put(place, value)
        return True

    def _may_have(self, place: Place, size: int) -> bool:
        """Whether the list or map at a place may have so many entries; a structure may have any number."""
        if place.node is None:
            return False
        shape = resolve(self.root, place.node)
        if "properties" in shape:
            return True
        if self._has_pins:
            if self._pinned.is_fixed(place.path):
                return False
            shape = self._pinned.narrowed.get(place.path, shape)
        noun = "Items" if "items" in shape else "Properties"
        return bool(shape.get(f"min{noun}", 0) <= size <= shape.get(f"max{noun}", size))

    def _fits(self, place: Place, value: Any) -> bool:
        if place.node is None or not self._checks.is_valid(place.node, value):
            return False
        narrowed = self._pinned.narrowed.get(place.path) if self._has_pins else None
        return narrowed is None or self._checks.is_valid(narrowed, value)

    def _complete(self, place: Place) -> bool:
        """Give an added value what is pinned in it. Only what a pin names can be added there: not the value of a pin."""
        shape: Schema = {} if place.node is None else resolve(self.root, place.node)
        for key in shape.get("properties", ()):
            member = place.below(self.root, key)
            if self._pinned.is_fixed(member.path) and not self._put_fixed(member):
                return False
            if not member.exists and self._is_wanted(member.path):
                if not self.add(member):
                    return False
            elif member.exists and member.path in self._pinned.absent:
                self.trail.drop(member)
            elif member.exists and self._pinned.holds_pins(member.path) and not self._complete(member):
                return False
        return True

    def _put_fixed(self, member: Place) -> bool:
        if member.path not in self._pinned.values:
            return False
        self.trail.put(member, copy_json(self._pinned.values[member.path]))
        return True

    def _is_wanted(self, path: str) -> bool:
        return path in self._pinned.present or path in self._pinned.narrowed
