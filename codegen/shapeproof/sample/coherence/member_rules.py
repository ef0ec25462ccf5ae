"""What rules say of the members of structures, so that what they exclude is not drawn: it would only be repaired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shapeproof.contract import Schema
from shapeproof.rules.checked_rule import CheckedRule
from shapeproof.sample.coherence.exclusions import Exclusions, exclusions
from shapeproof.sample.coherence.member_tests import MemberTests, member_tests

__all__ = ["NO_MEMBER_RULES", "MemberRules", "member_rules"]


class MemberRules(NamedTuple):
    """What plans of coherent responses follow.

    Attributes:
        tests: the promises about one member alone, by structure and member.
        exclusions: the members that are absent beside others, by structure.
    """

    tests: Mapping[tuple[str, str], MemberTests]
    exclusions: Mapping[str, Exclusions]


NO_MEMBER_RULES = MemberRules({}, {})


def member_rules(root: Schema, rules: Iterable[CheckedRule]) -> MemberRules:
    """What the rules of a schema say of members."""
    checked = tuple(rules)
    return MemberRules(member_tests(root, checked), exclusions(checked))
