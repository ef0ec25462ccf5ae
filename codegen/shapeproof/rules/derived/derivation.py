"""All rules that are derived from a schema."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Final

from shapeproof.contract import Schema
from shapeproof.rules.derived.arns import arn_rules
from shapeproof.rules.derived.counts import count_rules
from shapeproof.rules.derived.times import time_rules
from shapeproof.rules.reading import rules_of
from shapeproof.rules.rule import Rule

__all__ = ["derived_rules"]


_MOST_OF_STRUCTURE: Final = 100
"""Of a structure that was made to have many, the others are left out. In every eighth operation of botocore 1.44.5, none has more than three."""
_UNREADABLE: Final = frozenset({"true", "false", "null", "in"})
"""Names of members that an expression can't read."""


def derived_rules(schema: Schema) -> tuple[Rule, ...]:
    """The rules that names and types of a schema suggest, without those that are about members of a written one.

    An id names the kind of rule, so that it is the same in all contracts: `TIME1` of two structures, or of two pairs of
    members of one, are two rules with one id.

    Args:
        schema: the schema of a response.
    """
    written: dict[str, list[frozenset[str]]] = {}
    for rule in rules_of(schema):
        written.setdefault(rule.structure, []).append(frozenset(rule.at))
    return tuple(
        rule
        for rule in _rules(schema)
        if _UNREADABLE.isdisjoint(rule.at)
        and not any(members.issuperset(rule.at) for members in written.get(rule.structure, ()))
    )


def _rules(schema: Schema) -> Iterator[Rule]:
    for name, definition in schema["$defs"].items():
        if "properties" in definition:
            of_structure = chain(
                time_rules(name, definition), arn_rules(name, definition), count_rules(name, definition)
            )
            yield from islice(of_structure, _MOST_OF_STRUCTURE)
