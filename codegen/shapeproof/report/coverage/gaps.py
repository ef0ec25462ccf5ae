"""Coverage gaps: features that no response of a contract showed. Below a missing member nothing counts as a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from shapeproof.contract import iter_schema
from shapeproof.contract.routes import is_inside
from shapeproof.report.coverage.contract_coverage import ContractCoverage
from shapeproof.rules.reading import rules_of
from shapeproof.validation.coverage.features import Feature, FeatureKind, enum_name

__all__ = ["CoverageGaps", "MissingStates", "NeverPresent", "coverage_gaps", "unreached_paths"]


class NeverPresent(NamedTuple):
    """A member that was never present, and the number of members below it, none of which was present either."""

    path: str
    members_below: int


class MissingStates(NamedTuple):
    """Values of an enum, or sizes of a list or map, that were never shown.

    Attributes:
        subject: the name of the enum, or the path of the list or map.
        states: the missing values or sizes.
        total: how many values or sizes there are, shown or not.
    """

    subject: str
    states: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CoverageGaps:
    """What was never shown.

    Attributes:
        scenarios: the description of each missing scenario, by name.
        values: missing enum values.
        never_present: members that were never present.
        never_absent: the paths of optional members that were always present.
        sizes: missing sizes of lists and maps.
        rules: the message of each rule that no response kept, by id, and how many responses broke it.
    """

    scenarios: dict[str, str]
    values: tuple[MissingStates, ...]
    never_present: tuple[NeverPresent, ...]
    never_absent: tuple[str, ...]
    sizes: tuple[MissingStates, ...]
    rules: dict[str, tuple[str, int]]


def coverage_gaps(coverage: ContractCoverage) -> CoverageGaps:
    """Return the gaps of a contract, without those below a path that no response has."""
    counts = coverage.counts
    unreached = unreached_paths(coverage)
    missing = [feature for feature, count in counts.items() if not count]
    reached_enums = {
        enum_name(node, shape, path)
        for path, node, shape in iter_schema(coverage.contract.response)
        if "enum" in shape and path not in unreached and not _has_ancestor(path, unreached)
    }
    missing_members = [
        feature.subject for feature in missing if feature.kind == "member" and feature.state == "present"
    ]
    # A member that was never absent, or a size that was never seen, is a gap only where the member was present.
    reached = [
        feature
        for feature in missing
        if feature.subject not in unreached and not _has_ancestor(feature.subject, unreached)
    ]
    return CoverageGaps(
        scenarios={
            feature.state: coverage.contract.scenarios[feature.state].description
            for feature in missing
            if feature.kind == "scenario"
        },
        values=tuple(
            _by_subject(
                (feature for feature in missing if feature.kind == "value" and feature.subject in reached_enums), counts
            )
        ),
        never_present=tuple(
            NeverPresent(path, sum(is_inside(other, path) for other in missing_members))
            for path in missing_members
            if not _has_ancestor(path, unreached)
        ),
        never_absent=tuple(
            feature.subject for feature in reached if feature.kind == "member" and feature.state == "absent"
        ),
        sizes=tuple(_by_subject((feature for feature in reached if feature.kind == "size"), counts)),
        rules=_rules(coverage),
    )


def _rules(coverage: ContractCoverage) -> dict[str, tuple[str, int]]:
    counts = coverage.counts
    return {
        rule.id: (rule.message, counts[Feature("rule", rule.id, "broken")])
        for rule in rules_of(coverage.contract.response)
        if not counts.get(Feature("rule", rule.id, "kept"), 1)
    }


def unreached_paths(coverage: ContractCoverage) -> frozenset[str]:
    """Return the paths that no response has: members that were never present, items of lists that were always empty."""
    never_present: set[str] = set()
    is_filled: dict[str, bool] = {}
    for feature, count in coverage.counts.items():
        if feature.kind == "member" and feature.state == "present" and not count:
            never_present.add(feature.subject)
        elif feature.kind == "size":
            is_filled.setdefault(feature.subject, False)
            if feature.state != "empty" and count:
                is_filled[feature.subject] = True
    items = {f"{path}{step}" for path, filled in is_filled.items() if not filled for step in ("[]", "{}")}
    return frozenset(never_present | items)


def _has_ancestor(path: str, ancestors: frozenset[str]) -> bool:
    return any(path[:index] in ancestors for index, character in enumerate(path) if character in ".[{" and index)


def _by_subject(features: Iterable[Feature], known: Iterable[Feature]) -> Iterator[MissingStates]:
    """Group missing features by subject; `known` are all features, shown or not."""
    states: dict[tuple[FeatureKind, str], list[str]] = {}
    for feature in features:
        states.setdefault((feature.kind, feature.subject), []).append(feature.state)
    totals = Counter((feature.kind, feature.subject) for feature in known)
    for key, missing in states.items():
        yield MissingStates(key[1], tuple(missing), totals[key])
