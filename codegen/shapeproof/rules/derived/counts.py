"""Numbers that count the items of lists beside them: those that overlays know, and those whose names say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.rules.derived.name_words import words_of
from shapeproof.rules.rule import Rule

__all__ = ["count_rules"]

_COUNTING: Final = frozenset({"count", "num", "number", "of"})


def count_rules(structure: str, definition: Schema) -> Iterator[Rule]:
    """The counts of a structure.

    Args:
        structure: its name.
        definition: its schema.
    """
    known = definition.get("x-counts", {})
    for count, lists in known.items():
        yield _rule(structure, definition, "COUNT1", count, lists)
    members: Mapping[str, Any] = definition["properties"]
    lists_by_words = {words_of(name): name for name, node in members.items() if node.get("type") == "array"}
    for count, node in members.items():
        if node.get("type") == "integer" and count not in known and (counted := _counted(count, lists_by_words)):
            yield _rule(structure, definition, "COUNT2", count, [counted])


def _counted(count: str, lists: Mapping[tuple[str, ...], str]) -> str | None:
    """The list whose items a number counts by its name: `CacheNodes` for `NumCacheNodes`; None if there is none.

    Args:
        count: the name of the number.
        lists: the names of lists by their words.
    """
    words = words_of(count)
    rest = tuple(word for word in words if word not in _COUNTING)
    if len(rest) == len(words) or not rest:
        return None
    return lists.get(rest) or lists.get((*rest[:-1], f"{rest[-1]}s"))


def _rule(structure: str, definition: Schema, kind: str, count: str, lists: list[str]) -> Rule:
    total = " + ".join(f"(has(self.{name}) ? size(self.{name}) : 0)" for name in lists)
    has_list = " || ".join(f"has(self.{name})" for name in lists)
    first = lists[0]
    none: object = [] if definition["properties"][first].get("type") == "array" else {}
    return Rule(
        id=kind,
        structure=structure,
        rule=f"self.{count} == {total}",
        when=f"has(self.{count}) && ({has_list})",
        message=f"{count} is not the number of items in {' and '.join(lists)}",
        message_expression=f"'{count} is ' + string(self.{count}) + ', and there are ' + string({total}) + ' items'",
        at=(count, *lists),
        severity="warning",
        source="the names of the members" if kind == "COUNT2" else "x-counts of the structure",
        keeps={count: 0, first: none},
        breaks={count: 1, first: none},
    )
