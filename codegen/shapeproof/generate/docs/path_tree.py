"""Builds the tree of the paths of one part of a contract, and records where each structure and enum is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from shapeproof.contract import Schema, child, has_more_places, reference, resolve
from shapeproof.contract.routes import route_to
from shapeproof.generate.docs.members import constraints_of, describe_member, enum_values
from shapeproof.generate.docs.page_model import Member, PathTree
from shapeproof.markup.type_words import Word, type_words
from shapeproof.rules.paths import rules_by_path

__all__ = ["PathTreeBuilder"]

_MOST_PATHS: Final = 2_000
"""In a part with more paths, the members of a structure are listed once and linked to afterwards."""


def anchor_of(root: Schema, path: str) -> str:
    """The anchor of a path of a schema, without a prefix. Raises KeyError if the schema has no such path."""
    return "".join(f"/{step.removeprefix('.')}" for step in route_to(root, path))


@dataclass
class PathTreeBuilder:
    """Builds the tree of one part.

    Attributes:
        schema: the schema of the part.
        prefix: what its anchors start with.
        uses: the anchors of the paths of each structure and enum, by its name; filled while building.
        expanded: the structures whose members are listed already.
        is_giant: whether the part has more than `_MOST_PATHS` paths.
        rules: the ids of the rules about a member, by its anchor.
    """

    schema: Schema
    prefix: str
    uses: dict[str, list[str]]
    expanded: set[str] = field(default_factory=set[str])
    is_giant: bool = False
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def build(self) -> PathTree:
        """The tree of the whole part."""
        self.is_giant = has_more_places(self.schema, _MOST_PATHS)
        self.rules = {
            self.prefix + anchor_of(self.schema, path): tuple(rule.id for rule in rules)
            for path, rules in rules_by_path(self.schema).items()
        }
        shape = resolve(self.schema, self.schema)
        name: str = self.schema["title"]
        root = Member(name, True, (Word(name, name),), (), (), (), shape.get("description", ""))
        self.uses.setdefault(name, []).append(f"{self.prefix}/")
        self.expanded.add(name)
        return PathTree(f"{self.prefix}/", root, tuple(self._members(shape, self.prefix, (name,))))

    def _members(self, shape: Schema, anchor: str, ancestors: tuple[str, ...]) -> Iterator[PathTree]:
        for name, node in shape.get("properties", {}).items():
            member = describe_member(self.schema, shape, name, node, with_elements=False)
            if rules := self.rules.get(f"{anchor}/{name}"):
                member = replace(member, rules=rules)
            yield self._tree(node, f"{anchor}/{name}", member, ancestors)

    def _tree(self, node: Schema, anchor: str, member: Member, ancestors: tuple[str, ...]) -> PathTree:
        shape = resolve(self.schema, node)
        name = reference(node) or ""
        if name:
            self.uses.setdefault(name, []).append(anchor)
        if "enum" in shape:
            return PathTree(anchor, member, values=enum_values(shape))
        if "properties" in shape:
            if name and (name in ancestors or (self.is_giant and name in self.expanded)):
                return PathTree(anchor, member, described_as=name)
            self.expanded.add(name)
            return PathTree(anchor, member, tuple(self._members(shape, anchor, (*ancestors, name))))
        if keys := reference(shape.get("propertyNames", {})):
            self.uses.setdefault(keys, []).append(anchor)
        return PathTree(anchor, member, tuple(self._elements(shape, anchor, ancestors)))

    def _elements(self, shape: Schema, anchor: str, ancestors: tuple[str, ...]) -> Iterator[PathTree]:
        """The path of the items of a list, the events of a stream or the values of a map; none for other shapes."""
        item = "each event" if "x-events" in shape else "each item"
        for step, label in ((child(shape, 0), item), (child(shape, ""), "each value")):
            if step.node is None or step.notation not in {"[]", "{}"}:
                continue
            constraints, patterns = constraints_of(self.schema, step.node, with_elements=False)
            words = tuple(type_words(self.schema, step.node))
            element = Member(label, False, words, tuple(constraints), tuple(patterns), (), "")
            yield self._tree(step.node, f"{anchor}/{step.notation}", element, ancestors)
