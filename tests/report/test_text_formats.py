"""The formats for people: what fits on a screen, causes counted, a line for each finding."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st
from tests.report.conftest import CONTRACT, RUNS, render

from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.model import FormName
from shapeproof.report.common.cause_counter import CauseCounter
from shapeproof.report.common.causes import Cause, by_operation, worst_first
from shapeproof.report.common.commands import Commands
from shapeproof.report.common.next_steps import next_steps
from shapeproof.report.common.screen import Screen
from shapeproof.report.formats.concise import ConciseReport
from shapeproof.report.formats.fitted import FittedReport
from shapeproof.report.formats.grouped import GroupedReport
from shapeproof.report.formats.statistics import StatisticsReport
from shapeproof.report.formats.text import TextReport
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity
from shapeproof.validation.finding import Finding
from shapeproof.validation.known_deviations import KNOWN

QUICKFIX = re.compile(r".+?:\d+:\d+: SP\d{3}( TST\d+)? \S+ (?:/.*)? ?.+")
SCREENS = st.builds(Screen, st.integers(1, 60), st.integers(1, 120))


def results_of(*paths: Path) -> list[UnitResult]:
    checker = Checker(CheckOptions())
    return [result for unit in plan_units([str(path) for path in paths]) for result in checker.check(unit)]


def seen(file: str, form: FormName, *findings: Finding) -> UnitResult:
    result = UnitResult(file)
    result.count(ResponseKind(form, CONTRACT, "response", "cli"), 0, clean=False)
    result.findings = [Located(finding, file, 0, 3, 5, CONTRACT) for finding in findings]
    return result


def missing(path: str, severity: Severity = "error", message: str = "required member is missing") -> Finding:
    return Finding("SP101", "structure", severity, (path,), path, "required", message)


def cause(severity: Severity, code: str, operation: str, path: str, count: int = 1, aws: int = 0) -> Cause:
    return Cause(severity, code, operation, path, f"{path}.json:1:1", "a message", count=count, aws=aws)


@given(RUNS, SCREENS)
def test_a_screen_shows_the_full_text_or_is_not_enough_for_it(
    run: tuple[list[UnitResult], bool], screen: Screen
) -> None:
    results, interrupted = run
    full, summary = render(TextReport(), results, interrupted=interrupted)
    grouped, _ = render(GroupedReport(screen=screen), results, interrupted=interrupted)
    fitted, same = render(FittedReport(screen=screen), results, interrupted=interrupted)
    assert fitted == (full if screen.height(full) < screen.lines else grouped)
    assert same == summary
    assert render(FittedReport(), results, interrupted=interrupted)[0] == full


@given(RUNS)
def test_a_verbose_text_is_full_on_any_screen(run: tuple[list[UnitResult], bool]) -> None:
    full, _ = render(TextReport(verbose=True), run[0])
    assert render(FittedReport(verbose=True, screen=Screen(1, 1)), run[0])[0] == full


@given(RUNS)
def test_causes_have_every_finding_once(run: tuple[list[UnitResult], bool]) -> None:
    counter, counts = CauseCounter(), Counter[tuple[str, str]]()
    for result in run[0]:
        counter.add(result)
        counts.update((located.finding.severity, located.finding.label) for located in result.findings)
    of_causes: Counter[tuple[str, str]] = Counter()
    for known in counter.causes:
        of_causes[known.severity, known.label] += known.count
        assert 1 <= known.sources <= known.count
        assert 0 <= known.aws <= known.count
    assert of_causes == counts
    assert sum(counter.kinds.values()) == counts.total()
    assert sorted(map(id, counter.causes)) == sorted(
        id(c) for group in by_operation(counter.causes) for c in group.causes
    )
    ranks = [(SEVERITIES.index(known.severity), -known.count) for known in worst_first(counter.causes)]
    assert ranks == sorted(ranks)


@given(RUNS)
def test_verbose_grouped_text_has_every_cause(run: tuple[list[UnitResult], bool]) -> None:
    text = unstyle(render(GroupedReport(verbose=True), run[0])[0])
    counter = CauseCounter()
    for result in run[0]:
        counter.add(result)
    headings = re.findall(r"^  (?:error|warning|note) SP\d{3}", text, re.MULTILINE)
    assert len(headings) == len(counter.causes)


@given(RUNS)
def test_concise_text_has_a_line_for_each_finding(run: tuple[list[UnitResult], bool]) -> None:
    report = ConciseReport()
    for result in run[0]:
        lines = "".join(report.add(result)).splitlines()
        assert len(lines) == len(result.findings)
        assert all(map(QUICKFIX.fullmatch, lines))


@given(RUNS)
def test_statistics_add_up(run: tuple[list[UnitResult], bool]) -> None:
    text, summary = render(StatisticsReport(), run[0])
    counts: Counter[str] = Counter()
    for count, code, severity, title in re.findall(r"^ *(\d+)  (SP\d{3})  (\w+) +(.+)$", unstyle(text), re.MULTILINE):
        counts[code] += int(count)
        assert severity in SEVERITIES
        assert title == CODES[code].title
    assert counts == summary.codes


@pytest.mark.parametrize("report", [GroupedReport(quiet=True), ConciseReport(quiet=True), StatisticsReport(quiet=True)])
def test_quiet_is_the_summary_line(report: GroupedReport, examples: Path) -> None:
    text, _ = render(report, results_of(examples / "bad"))
    assert text.count("\n") == 1


@pytest.mark.parametrize(
    ("forms", "files", "aws"),
    [
        (["placebo", "vcr"], ["a", "b"], 2),
        (["placebo", "placebo"], ["a", "a"], 0),  # one file: it may be the file's own fault
        (["json", "json"], ["a", "b"], 0),  # a person may have written them
        (["json", "har", "recording line"], ["a", "b", "c"], 2),
    ],
)
def test_what_recorders_saw_in_several_files_is_probably_aws_s_own(
    forms: list[FormName], files: list[str], aws: int
) -> None:
    counter = CauseCounter()
    for form, file in zip(forms, files, strict=True):
        counter.add(seen(file, form, missing("A")))
    [only] = counter.causes
    assert (only.count, only.aws) == (len(forms), aws)


def test_causes_are_bounded_and_all_findings_counted() -> None:
    report = GroupedReport(screen=Screen(24, 80))
    results = [seen(f"{number}.json", "json", missing(f"Member{number}")) for number in range(10_050)]
    text = unstyle(render(report, results)[0])
    assert text.startswith("10,050 findings: 10,050 errors\n")
    assert "The 10 largest of 10,000 causes" in text
    assert "\nand 50 findings of other causes\n" in text
    assert len(text.splitlines()) < 300


def test_what_an_overlay_explains_is_aws_s_own() -> None:
    counter = CauseCounter()
    counter.add(seen("a", "json", missing("A", "note", f"{KNOWN} (it is new): …"), missing("A")))
    assert [(c.severity, c.count, c.aws) for c in counter.causes] == [("note", 1, 1), ("error", 1, 0)]


def test_what_no_overlay_states_is_not_aws_s_own() -> None:
    counter = CauseCounter()
    wrong_type = Finding("SP102", "structure", "error", ("A",), "A", "type", "expected a string")
    for file in "ab":
        counter.add(seen(file, "placebo", wrong_type))
    assert [c.aws for c in counter.causes] == [0]


SAGEMAKER, S3 = "sagemaker.list_models@1", "s3.list_buckets@1"


@pytest.mark.parametrize(
    ("causes", "commands"),
    [
        ([cause("note", "SP101", S3, "A")], []),
        ([cause("error", "SP101", S3, "A")], ["shapeproof explain SP101"]),
        (
            [cause("error", "SP101", S3, "A", 2), cause("error", "SP302", SAGEMAKER, "B", 3)],
            ["shapeproof explain SP302", "BASELINE"],
        ),
        (  # the operation counts, not the single cause
            [
                cause("error", "SP302", SAGEMAKER, "A", 3),
                *(cause("error", "SP101", S3, path, 2) for path in "AB"),
                cause("error", "SP102", S3, "C", 3),
            ],
            ["shapeproof explain SP101", "BASELINE"],
        ),
        (
            [cause("error", "SP302", SAGEMAKER, "A", 9, aws=9), cause("error", "SP101", S3, "A")],
            ["shapeproof explain SP101"],
        ),
        ([cause("error", "SP302", SAGEMAKER, "A", 9, aws=9)], ["OVERLAY"]),
        ([cause("warning", "SP220", S3, "A"), cause("note", "SP101", S3, "A")], ["shapeproof explain SP220"]),
        (
            [cause("error", "SP101", S3, "A"), cause("error", "SP302", S3, "B"), cause("error", "SP901", "", "x.json")],
            ["shapeproof explain SP901", "shapeproof explain SP101", "BASELINE"],
        ),
        (  # a run that is not complete writes no baseline
            [cause("error", "SP101", S3, "A"), cause("error", "SP302", S3, "B"), cause("error", "SP990", "", "x.json")],
            ["shapeproof explain SP990", "shapeproof explain SP101"],
        ),
    ],
)
def test_next_steps(causes: list[Cause], commands: list[str]) -> None:
    steps = list(next_steps(causes, Commands("BASELINE", "OVERLAY"), has_baseline=False))
    assert [step.command for step in steps] == commands
    with_baseline = list(next_steps(causes, Commands("BASELINE", "OVERLAY"), has_baseline=True))
    assert with_baseline == [step for step in steps if step.command != "BASELINE"]


def test_what_is_probably_aws_s_own_is_listed_last() -> None:
    theirs = [seen(f"{number}.yaml", "vcr", missing(f"Theirs{number % 2}")) for number in range(40)]
    own = [seen(f"{number}.json", "json", missing(f"Own{number}")) for number in range(12)]
    text = unstyle(render(GroupedReport(), [*theirs, *own])[0])
    step = re.search(r"Look at \S+ (\d+) of", text) or re.search(r": (\d+) errors? that are not AWS's own", text)
    assert step
    first, _, last = text.partition("Probably AWS's own\n")
    assert "The 10 largest of 12 causes" in first
    assert "The other 2 causes, by operation\n" in first
    assert f"{CONTRACT}, beside those above: 2 errors\n" in first
    assert int(step[1]) == 12
    assert "Theirs" not in first.partition("The 10 largest")[2]
    assert last.count("Theirs") >= 2
