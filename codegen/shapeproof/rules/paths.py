"""Where in a response the rules of a schema apply, and the members that they are about."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile

from shapeproof.contract import Pointer, Schema, iter_schema, reference
from shapeproof.contract.routes import route_to
from shapeproof.rules.reading import has_rules, rules_of
from shapeproof.rules.rule import Rule

__all__ = ["member_pointer", "rules_by_path", "structure_paths"]


def structure_paths(schema: Schema, structure: str) -> list[str]:
    """The paths at which a structure is, in the order of the schema."""
    return [path for path, node, _ in iter_schema(schema) if reference(node) == structure]


def member_pointer(schema: Schema, rule: Rule, path: str) -> Pointer:
    """The pointer, from the structure of a rule, of a member that it is about (one of `at`).

    It ends where it needs the index of an item or the key of an entry.
    """
    owner = {"$ref": f"#/$defs/{rule.structure}", "$defs": schema["$defs"]}
    steps = takewhile(lambda step: step.startswith("."), route_to(owner, path))
    return tuple(step.removeprefix(".") for step in steps)


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
