"""What the responses of a contract never showed, put as people ask for it: the owner alone, not all that is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from shapeproof.contract import iter_schema
from shapeproof.report.coverage.counts import Covered
from shapeproof.validation.coverage.features import Feature, enum_name

__all__ = ["Gaps", "Missing", "NeverThere", "gaps", "unreached"]


class NeverThere(NamedTuple):
    """A member that was never there, and how many members there are in it, none of which was either."""

    path: str
    inside: int


class Missing(NamedTuple):
    """The values of an enum that never stood anywhere, of so many; or the sizes that a list or a map never had."""

    place: str
    states: tuple[str, ...]
    all: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """What was never shown. `scenarios` maps a name to its description; `absent` are members that were always there."""

    scenarios: dict[str, str]
    values: tuple[Missing, ...]
    there: tuple[NeverThere, ...]
    absent: tuple[str, ...]
    sizes: tuple[Missing, ...]


def gaps(covered: Covered) -> Gaps:
    """The gaps of a contract; what lies in something that was never there goes without saying."""
    counts = covered.counts
    closed = unreached(covered)
    missing = [feature for feature, count in counts.items() if not count]
    never = [one.subject for one in missing if one.kind == "member" and one.state == "present"]
    reached = {
        enum_name(node, shape, path)
        for path, node, shape in iter_schema(covered.contract.response)
        if "enum" in shape and path not in closed and not _is_within(path, closed)
    }
    outermost = [path for path in never if not _is_within(path, closed)]
    return Gaps(
        scenarios={
            one.state: covered.contract.scenarios[one.state].description for one in missing if one.kind == "scenario"
        },
        values=tuple(_grouped((one for one in missing if one.kind == "value" and one.subject in reached), counts)),
        there=tuple(NeverThere(path, sum(inner.startswith(_openings(path)) for inner in never)) for path in outermost),
        absent=tuple(
            one.subject
            for one in missing
            if one.kind == "member" and one.state == "absent" and one.subject not in closed
            if not _is_within(one.subject, closed)
        ),
        sizes=tuple(
            _grouped(
                (
                    one
                    for one in missing
                    if one.kind == "size" and one.subject not in closed and not _is_within(one.subject, closed)
                ),
                counts,
            )
        ),
    )


def unreached(covered: Covered) -> frozenset[str]:
    """The places that no response has: members that were never there, items of what was never but empty."""
    held = {one.subject: False for one in covered.counts if one.kind == "size"}
    for one, count in covered.counts.items():
        if one.kind == "size" and one.state != "empty" and count:
            held[one.subject] = True
    never = {one.subject for one, count in covered.counts.items() if one[::2] == ("member", "present") and not count}
    return frozenset(
        never | {f"{path}{step}" for path, is_held in held.items() if not is_held for step in ("[]", "{}")}
    )


def _openings(path: str) -> tuple[str, ...]:
    """How the paths of all that lies in a place begin."""
    return f"{path}.", f"{path}[", f"{path}{{"


def _is_within(path: str, owners: frozenset[str]) -> bool:
    return any(path[:at] in owners for at, character in enumerate(path) if character in ".[{" and at)


def _grouped(features: Iterable[Feature], known: Iterable[Feature]) -> Iterator[Missing]:
    states: dict[tuple[str, str], list[str]] = {}
    for one in features:
        states.setdefault((one.kind, one.subject), []).append(one.state)
    totals: dict[tuple[str, str], int] = {}
    for one in known:
        totals[one.kind, one.subject] = totals.get((one.kind, one.subject), 0) + 1
    for key, missing in states.items():
        yield Missing(key[1], tuple(missing), totals[key])
