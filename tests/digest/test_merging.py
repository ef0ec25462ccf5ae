"""A digest is the same however the digests of its units were merged."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.digest.archives import JOB, JOBS, LARGE, SMALL, check, digest_with, limits, units

from shapeproof.digest.bounded import add_counts, add_skipped, first_counts, first_names
from shapeproof.digest.digest import Digest, DigestSum
from shapeproof.digest.groups import kept_keys
from shapeproof.digest.json_text import digest_values, to_json
from shapeproof.digest.limits import Limits
from shapeproof.digest.parts import SkippedGroup
from shapeproof.digest.samples import FindingKey, key_of, sample_of
from shapeproof.digest.unit_digest import digest_of
from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.units import Planned, Skipped, Unit
from shapeproof.validation.catalog import SEVERITIES
from shapeproof.validation.finding import Finding

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


@given(unit=units, limits=limits, data=st.data())
def test_the_order_of_findings_in_a_unit_makes_no_difference(
    unit: Planned, limits: Limits, data: st.DataObject
) -> None:
    results = check(unit)
    shuffled = [replace(result, findings=data.draw(st.permutations(result.findings))) for result in results]
    assert digest_of(shuffled, limits=limits) == digest_of(results, limits=limits)


@given(
    parts=st.lists(st.dictionaries(st.text(max_size=2), st.integers(1, 9), max_size=9), max_size=9),
    limit=st.integers(1, 4),
)
def test_tables_keep_their_first_entries_exactly(parts: list[dict[str, int]], limit: int) -> None:
    whole: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    names: frozenset[str] = frozenset()
    skipped: dict[str, SkippedGroup] = {}
    for part in parts:
        whole.update(part)
        add_counts(counts, part, limit)
        assert len(counts) <= 2 * limit
        names = first_names(names, part, limit)
        groups = {reason: SkippedGroup(count, 0, (reason * count,)) for reason, count in part.items()}
        add_skipped(skipped, groups, limit, samples=1)
        assert len(skipped) <= 2 * limit
    first = sorted(whole)[:limit]
    assert list(first_counts(counts, limit).items()) == [(name, whole[name]) for name in first]
    assert names == frozenset(first)
    assert [(name, group.files) for name, group in first_counts(skipped, limit).items()] == [
        (name, whole[name]) for name in first
    ]


keys = st.builds(
    FindingKey,
    st.sampled_from(SEVERITIES),
    st.sampled_from("ab"),
    st.just("SP301"),
    st.just(""),
    st.text("xy", max_size=3),
)


@given(parts=st.lists(st.lists(keys), max_size=6), names=st.integers(1, 3), total=st.integers(1, 6))
def test_the_keys_that_are_kept_of_a_whole_are_kept_of_its_parts(
    parts: list[list[FindingKey]], names: int, total: int
) -> None:
    chosen = Limits(paths=names, keys=total)
    kept = [key for part in parts for key in kept_keys(set(part), chosen)]
    assert kept_keys(set(kept), chosen) == kept_keys({key for part in parts for key in part}, chosen)


def test_what_is_worse_is_kept_first() -> None:
    found = [FindingKey(severity, "a", "SP301", "", path) for severity in reversed(SEVERITIES) for path in ("yy", "z")]
    assert kept_keys(found, Limits(keys=3)) == [
        ("error", "a", "SP301", "", "z"),
        ("error", "a", "SP301", "", "yy"),
        ("warning", "a", "SP301", "", "z"),
    ]


def test_a_sample_has_no_secret_and_a_bounded_size() -> None:
    secret = "AKIA" + "IOSFODNN7EXAMPLE"
    response = {**JOB, secret: 1, "x" * 9_000: {"y" * 9_000: 1}, "HyperParameterTuningJobStatus": "z" * 9_000}
    line = json.dumps({"shapeproof": 1, "contract": JOBS, "representation": "cli", "response": response}).encode()
    unit = Unit("f" * 9_000 + ".jsonl", is_explicit=True, is_lines=True, data=line)
    digest = digest_with(LARGE)(unit)
    assert digest.findings >= 3
    text = to_json(digest_values(digest))
    assert secret not in text
    assert len(text) < 5_000 * digest.findings
    assert all(sample_of(one.located, 0) == one for group in digest.groups.values() for one in group.samples)


@given(parts=st.lists(st.text(max_size=2_000) | st.integers(0, 10**9), max_size=300))
def test_pointers_are_cut_once(parts: list[str | int]) -> None:
    located = Located(Finding("SP301", "drift", "error", tuple(parts), "A", "", "m"), "f", 0, None, None, None)
    sample = sample_of(located, 0)
    assert sum(len(str(part)) + 1 for part in sample.located.finding.pointer_parts) <= 1_000
    assert sample_of(sample.located, 0) == sample


@given(archive=archives, limits=limits)
def test_a_digest_stays_as_it_was_when_its_sum_goes_on(archive: list[Planned], limits: Limits) -> None:
    total = DigestSum(limits)
    taken: list[tuple[Digest, bytes]] = []
    for unit in archive:
        total.add(digest_with(limits)(unit))
        taken.append((total.digest(), pickle.dumps(total.digest())))
    assert all(pickle.loads(copy) == digest for digest, copy in taken)


def test_a_sum_does_not_grow_with_the_number_of_units() -> None:
    total = DigestSum(SMALL)
    sizes: list[int] = []
    for number in range(1_500):
        name = f"Made{number:05}"
        found = Finding(
            "SP301", "drift", "error", (name,), f"A.{name}", "additionalProperties", f"unknown member `{name}`"
        )
        file = f"s3://archive/{number:05}.jsonl"
        result = UnitResult(file, responses=9, problems=(f"problem {number:05}",), unnamed={f"a.b@{number:05}"})
        result.kinds = {ResponseKind("json lines", f"a.b@{number:05}", "response", "cli"): 9}
        result.ignored = {("json lines", f"reason {number:05}"): 1}
        result.skipped = [Skipped(file, f"reason {number:05}")]
        result.findings = [
            Located(replace(found, rule=f"TST{rule:03}"), file, 0, 1, 1, f"a.b@{number % 99:05}") for rule in range(3)
        ]
        total.add(digest_of([result], limits=SMALL))
        if number >= 100:
            sizes.append(len(pickle.dumps(total)))
    digest = total.digest()
    assert digest.findings == 4_500
    assert digest.responses == 9 * digest.units == 13_500
    assert max(sizes) < 2 * min(sizes)


def test_digests_of_other_limits_are_refused() -> None:
    with pytest.raises(ValueError, match="different limits"):
        Digest.empty(SMALL).merge(Digest.empty(LARGE))
