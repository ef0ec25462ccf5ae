"""A digest is the same however the digests of its units were merged."""

from __future__ import annotations

import pickle
from collections import Counter
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.digest.archives import LARGE, SMALL, check, digest_with, limits, units

from shapeproof.digest.digest import Digest, DigestSum
from shapeproof.digest.limits import Limits
from shapeproof.digest.samples import key_of, sample_of
from shapeproof.recordings.discovery.units import Planned, Unit

archives = st.lists(units, max_size=10)


def merge_all(digests: list[Digest], limits: Limits) -> Digest:
    return reduce(Digest.merge, digests, Digest.empty(limits))


@given(data=st.data(), limits=limits)
def test_merging_is_associative_and_commutative(data: st.DataObject, limits: Limits) -> None:
    first, second, third = (digest_with(limits)(data.draw(units)) for _ in range(3))
    assert first.merge(second) == second.merge(first)
    assert first.merge(second).merge(third) == first.merge(second.merge(third))


@given(unit=units, limits=limits)
def test_the_digest_of_nothing_changes_nothing(unit: Planned, limits: Limits) -> None:
    digest = digest_with(limits)(unit)
    assert digest.merge(Digest.empty(limits)) == digest == Digest.empty(limits).merge(digest)
    assert merge_all([], limits) == Digest.empty(limits)


@given(archive=archives, limits=limits, data=st.data())
def test_the_order_and_the_grouping_make_no_difference(
    archive: list[Planned], limits: Limits, data: st.DataObject
) -> None:
    digests = [digest_with(limits)(unit) for unit in archive]
    expected = merge_all(digests, limits)
    shuffled = data.draw(st.permutations(digests))
    workers = data.draw(st.lists(st.integers(0, 3), min_size=len(shuffled), max_size=len(shuffled)))
    by_worker = [DigestSum(limits) for _ in range(4)]
    for worker, digest in zip(workers, shuffled, strict=True):
        by_worker[worker].add(digest)
    assert merge_all([worker.digest() for worker in by_worker], limits) == expected


@given(archive=archives, limits=limits)
def test_a_digest_can_be_sent(archive: list[Planned], limits: Limits) -> None:
    digest = merge_all([digest_with(limits)(unit) for unit in archive], limits)
    assert pickle.loads(pickle.dumps(digest)) == digest


@given(archive=archives)
def test_it_counts_what_the_results_say(archive: list[Planned]) -> None:
    digest = merge_all([digest_with(LARGE)(unit) for unit in archive], LARGE)
    results = [result for unit in archive for result in check(unit)]
    findings = [located for result in results for located in result.findings]
    assert digest.units == len(archive)
    assert digest.responses == sum(result.responses for result in results)
    assert digest.clean == sum(result.clean for result in results)
    assert digest.skipped_files == sum(len(result.skipped) for result in results)
    assert digest.findings == len(findings)
    assert {key: group.findings for key, group in digest.groups.items()} == Counter(map(key_of, findings))
    assert sum(counter.responses for counter in digest.coverage.values()) == sum(
        counter.responses for result in results for counter in result.coverage.values()
    )


@given(archive=archives, limits=limits)
def test_its_samples_are_the_first_ones_by_location(archive: list[Planned], limits: Limits) -> None:
    digest = merge_all([digest_with(limits)(unit) for unit in archive], limits)
    found = [
        (key_of(located), sample_of(located, unit.offset if isinstance(unit, Unit) else 0))
        for unit in archive
        for result in check(unit)
        for located in result.findings
    ]
    for key, group in digest.groups.items():
        samples = sorted((sample for other, sample in found if other == key), key=lambda sample: sample.order)
        assert group.samples == tuple(samples[: limits.samples])


@given(archive=archives)
def test_a_small_digest_keeps_what_it_may(archive: list[Planned]) -> None:
    whole = merge_all([digest_with(LARGE)(unit) for unit in archive], LARGE)
    digest = merge_all([digest_with(SMALL)(unit) for unit in archive], SMALL)
    assert len(digest.groups) <= SMALL.keys
    assert max(Counter(key.group for key in digest.groups).values(), default=0) <= SMALL.paths
    assert all(len(group.samples) <= SMALL.samples for group in digest.groups.values())
    assert len(digest.ignored) <= SMALL.names
    assert len(digest.skipped) <= SMALL.names
    assert len(digest.kinds) <= SMALL.contracts
    assert len(digest.coverage) <= SMALL.contracts
    assert len(digest.unevaluated) <= SMALL.names
    # Whatever is kept is exact, and the totals are those of everything.
    assert all(whole.groups[key].findings == group.findings for key, group in digest.groups.items())
    assert digest.codes == whole.codes
    assert digest.responses == whole.responses
    assert digest.skipped_files == whole.skipped_files


@given(archive=archives, limits=limits)
def test_a_digest_stays_as_it_was_when_its_sum_goes_on(archive: list[Planned], limits: Limits) -> None:
    total = DigestSum(limits)
    taken: list[tuple[Digest, bytes]] = []
    for unit in archive:
        total.add(digest_with(limits)(unit))
        taken.append((total.digest(), pickle.dumps(total.digest())))
    assert all(pickle.loads(copy) == digest for digest, copy in taken)


def test_digests_of_other_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="different limits"):
        Digest.empty(SMALL).merge(Digest.empty(LARGE))
