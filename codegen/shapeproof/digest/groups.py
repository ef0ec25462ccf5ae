"""Findings counted by key, with samples of each. The keys that are kept don't depend on the order of what is added.

A set of keys keeps, of each severity, contract, code and rule, the first `Limits.paths` ones by `FindingKey.order`, and the
first `Limits.keys` of what that leaves. A key that is kept of a whole is kept of each part that has it: what was dropped
of a part has enough keys before it in the whole, too. So its count is exact, however the parts were merged.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from shapeproof.digest.limits import Limits
from shapeproof.digest.samples import FindingKey, Sample, key_of, place_of, sample_of
from shapeproof.recordings.checking.unit_result import Located

__all__ = ["FindingGroup", "GroupSum", "kept_keys"]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one key.

    Attributes:
        findings: the number of findings.
        units: the number of units that have any of them.
        explained: how many of them an overlay explains.
        traffic: how many of them are in recordings of traffic, and could be stated by an overlay.
        samples: the first ones by location.
    """

    findings: int
    units: int
    explained: int = 0
    traffic: int = 0
    samples: tuple[Sample, ...] = ()


@dataclass(slots=True)
class _Sum:
    findings: int = 0
    units: int = 0
    explained: int = 0
    traffic: int = 0
    samples: list[Sample] = field(default_factory=list[Sample])


class GroupSum:
    """Adds up groups in bounded memory."""

    def __init__(self, limits: Limits) -> None:
        """`limits` says how much is kept."""
        self._limits = limits
        self._sums: dict[tuple[str, ...], dict[FindingKey, _Sum]] = {}
        """The sums by all of a key but its path."""
        self._count = 0

    def add_finding(self, located: Located, offset: int, *, is_explained: bool, is_traffic: bool) -> None:
        """Count a finding. The unit that it is in counts in `groups`."""
        total = self._sum_of(key_of(located))
        total.findings += 1
        total.explained += is_explained
        total.traffic += is_traffic
        if self._may_be_kept(total.samples, located, offset):
            self._keep(total.samples, sample_of(located, offset))

    def add(self, groups: Mapping[FindingKey, FindingGroup]) -> None:
        """Add the counts and samples of other findings."""
        for key, group in groups.items():
            total = self._sum_of(key)
            total.findings += group.findings
            total.units += group.units
            total.explained += group.explained
            total.traffic += group.traffic
            for sample in group.samples:
                if not self._may_be_kept(total.samples, sample.located, sample.offset):
                    break  # those that follow are behind it
                self._keep(total.samples, sample)

    def groups(self, *, is_unit: bool = False) -> dict[FindingKey, FindingGroup]:
        """The groups that are kept, in their order. `is_unit` says that all of them are in one unit."""
        self._drop()
        return {
            key: FindingGroup(
                total.findings,
                1 if is_unit else total.units,
                total.explained,
                total.traffic,
                tuple(total.samples),
            )
            for sums in self._sums.values()
            for key, total in sums.items()
        }

    def _sum_of(self, key: FindingKey) -> _Sum:
        sums = self._sums.setdefault(key.group, {})
        total = sums.get(key)
        if total is None:
            total = sums[key] = _Sum()
            self._count += 1
            if len(sums) > 2 * self._limits.paths:  # seldom, because it takes long
                kept = self._sums[key.group] = {kept: sums[kept] for kept in kept_keys(sums, self._limits)}
                self._count -= len(sums) - len(kept)
            if self._count > 2 * self._limits.keys:
                self._drop()
        return total

    def _may_be_kept(self, samples: list[Sample], located: Located, offset: int) -> bool:
        """Whether a finding may be one of the first. Most are not, so that nothing is made of them."""
        if len(samples) < self._limits.samples:
            return True
        return bool(samples) and place_of(located, offset) <= place_of(samples[-1].located, samples[-1].offset)

    def _keep(self, samples: list[Sample], sample: Sample) -> None:
        place = place_of(sample.located, sample.offset)
        if not samples or place_of(samples[-1].located, samples[-1].offset) < place:
            samples.append(sample)
        else:
            insort(samples, sample, key=attrgetter("order"))
        del samples[self._limits.samples :]

    def _drop(self) -> None:
        kept = kept_keys((key for sums in self._sums.values() for key in sums), self._limits)
        sums_of, self._sums, self._count = self._sums, {}, len(kept)
        for key in kept:
            self._sums.setdefault(key.group, {})[key] = sums_of[key.group][key]


def kept_keys(keys: Iterable[FindingKey], limits: Limits) -> list[FindingKey]:
    """The keys of these that are kept, in their order."""
    kept: list[FindingKey] = []
    paths: Counter[tuple[str, ...]] = Counter()
    for key in sorted(keys, key=attrgetter("order")):
        if len(kept) >= limits.keys:
            break
        paths[key.group] += 1
        if paths[key.group] <= limits.paths:
            kept.append(key)
    return kept
