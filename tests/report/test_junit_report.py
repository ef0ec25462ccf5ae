"""JUnit's XML: valid by the schema of Jenkins's xUnit plugin (junit-10.xsd, MIT), and read by another's reader."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import junitparser
import xmlschema
from hypothesis import given, settings
from tests.report.conftest import CONTRACT, WHOLE_RUNS, rendered

from shapeproof.recordings.checking.unit_result import ResponseKind, UnitResult
from shapeproof.report.formats.junit import JunitReport

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).with_name("junit-10.xsd")))


def read(text: str) -> Any:
    """The test suites; junitparser's types say little."""
    return list(junitparser.JUnitXml.fromstring(text.encode()))


@settings(max_examples=50)
@given(WHOLE_RUNS)
def test_whatever_is_found_it_is_valid_and_counts_what_it_lists(run: tuple[list[UnitResult], bool]) -> None:
    parts, interrupted = run
    text, tally = rendered(JunitReport(), parts, interrupted=interrupted)
    assert text.isascii()
    SCHEMA.validate(text)
    suites = read(text)
    for suite in suites:
        outcomes = Counter(type(one).__name__ for case in suite for one in case.result)
        assert (suite.tests, suite.failures) == (len(list(suite)), outcomes["Failure"])
        assert (suite.errors, suite.skipped) == (outcomes["Error"], outcomes["Skipped"])
    cases = [case for suite in suites[:-1] for case in suite]
    assert len(cases) == tally.responses
    assert len([case for case in cases if not case.result and not case.system_out]) == tally.clean
    failed = [case for case in cases if case.result]
    assert bool(failed) == bool(tally.severities["error"])
    assert bool(list(suites[-1])) == (interrupted or tally.is_empty)


@settings(max_examples=50)
@given(WHOLE_RUNS)
def test_every_finding_is_in_it(run: tuple[list[UnitResult], bool]) -> None:
    parts, _ = run
    text, tally = rendered(JunitReport(), parts)
    cases = [case for suite in read(text) for case in suite]
    told = "".join(one.text or "" for case in cases for one in case.result)
    out = "".join(case.system_out or "" for case in cases)
    assert told.count(": error SP") == tally.severities["error"]
    assert out.count(": warning SP") == tally.severities["warning"]
    assert out.count(": note SP") == tally.severities["note"]


def test_responses_of_a_file_that_comes_in_stretches_have_names_of_their_own() -> None:
    first, second = UnitResult("x.jsonl"), UnitResult("x.jsonl", continues=True)
    for part in (first, second):
        for index in range(2):
            part.count(ResponseKind("json lines", CONTRACT, "response", "cli"), index, clean=True)
    text, _ = rendered(JunitReport(), [first, second.after(2, 2)])
    *suites, _ = read(text)
    assert [suite.name for suite in suites] == ["x.jsonl", "x.jsonl from response 2"]
    names = [case.name for suite in suites for case in suite]
    assert names == ["x.jsonl", "x.jsonl response 1", "x.jsonl response 2", "x.jsonl response 3"]
    assert {case.classname for suite in suites for case in suite} == {CONTRACT.partition("@")[0]}


def test_a_response_of_nothing_known_leaves_a_gap_and_the_next_keeps_its_number() -> None:
    part = UnitResult("x.json")
    part.count(ResponseKind("json", CONTRACT, "response", "cli"), 0, clean=True)
    part.unknown += 1
    part.count(ResponseKind("json", CONTRACT, "response", "cli"), 2, clean=True)
    part.count(ResponseKind("json", "s3.list_buckets@1", "response", "cli"), 3, clean=True)
    suite, _ = read(rendered(JunitReport(), [part])[0])
    assert [(case.name, case.classname.rpartition(".")[2]) for case in suite] == [
        ("x.json", "describe_hyper_parameter_tuning_job"),
        ("x.json response 2", "describe_hyper_parameter_tuning_job"),
        ("x.json response 3", "list_buckets"),
    ]
