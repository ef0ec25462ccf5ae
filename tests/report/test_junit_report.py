"""JUnit XML: valid by the schema of Jenkins's xUnit plugin (junit-10.xsd, MIT), and readable by junitparser."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import junitparser
import xmlschema
from hypothesis import given, settings
from tests.report.conftest import CONTRACT, RUNS, render

from shapeproof.recordings.checking.unit_result import ResponseKind, UnitResult
from shapeproof.report.formats.junit import JunitReport

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).with_name("junit-10.xsd")))


def read_suites(text: str) -> Any:
    """The test suites of a document; junitparser has no useful types."""
    return list(junitparser.JUnitXml.fromstring(text.encode()))


@settings(max_examples=50)
@given(RUNS)
def test_document_is_valid_and_its_counts_are_right(run: tuple[list[UnitResult], bool]) -> None:
    results, interrupted = run
    text, summary = render(JunitReport(), results, interrupted=interrupted)
    assert text.isascii()
    SCHEMA.validate(text)
    suites = read_suites(text)
    for suite in suites:
        outcomes = Counter(type(outcome).__name__ for case in suite for outcome in case.result)
        assert (suite.tests, suite.failures) == (len(list(suite)), outcomes["Failure"])
        assert (suite.errors, suite.skipped) == (outcomes["Error"], outcomes["Skipped"])
    cases = [case for suite in suites[:-1] for case in suite]
    assert len(cases) == summary.responses
    assert len([case for case in cases if not case.result and not case.system_out]) == summary.clean
    failed = [case for case in cases if case.result]
    assert bool(failed) == bool(summary.severities["error"])
    assert bool(list(suites[-1])) == (interrupted or summary.is_empty)


@settings(max_examples=50)
@given(RUNS)
def test_every_finding_is_listed(run: tuple[list[UnitResult], bool]) -> None:
    results, _ = run
    text, summary = render(JunitReport(), results)
    cases = [case for suite in read_suites(text) for case in suite]
    errors = "".join(outcome.text or "" for case in cases for outcome in case.result)
    output = "".join(case.system_out or "" for case in cases)
    assert errors.count(": error SP") == summary.severities["error"]
    assert output.count(": warning SP") == summary.severities["warning"]
    assert output.count(": note SP") == summary.severities["note"]


def test_responses_of_several_units_have_distinct_names() -> None:
    first, second = UnitResult("x.jsonl"), UnitResult("x.jsonl", continues=True)
    for result in (first, second):
        for index in range(2):
            result.count(ResponseKind("json lines", CONTRACT, "response", "cli"), index, clean=True)
    text, _ = render(JunitReport(), [first, second.shifted(2, 2)])
    *suites, _ = read_suites(text)
    assert [suite.name for suite in suites] == ["x.jsonl", "x.jsonl from response 2"]
    names = [case.name for suite in suites for case in suite]
    assert names == ["x.jsonl", "x.jsonl response 1", "x.jsonl response 2", "x.jsonl response 3"]
    assert {case.classname for suite in suites for case in suite} == {CONTRACT.partition("@")[0]}


def test_response_of_unknown_contract_leaves_a_gap_in_numbers() -> None:
    result = UnitResult("x.json")
    result.count(ResponseKind("json", CONTRACT, "response", "cli"), 0, clean=True)
    result.unknown += 1
    result.count(ResponseKind("json", CONTRACT, "response", "cli"), 2, clean=True)
    result.count(ResponseKind("json", "s3.list_buckets@1", "response", "cli"), 3, clean=True)
    suite, _ = read_suites(render(JunitReport(), [result])[0])
    assert [(case.name, case.classname.rpartition(".")[2]) for case in suite] == [
        ("x.json", "describe_hyper_parameter_tuning_job"),
        ("x.json response 2", "describe_hyper_parameter_tuning_job"),
        ("x.json response 3", "list_buckets"),
    ]
