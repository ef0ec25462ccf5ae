"""The places of one part of a contract as a tree, and where each structure and enum stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from shapeproof.contract import Schema, child, iter_schema, resolve
from shapeproof.generate.docs.member_words import limits_of, member, values
from shapeproof.generate.docs.page import Member, Tree
from shapeproof.generate.shared.definitions import shape_of
from shapeproof.markup.type_words import Word, type_words

__all__ = ["PathTree"]

_MOST_PLACES: Final = 2_000
"""In a part with more places a structure is unfolded once, and linked to afterwards."""


@dataclass
class PathTree:
    """Grows the tree of one part, noting where each structure and enum stands."""

    schema: Schema
    prefix: str
    uses: dict[str, list[str]]
    grown: set[str] = field(default_factory=set[str])
    is_giant: bool = False

    def root(self) -> Tree:
        """The tree of the whole part."""
        self.is_giant = (
            sum(1 for _ in zip(iter_schema(self.schema), range(_MOST_PLACES + 1), strict=False)) > _MOST_PLACES
        )
        top = resolve(self.schema, self.schema)
        name: str = self.schema["title"]
        told = Member(name, True, (Word(name, name),), (), (), (), top.get("description", ""))
        self.uses.setdefault(name, []).append(f"{self.prefix}/")
        self.grown.add(name)
        return Tree(f"{self.prefix}/", told, tuple(self._members(top, self.prefix, (name,))))

    def _members(self, shape: Schema, anchor: str, entered: tuple[str, ...]) -> Iterator[Tree]:
        for name, node in shape.get("properties", {}).items():
            yield self._place(
                node, f"{anchor}/{name}", member(self.schema, shape, name, node, with_held=False), entered
            )

    def _place(self, node: Schema, anchor: str, told: Member, entered: tuple[str, ...]) -> Tree:
        inner = node["anyOf"][0] if "anyOf" in node else node
        shape = resolve(self.schema, inner)
        name = shape_of(inner) or ""
        if name:
            self.uses.setdefault(name, []).append(anchor)
        if "enum" in shape:
            return Tree(anchor, told, values=values(shape))
        if "properties" in shape:
            if name and (name in entered or (self.is_giant and name in self.grown)):
                return Tree(anchor, told, told_before=name)
            self.grown.add(name)
            return Tree(anchor, told, tuple(self._members(shape, anchor, (*entered, name))))
        if keys := shape_of(shape.get("propertyNames", {})):
            self.uses.setdefault(keys, []).append(anchor)
        return Tree(anchor, told, tuple(self._held(shape, anchor, entered)))

    def _held(self, shape: Schema, anchor: str, entered: tuple[str, ...]) -> Iterator[Tree]:
        """What a list or a map holds, as a place of its own."""
        for step, label in ((child(shape, 0), "each item"), (child(shape, ""), "each value")):
            if step.node is None or step.notation not in {"[]", "{}"}:
                continue
            limits, patterns = limits_of(self.schema, step.node, with_held=False)
            words = tuple(type_words(self.schema, step.node))
            held = Member(label, False, words, tuple(limits), tuple(patterns), (), "")
            yield self._place(step.node, f"{anchor}/{step.notation}", held, entered)
