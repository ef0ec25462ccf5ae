"""Reports on a digest, in every format: its samples, the true counts, and how many findings are not listed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest
import xmlschema
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st
from tests.digest.archives import JOB, SMALL, digest_with, units
from tests.report.conftest import CONTRACT, unit_results

from shapeproof.digest.digest import Digest, DigestSum
from shapeproof.digest.limits import DEFAULT_LIMITS, Limits
from shapeproof.digest.unit_digest import digest_of
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.units import Planned, Unit
from shapeproof.registry import load
from shapeproof.report.common.commands import Commands
from shapeproof.report.common.digest_results import sample_results, summary_of
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.screen import Screen
from shapeproof.report.formats.report_format import FORMATS, new_report
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED

TESTS: Final = Path(__file__).parents[1]
JSON_SCHEMA: Final = jsonschema_rs.Draft202012Validator(json.loads((TESTS / "cli/report.schema.json").read_bytes()))
JUNIT_SCHEMA: Final = xmlschema.XMLSchema(str(TESTS / "report/junit-10.xsd"))
URL: Final = "s3://archive/2024/jobs%20of a day.jsonl"

runs = st.lists(unit_results(), max_size=8)
limits = st.sampled_from([SMALL, DEFAULT_LIMITS])


def digest_of_all(results: list[UnitResult], limits: Limits = DEFAULT_LIMITS) -> Digest:
    total = DigestSum(limits)
    for result in results:
        total.add(digest_of([result], limits=limits))
    return total.digest()


def render(name: str, digest: Digest, **options: object) -> str:
    report = new_report(name, **options)
    text = "".join(piece for result in sample_results(digest) for piece in report.add(result))
    return unstyle(text + "".join(report.end(summary_of(digest), load)))


def summary_of_results(results: list[UnitResult]) -> RunSummary:
    summary = RunSummary()
    for result in results:
        summary.add(result)
    return summary


@given(results=runs, limits=limits)
def test_the_summary_has_the_true_counts(results: list[UnitResult], limits: Limits) -> None:
    ours, expected = summary_of(digest_of_all(results, limits)), summary_of_results(results)
    assert ours.responses == expected.responses
    assert ours.clean == expected.clean
    assert ours.codes == expected.codes
    assert ours.severities == expected.severities
    assert ours.response_kinds == expected.response_kinds
    assert ours.ignored == expected.ignored
    assert ours.exit_code == expected.exit_code
    assert ours.is_empty == expected.is_empty
    assert ours.skipped_count == sum(len(result.skipped) for result in results)
    listed = sum(len(result.findings) for result in sample_results(digest_of_all(results, limits)))
    assert ours.unlisted.listed == listed
    assert ours.unlisted.listed + ours.unlisted.findings == expected.codes.total()


@given(results=runs, limits=limits, verbose=st.booleans())
def test_json_has_the_samples_and_counts_the_rest(results: list[UnitResult], limits: Limits, *, verbose: bool) -> None:
    digest = digest_of_all(results, limits)
    document: dict[str, Any] = json.loads(render("json", digest, verbose=verbose))
    counts = Counter(finding["code"] for finding in document["findings"])
    for row in document.get("unlisted", ()):
        counts[row["code"]] += row["findings"]
    assert counts == document["summary"]["codes"]
    assert document["summary"].get("listed", len(document["findings"])) == len(document["findings"])


@given(archive=st.lists(units, max_size=6), limits=limits, verbose=st.booleans())
def test_json_is_as_its_schema_says(archive: list[Planned], limits: Limits, *, verbose: bool) -> None:
    digest = Digest.empty(limits)
    for unit in archive:
        digest = digest.merge(digest_with(limits)(unit))
    JSON_SCHEMA.validate(json.loads(render("json", digest, verbose=verbose, coverage=verbose)))


@given(results=runs, limits=limits)
def test_statistics_are_of_all_findings(results: list[UnitResult], limits: Limits) -> None:
    lines = render("statistics", digest_of_all(results, limits)).splitlines()
    counts = Counter[str]()
    for line in lines:
        if match := re.match(r" *([\d,]+)  (SP\d+)  ", line):
            counts[match[2]] += int(match[1].replace(",", ""))
    assert counts == summary_of_results(results).codes


@given(results=runs, limits=limits, verbose=st.booleans())
def test_text_accounts_for_every_finding(results: list[UnitResult], limits: Limits, *, verbose: bool) -> None:
    text = render("full", digest_of_all(results, limits), verbose=verbose)
    listed = len(re.findall(r"^  \S.*: (?:error|warning|note) SP\d", text, re.MULTILINE))
    more = sum(int(count.replace(",", "")) for count in re.findall(r"^and ([\d,]+) more ", text, re.MULTILINE))
    codes = summary_of_results(results).codes
    assert listed + more == codes.total() - (0 if verbose else codes[RULE_NOT_EVALUATED.number])


@given(results=runs, limits=limits)
def test_junit_and_sarif_say_what_they_leave_out(results: list[UnitResult], limits: Limits) -> None:
    digest = digest_of_all(results, limits)
    summary = summary_of(digest)
    total = summary.codes.total()
    expected = f"{summary.unlisted.listed:,} of {total:,} findings are listed"
    junit = render("junit", digest)
    JUNIT_SCHEMA.validate(junit)
    assert (expected in junit) is bool(summary.unlisted.findings)
    run = json.loads(render("sarif", digest))["runs"][0]
    assert len(run["results"]) == summary.unlisted.listed
    notes = [
        note for note in run["invocations"][0]["toolExecutionNotifications"] if note["descriptor"]["id"] == "unlisted"
    ]
    assert [note["message"]["text"].startswith(expected) for note in notes] == [True] * bool(summary.unlisted.findings)
    known = {entry["id"] for entry in run["tool"]["driver"]["notifications"]}
    assert ("unlisted" in known) is bool(notes)


@given(results=runs, limits=limits, name=st.sampled_from(sorted(FORMATS)), verbose=st.booleans(), quiet=st.booleans())
def test_every_format_takes_any_digest(
    results: list[UnitResult], limits: Limits, name: str, *, verbose: bool, quiet: bool
) -> None:
    digest = digest_of_all(results, limits)
    screen = Screen(20, 80) if verbose else None
    assert render(name, digest, verbose=verbose, quiet=quiet, screen=screen, commands=Commands())


@pytest.fixture(scope="module")
def archive() -> Digest:
    """The digest of an archive: ten parts of one object, with as many unknown statuses as lines, and unknown members."""
    broken = {**JOB, "HyperParameterTuningJobStatus": "Done"}
    lines = [{**broken, f"Made{number}": number} for number in range(4)]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    checker = Checker(CheckOptions(contract=CONTRACT, coverage=True))
    total = DigestSum()
    for number in range(10):
        unit = Unit(URL, is_explicit=True, is_lines=True, offset=number * len(data), length=len(data), data=data)
        total.add(digest_of(checker.check(unit), size=len(data), offset=unit.offset))
    return total.digest()


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"html", "text", "sarif"}])
def test_reports_on_an_archive(archive: Digest, name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"digest_{name}.txt", render(name, archive, commands=Commands()))


def test_sarif_has_the_address_of_an_object(archive: Digest) -> None:
    run = json.loads(render("sarif", archive))["runs"][0]
    locations = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert {location["artifactLocation"]["uri"] for location in locations} == {
        "s3://archive/2024/jobs%2520of%20a%20day.jsonl"
    }
    # Lines of a part of an object are not those of the object.
    assert sum("region" in location for location in locations) == sum(
        "after byte" not in result["message"]["text"] for result in run["results"]
    )


def test_the_page_counts_what_it_does_not_list(archive: Digest) -> None:
    page = render("html", archive)
    listed = summary_of(archive).unlisted.listed
    assert f"{listed} of 80 findings are listed: the first 3 of each contract, code and path." in page
    assert 'data-count="40 findings"' in page
    assert page.count('<li class="finding ') == listed


def test_what_is_left_out_of_a_limited_digest_is_said(archive: Digest) -> None:
    total = DigestSum(limits := replace(DEFAULT_LIMITS, samples=1, keys=1))
    checker = Checker(CheckOptions(contract=CONTRACT))
    data = json.dumps({**JOB, "Made1": 1, "Made2": 2, "HyperParameterTuningJobStatus": "Done"}).encode()
    for _ in range(2):
        total.add(digest_of(checker.check(Unit("a.json", is_explicit=True, data=data)), limits=limits))
    text = render("full", total.digest())
    assert "1 of 6 findings are listed: the first of each contract, code and path; 4 findings at other paths.\n" in text
    assert "and 2 more SP301 at other paths\n" in text
