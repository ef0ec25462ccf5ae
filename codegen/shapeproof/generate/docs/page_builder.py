"""Builds the reference page of a contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.contract import Contract, Part, Schema, is_union
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.contract.timeline import Timeline
from shapeproof.generate.docs.example import find_example
from shapeproof.generate.docs.history_section import build_history
from shapeproof.generate.docs.members import describe_member, enum_values
from shapeproof.generate.docs.page_model import EnumSection, Page, PageRule, PathTree, StructureSection
from shapeproof.generate.docs.path_tree import PathTreeBuilder
from shapeproof.generate.docs.streams import with_events
from shapeproof.generate.shared.error_definitions import with_named_error
from shapeproof.markup.prose import split_lead
from shapeproof.rules.reading import rule_from_json
from shapeproof.rules.rule import Rule

__all__ = ["build_page"]

_LONGEST_LEAD: Final = 400
"""The most characters that a page says before it comes to the facts."""
_PREFIXES: Final[Mapping[Part, str]] = {"response": "", "request": "request:", "error": "error:"}


def build_page(contract: Contract, timeline: Timeline | None = None) -> Page:
    """Build the page of a contract. Its example satisfies the contract, and is None if no example can be found.

    Args:
        contract: the contract.
        timeline: what came and went in responses of the operation; None if that isn't known.
    """
    title = contract.errors["title"]
    errors = {**contract.errors, "$defs": with_named_error(contract.errors["$defs"], title)}
    schemas: dict[Part, Schema] = {
        "response": with_events(contract.response),
        "request": contract.request,
        "error": errors,
    }
    uses: dict[str, list[str]] = {}
    trees: dict[Part, PathTree] = {
        part: PathTreeBuilder(schema, _PREFIXES[part], uses).build() for part, schema in schemas.items()
    }
    definitions = _definitions(schemas)
    lead, introduction = split_lead(contract.response.get("description", ""), _LONGEST_LEAD)
    return Page(
        contract=contract,
        lead=lead,
        introduction=introduction,
        request=trees["request"],
        response=trees["response"],
        error=trees["error"],
        structures=tuple(
            _structure(root, name, uses.get(name, []))
            for name, root in definitions.items()
            if "properties" in _shape(root, name)
        ),
        enums=tuple(
            _enum(root, name, uses.get(name, [])) for name, root in definitions.items() if "enum" in _shape(root, name)
        ),
        codes=enum_values(errors["$defs"].get(f"{title}Code", {})),
        example=find_example(contract),
        releases=_releases(contract),
        history=build_history(contract, timeline, trees["response"]) if timeline and timeline.lifetimes else None,
    )


def _releases(contract: Contract) -> str:
    first, last = contract.since or contract.edition, contract.through or contract.edition
    if first == last:
        return ""
    named = [
        f"{version} ({contract.released[version]})" if version in contract.released else version
        for version in (first, last)
    ]
    return f"botocore {' to '.join(named)}"


def _definitions(schemas: Mapping[Part, Schema]) -> dict[str, Schema]:
    """The schema in which each name is defined: the three parts themselves come first, then all others by name."""
    roots: dict[str, Schema] = {}
    for schema in schemas.values():
        for name in schema["$defs"]:
            roots.setdefault(name, schema)
    parts = [schema["title"] for schema in schemas.values()]
    return {name: roots[name] for name in (*parts, *sorted(roots.keys() - set(parts)))}


def _shape(root: Schema, name: str) -> Schema:
    shape: Schema = root["$defs"][name]
    return shape


def _structure(root: Schema, name: str, uses: list[str]) -> StructureSection:
    shape = _shape(root, name)
    return StructureSection(
        name=name,
        description=shape.get("description", ""),
        is_union=is_union(shape),
        members=tuple(describe_member(root, shape, member, node) for member, node in shape["properties"].items()),
        uses=tuple(uses),
        rules=tuple(_rule(rule_from_json(name, entry)) for entry in shape.get(RULES_KEYWORD, ())),
    )


def _rule(rule: Rule) -> PageRule:
    return PageRule(
        id=rule.id,
        message=rule.message,
        expression=rule.rule,
        when=rule.when or "",
        severity=rule.severity,
        source=rule.source,
        members=rule.at,
    )


def _enum(root: Schema, name: str, uses: list[str]) -> EnumSection:
    shape = _shape(root, name)
    return EnumSection(name, shape.get("description", ""), enum_values(shape), tuple(uses))
