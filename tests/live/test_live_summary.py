"""What the plugin keeps of responses: short strings and numbers, never a response, however many there are."""

from __future__ import annotations

import gc
import json
import weakref
from typing import Any

import pytest

from shapeproof import load
from shapeproof.contract import Contract
from shapeproof.live.responses import LiveResponse
from shapeproof.live.watching import Observation, observe
from shapeproof.report.live.failure import ResponseErrors
from shapeproof.report.live.live_summary import LiveSummary
from shapeproof.report.live.text import live_lines
from shapeproof.validation.catalog import Severities

SEVERITIES = Severities()


class Body(dict[str, Any]):
    """A response that can be referred to weakly."""


@pytest.fixture(scope="module")
def flagship() -> Contract:
    return load("sagemaker.describe_hyper_parameter_tuning_job")


def observation(contract: Contract, value: object) -> Observation:
    return observe(LiveResponse(contract, "response", value, "wire", "stub"), SEVERITIES)


def unknown_members(count: int, prefix: str = "") -> dict[str, Any]:
    return {f"{prefix}Surplus{number}": 1 for number in range(count)}


def test_no_response_is_kept(flagship: Contract) -> None:
    summary, errors = LiveSummary(), ResponseErrors()
    bodies: list[weakref.ref[Body]] = []
    for number in range(50):
        body = Body({"HyperParameterTuningJobStatus": "x" * 100_000, f"Surplus{number}": "y" * 100_000})
        bodies.append(weakref.ref(body))
        observed = observation(flagship, body)
        assert observed.findings
        summary.add(observed, "test", frozenset())
        errors.add(observed)
        del body, observed
    gc.collect()
    assert not any(body() for body in bodies)
    kept = json.dumps(summary.to_data()) + "".join(errors.lines())
    assert len(kept) < 100_000


def test_summary_has_a_limit_and_counts_all(flagship: Contract) -> None:
    summary = LiveSummary()
    summary.add(observation(flagship, unknown_members(2_700)), "test")
    lines = [line.text for line in live_lines(summary)]
    assert len(lines) < 50
    errors = summary.severities["error"]
    assert errors > 2_700
    assert "The 10 largest of 2,000 causes (code, operation, path)" in lines
    assert "and 1,990 other causes (-v lists them)" in lines
    assert f"and {errors - 2_000:,} errors at other places, which are only counted" in lines
    assert lines[-1] == f"1 response of 1 operation: {errors:,} errors"
    assert sum(line.text.startswith("  error") for line in live_lines(summary, verbose=True)) == 2_000
    assert len(json.dumps(summary.to_data())) < 1_000_000


def test_many_findings_are_led_by_what_to_do_first(flagship: Contract) -> None:
    summary = LiveSummary()
    tuning_jobs = load("sagemaker.list_hyper_parameter_tuning_jobs@installed")
    for number in range(3):
        summary.add(observation(tuning_jobs, unknown_members(30)), f"test_{number}")
    summary.add(observation(flagship, {}), "test_of_little")
    texts = [line.text for line in live_lines(summary, columns=80, write_baseline="pytest … --write-it")]
    assert len(texts) < 45
    start = texts.index("Start here")
    assert texts[start + 1] == "  1. Look at sagemaker.list_hyper_parameter_tuning_jobs: 93 of 100 errors, 90 of"
    assert texts[start + 2 : start + 5] == [
        "     them SP301 (unknown member).",
        "       first met in test_0: unknown member `Surplus0`",
        "     shapeproof explain SP301",
    ]
    assert texts[start + 6] == "     pytest … --write-it"
    top = texts.index("The 10 largest of 38 causes (code, operation, path)")
    assert "(3 in 3 tests)" in texts[top + 1]
    assert all("first met in test_" in line for line in texts[top + 2 : top + 21 : 2])
    assert not any(" --write-it" in line.text for line in live_lines(summary))


