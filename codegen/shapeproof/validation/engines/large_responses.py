"""The violations of a large response, found piece by piece.

An engine makes an object of some kilobytes for each violation, and returns all of them at once: a response of a megabyte
may have a million. So a large list, map or structure is evaluated in two steps: its own keywords (required members,
sizes) without its content, and its content in pieces of limited size, each against the part of the schema that is about
content. What is found is the same, whatever the size of the pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, cast

from shapeproof.contract import Pointer, Schema, child, reference, resolve
from shapeproof.validation.engines.compilation import Engine
from shapeproof.validation.engines.violations import MAX_VIOLATIONS, TOO_MANY, Violation, normalized

__all__ = ["SchemaPart", "is_large", "violations_in_pieces"]

MAX_VALUES: Final = 2_000
"""The most values that an engine evaluates at once."""

_CONTENT_KEYWORDS: Final = frozenset({"properties", "items", "additionalProperties", "propertyNames"})


class SchemaPart(NamedTuple):
    """A part of a schema that is compiled on its own.

    Attributes:
        definition: the name of the definition in which the node is; None for the root of the schema.
        steps: the steps from there to the node, which pass through no other definition.
        is_content: whether it is what the node says about content, or what it says about the container itself.
    """

    definition: str | None
    steps: tuple[str | int, ...]
    is_content: bool

    def of_value(self, root: Schema, key: str | int) -> SchemaPart | None:
        """The part about the value at a key of this node; None if the contract doesn't know the value."""
        shape = self._shape(root)
        node = child(shape, key).node
        if node is None:
            return None
        if name := reference(node):
            return SchemaPart(name, (), is_content=False)
        step = key if "properties" in shape or isinstance(key, int) else ""  # all entries of a map have one schema
        return SchemaPart(self.definition, (*self.steps, step), is_content=False)

    def schema(self, root: Schema) -> Schema:
        """The keywords of this part, with the definitions that they refer to."""
        shape = self._shape(root)
        keywords = {
            keyword: value
            for keyword, value in shape.items()
            if keyword == "type" or (keyword in _CONTENT_KEYWORDS) is self.is_content
        }
        return {**keywords, "$defs": root["$defs"]}

    def _shape(self, root: Schema) -> Schema:
        shape = resolve(root, root if self.definition is None else root["$defs"][self.definition])
        for key in self.steps:
            node = child(shape, key).node
            if node is None:
                raise LookupError(key)
            shape = resolve(root, node)
        return shape


def is_large(value: object) -> bool:
    """Whether a value contains so many values that an engine should not evaluate it at once."""
    return _size(value, MAX_VALUES) > MAX_VALUES


def violations_in_pieces(
    root: Schema, response: object, engine_for: Callable[[SchemaPart], Engine], max_values: int = MAX_VALUES
) -> list[Violation]:
    """The violations of a response, in the order of pointer and keyword; a last one of TOO_MANY if some are left out.

    Args:
        root: the schema of the response.
        response: a JSON value.
        engine_for: compiles a part of the schema; it is called often, with few different parts.
        max_values: the most values that are evaluated at once.

    Raises:
        ValueError: some values aren't JSON.
    """
    search = _Search(root, engine_for, max_values)
    found: list[Violation] = []
    for violations in search.violations(SchemaPart(None, (), is_content=False), response, ()):
        found += violations
        if len(found) > MAX_VIOLATIONS:
            return [*normalized(found)[:MAX_VIOLATIONS], Violation((), TOO_MANY)]
    return normalized(found)


class _Search(NamedTuple):
    """A search for the violations of one response; its attributes are the arguments of `violations_in_pieces`."""

    root: Schema
    engine_for: Callable[[SchemaPart], Engine]
    max_values: int

    def violations(self, part: SchemaPart, value: object, pointer: Pointer) -> Iterator[list[Violation]]:
        """Yield the violations of a value and of what it contains, in the order of the response.

        Args:
            part: the part of the schema about the value itself.
            value: the value.
            pointer: where it is in the response.
        """
        own = self.engine_for(part).violations(_without_content(value))
        yield _below(pointer, own)
        is_mistyped = any(violation.keyword == "type" for violation in own)
        if is_mistyped or not isinstance(value, dict | list):
            return
        content = part._replace(is_content=True)
        engine = self.engine_for(content)
        if isinstance(value, dict):
            yield from self._of_members(engine, part, cast("dict[str, object]", value), pointer)
        else:
            yield from self._of_items(engine, part, cast("list[object]", value), pointer)

    def _of_members(
        self, engine: Engine, part: SchemaPart, value: dict[str, object], pointer: Pointer
    ) -> Iterator[list[Violation]]:
        piece: dict[str, object] = {}
        room = self.max_values
        for key, member in value.items():
            size = _size(member, self.max_values)
            if size > self.max_values:
                of_key = [violation for violation in engine.violations({key: None}) if _is_about_key(violation)]
                yield _below(pointer, of_key)
                if inner := part.of_value(self.root, key):
                    yield from self.violations(inner, member, (*pointer, key))
                continue
            if size > room:
                yield _below(pointer, engine.violations(piece))
                piece, room = {}, self.max_values
            piece[key] = member
            room -= size
        yield _below(pointer, engine.violations(piece))

    def _of_items(
        self, engine: Engine, part: SchemaPart, value: list[object], pointer: Pointer
    ) -> Iterator[list[Violation]]:
        inner = part.of_value(self.root, 0)
        start, room = 0, self.max_values
        for index, item in enumerate(value):
            size = _size(item, self.max_values)
            if size > room:
                yield _below(pointer, engine.violations(value[start:index]), start)
                start, room = index, self.max_values
            if size > self.max_values:
                if inner:
                    yield from self.violations(inner, item, (*pointer, index))
                start = index + 1
            else:
                room -= size
        yield _below(pointer, engine.violations(value[start:]), start)


def _size(value: object, limit: int) -> int:
    """The number of values in a value, itself included; one more than the limit if it is greater."""
    count = 1
    pending: list[Iterable[object]] = [_content(value)]
    while pending:
        for inner in pending.pop():
            count += 1
            if count > limit:
                return count
            if isinstance(inner, dict | list):
                pending.append(_content(cast("object", inner)))
    return count


def _content(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


def _without_content(value: object) -> object:
    """The same value with nulls in place of what it contains."""
    if isinstance(value, dict):
        return dict.fromkeys(cast("dict[str, object]", value))
    return [None] * len(cast("list[object]", value)) if isinstance(value, list) else value


def _is_about_key(violation: Violation) -> bool:
    return violation.keyword == "additionalProperties" or violation.keyword.startswith("propertyNames/")


def _below(pointer: Pointer, violations: list[Violation], first_index: int = 0) -> list[Violation]:
    """The violations in a piece of a value: where the value is, and the index at which the piece starts."""
    if first_index:
        return [
            Violation((*pointer, cast("int", place[0]) + first_index, *place[1:]), keyword)
            for place, keyword in violations
        ]
    return [Violation((*pointer, *place), keyword) for place, keyword in violations]
