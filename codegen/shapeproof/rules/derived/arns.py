"""ARNs that agree with the members beside them: the name or the identifier, the account, the region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.rules.derived.name_words import words_of
from shapeproof.rules.rule import Rule

__all__ = ["arn_rules"]

_ACCOUNTS: Final = frozenset({("account",), ("account", "id"), ("owner", "id"), ("owner", "account", "id")})
_REGIONS: Final = frozenset({("region",), ("aws", "region")})
_IDENTIFIERS: Final = frozenset({"id", "identifier", "name"})
"""An ARN has the name of its resource or an identifier, and which of them can't be told: 26 of 377 recorded ARNs lack the
only one that their structure has. So there is a rule only where it has both."""
_ARN: Final = "arn:aws:things:us-east-1:123456789012:thing/%s"


def arn_rules(structure: str, definition: Schema) -> Iterator[Rule]:
    """What ARNs of a structure have in common with its other members.

    Args:
        structure: its name.
        definition: its schema.
    """
    words = {
        name: words_of(name)
        for name, node in definition["properties"].items()
        if node.get("type") == "string" and not node.get("format")
    }
    identifiers: dict[tuple[str, ...], list[str]] = {}
    for name, found in words.items():
        if found and found[-1] in _IDENTIFIERS:
            identifiers.setdefault(found[:-1], []).append(name)
    for arn, found in words.items():
        if not found or found[-1] != "arn":
            continue
        own = identifiers.get(found[:-1], [])
        if len(found) > 1 and {words[name][-1] == "name" for name in own} == {True, False}:
            yield _identifier_rule(structure, arn, own)
        if len(found) == 1:
            for name, part in words.items():
                if part in _ACCOUNTS:
                    yield _part_rule(structure, "ARN2", arn, name, 4, "account", "123456789012", "210987654321")
                if part in _REGIONS:
                    yield _part_rule(structure, "ARN3", arn, name, 3, "region", "us-east-1", "us-west-2")


def _identifier_rule(structure: str, arn: str, identifiers: list[str]) -> Rule:
    options = " || ".join(
        f"(has(self.{name}) && self.{arn}.lowerAscii().contains(self.{name}.lowerAscii()))" for name in identifiers
    )
    present = " && ".join(f"has(self.{name})" for name in (arn, *identifiers))
    examples: dict[str, Any] = dict.fromkeys(identifiers, "one")
    return Rule(
        id="ARN1",
        structure=structure,
        rule=options,
        when=f"{present} && self.{arn}.startsWith('arn:')",
        message=f"{arn} contains none of {', '.join(identifiers)}",
        message_expression=None,
        at=(arn, *identifiers),
        severity="warning",
        source="the names of the members",
        keeps={arn: _ARN % "one", **examples},
        breaks={arn: _ARN % "two", **examples},
    )


def _part_rule(structure: str, kind: str, arn: str, name: str, index: int, what: str, value: str, other: str) -> Rule:
    part = f"self.{arn}.split(':')[{index}]"
    return Rule(
        id=kind,
        structure=structure,
        rule=f"{part} == '' || {part} == self.{name}",
        when=f"has(self.{arn}) && has(self.{name}) && self.{arn}.matches('^arn:[^:]*:[^:]*:[^:]*:[^:]*:')",
        message=f"{arn} has another {what} than {name}",
        message_expression=f"'the {what} in {arn} is ' + {part} + ', and {name} is ' + self.{name}",
        at=(arn, name),
        severity="warning",
        source="the names of the members",
        keeps={arn: _ARN % "one", name: value},
        breaks={arn: _ARN % "one", name: other},
    )