def test_the_worst_comes_first_and_each_names_its_first_test(flagship: Contract) -> None:
    summary = LiveSummary()
    summary.add(observation(load("s3.list_buckets@installed"), {"Owner": {"Surplus": 1}}), "test_of_one")
    summary.add(observation(flagship, {}), "test_of_many")
    texts = [line.text for line in live_lines(summary)]
    headings = [text for text in texts if not text.startswith(" ")]
    assert headings[0].startswith(flagship.name)
    assert headings[1].startswith("s3.list_buckets@")
    findings = sum(text.startswith(("  error", "  warning", "  note")) for text in texts)
    assert sum(text.startswith("      first met in test_of_") for text in texts) == findings > 3


def test_limit_holds_across_processes(flagship: Contract) -> None:
    total = LiveSummary()
    for worker in "abc":
        summary = LiveSummary()
        summary.add(observation(flagship, unknown_members(900, worker)), worker)
        summary.add_check_error(worker)
        total.merge(LiveSummary.from_data(json.loads(json.dumps(summary.to_data()))))
    assert total.responses == 3
    assert total.severities["error"] == 3 * (900 + len(observation(flagship, {}).findings))
    assert len(total.operations[flagship.name].findings) == 2_000
    assert total.check_errors == {"a": 1, "b": 1, "c": 1}


def test_what_is_known_or_suppressed_is_no_new_finding() -> None:
    """An operation without any finding is told apart, in any process."""
    total = LiveSummary()
    clean, hidden = load("s3.list_buckets@installed"), load("s3.get_bucket_location@installed")
    for _ in range(2):
        summary = LiveSummary()
        summary.add(observation(clean, {}), "test")
        summary.add(observation(hidden, {}), "test", hidden=2)
        summary.add(observation(hidden, {"Surplus": 1}), "test", {"SP301"})
        total.merge(LiveSummary.from_data(json.loads(json.dumps(summary.to_data()))))
    assert [line.text for line in live_lines(total)] == [
        "no findings: s3.list_buckets (2)",
        "no new findings: s3.get_bucket_location (4)",
        "2 findings allowed by marks of tests",
        "6 responses of 2 operations: no new findings",
    ]
    verbose = [line.text.partition("@")[0] + line.text.partition(", ")[2] for line in live_lines(total, verbose=True)]
    assert verbose[:2] == ["s3.get_bucket_locationno new findings", "s3.list_bucketsno findings"]


def test_tests_are_counted_and_the_first_are_named(flagship: Contract) -> None:
    summary = LiveSummary()
    observed = observation(flagship, {"Surplus": 1})
    for number in range(200):
        summary.add(observed, f"test_{number}")
        summary.add(observed, f"test_{number}")
    lines = [line.text for line in live_lines(summary)]
    assert "  error SP301 Surplus, 400 times in 200 tests" in lines
    verbose = [line.text for line in live_lines(summary, verbose=True)]
    assert "      and in 150 more tests" in verbose


def test_names_of_any_length_are_cut(flagship: Contract) -> None:
    summary, errors = LiveSummary(), ResponseErrors()
    observed = observation(flagship, {"x" * 1_000_000: 1})
    summary.add(observed, "test")
    errors.add(observed)
    assert len("".join(line.text for line in live_lines(summary, verbose=True))) < 10_000
    assert len("".join(errors.lines())) < 10_000


def test_reasons_are_limited_and_all_counted() -> None:
    summary = LiveSummary()
    for number in range(1_000):
        summary.add_check_error(f"reason {number}")
    assert len(summary.check_errors) == 101
    assert summary.check_errors.total() == 1_000


def test_failure_shows_the_first_errors_and_counts_all(flagship: Contract) -> None:
    errors = ResponseErrors()
    assert not errors
    assert errors.add(observation(flagship, unknown_members(1_000)))
    assert not errors.add(observation(flagship, unknown_members(1)), {"SP301", "SP101"})
    lines = list(errors.lines())
    assert len(lines) == 42
    assert lines[0].startswith("shapeproof: 1,00")
    assert lines[-1].endswith(" more")
