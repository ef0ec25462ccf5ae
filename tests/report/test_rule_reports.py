"""Findings about rules in every report: with the rule's id and all members that it is about."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from tests.report.conftest import CONTRACT, render

from shapeproof.baseline.filtering import BaselineFilter, NewBaseline
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.report.formats.html import HtmlReport
from shapeproof.report.formats.json import JsonReport
from shapeproof.report.formats.junit import JunitReport
from shapeproof.report.formats.sarif import SarifReport
from shapeproof.report.formats.text import TextReport
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED
from shapeproof.validation.finding import Finding

PLACES: Final = [("/HyperParameterTuningEndTime", 111), ("/CreationTime", 110)]


@pytest.fixture
def broken(examples: Path, tmp_path: Path) -> UnitResult:
    """A job that ended before it was created."""
    text = (examples / "good" / "churn_completed.json").read_text(encoding="utf-8")
    job = json.loads(text)
    file = tmp_path / "job.json"
    file.write_text(text.replace(job["CreationTime"], "2030-01-01T00:00:00Z", 1), encoding="utf-8")
    (planned,) = plan_units([str(file)])
    (result,) = Checker(CheckOptions()).check(planned)
    result.findings = [located for located in result.findings if located.finding.rule == "HPT002"]
    assert len(result.findings) == 1
    return result


def test_the_document_has_the_places_of_all_members(broken: UnitResult) -> None:
    (finding,) = json.loads(render(JsonReport(), [broken])[0])["findings"]
    assert (finding["code"], finding["kind"], finding["rule"]) == ("SP401", "rule", "HPT002")
    places = [finding, *finding["related"]]
    assert [(place["pointer"], place["line"]) for place in places] == PLACES


def test_code_scanning_gets_the_rule_and_related_locations(broken: UnitResult) -> None:
    (run,) = json.loads(render(SarifReport(), [broken])[0])["runs"]
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "HPT002"
    assert rule["shortDescription"]["text"] == "The tuning job ended before it was created."
    locations: list[dict[str, Any]] = [*result["locations"], *result["relatedLocations"]]
    assert [
        (place["logicalLocations"][0]["fullyQualifiedName"], place["physicalLocation"]["region"]["startLine"])
        for place in locations
    ] == PLACES


@pytest.mark.parametrize("report", [TextReport, JunitReport, HtmlReport])
def test_other_reports_name_the_rule(broken: UnitResult, report: Callable[[], Any]) -> None:
    text = render(report(), [broken])[0]
    assert "SP401 HPT002" in text
    assert ('class="related"' in text) is (report is HtmlReport)


def test_rules_without_a_value_are_counted_once_at_the_end() -> None:
    finding = Finding(RULE_NOT_EVALUATED.number, "rule", "note", ("A",), "A", "x-rules", "not checked: why", "TST001")
    results = [UnitResult("x.json", findings=[Located(finding, "x.json", 0, 1, 1, CONTRACT)]) for _ in range(3)]
    brief, summary = render(TextReport(), results)
    verbose, _ = render(TextReport(verbose=True), results)
    line = "1 rule not checked (3 times): no value for some responses"
    assert f"{line} (--verbose shows it)" in brief
    assert "TST001" not in brief
    assert line in verbose
    assert verbose.count("SP403 TST001") == 3
    assert summary.exit_code == 0


def test_a_baseline_tells_rules_apart(broken: UnitResult, tmp_path: Path) -> None:
    below = BaseDirectory(str(tmp_path), str(tmp_path))
    baseline = NewBaseline(below)
    baseline.filter(broken)
    (entry,) = baseline.counts
    assert (entry.code, entry.rule) == ("SP401", "HPT002")
    assert BaselineFilter(baseline.counts, below).filter(broken).findings == []
    other = {entry._replace(rule="HPT003"): 1}
    assert BaselineFilter(other, below).filter(broken).findings == broken.findings
