"""Where in a response the rules of a schema apply."""

from __future__ import annotations

from collections.abc import Mapping

from shapeproof.contract import Schema, iter_schema, reference
from shapeproof.rules.reading import has_rules, rules_of
from shapeproof.rules.rule import Rule

__all__ = ["rules_by_path", "structure_paths"]


def structure_paths(schema: Schema, structure: str) -> list[str]:
    """The paths at which a structure is, in the order of the schema."""
    return [path for path, node, _ in iter_schema(schema) if reference(node) == structure]


def rules_by_path(schema: Schema) -> Mapping[str, tuple[Rule, ...]]:
    """The rules about each member, by the member's path, in the order of the schema. Most paths have none."""
    if not has_rules(schema):
        return {}
    by_structure: dict[str, list[Rule]] = {}
    for rule in rules_of(schema):
        by_structure.setdefault(rule.structure, []).append(rule)
    found: dict[str, list[Rule]] = {}
    for path, node, _ in iter_schema(schema):
        for rule in by_structure.get(reference(node) or "", ()):
            for member in dict.fromkeys(rule.at):
                found.setdefault(f"{path}.{member}".removeprefix("."), []).append(rule)
    return {path: tuple(rules) for path, rules in found.items()}
