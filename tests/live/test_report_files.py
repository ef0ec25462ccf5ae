"""`pytest --shapeproof-report FORMAT=FILE` in separate projects, as users run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
import xmlschema
from tests.live.conftest import run

from shapeproof.report.formats.report_format import FORMATS

pytestmark = pytest.mark.usefixtures("require_mock_libraries")

SCHEMA: Final = json.loads((Path(__file__).parents[1] / "cli" / "report.schema.json").read_text())
SOURCE: Final = """
    @pytest.mark.parametrize("number", range(4))
    def test_locations(number):
        for _ in range(number):
            location("nowhere")
        location("eu-west-1")

    def test_several():
        location("nowhere")
        buckets({"Buckets": [{"Name": "b"}]})

    @pytest.mark.shapeproof(allow=["SP302"])
    def test_allows_the_finding():
        location("nowhere")

    class TestQueues:
        def test_clean(self):
            buckets({"Buckets": []})
"""


def report(directory: Path, *arguments: str) -> dict[str, Any]:
    """The JSON report of a run."""
    result = run(directory, "--shapeproof-report", "json=out/report.json", *arguments)
    assert result.status in {0, 1}, result.output
    document: dict[str, Any] = json.loads((directory / "out" / "report.json").read_text())
    jsonschema_rs.validator_for(SCHEMA).validate(document)
    return document


def line_of(directory: Path, text: str) -> int:
    lines = (directory / "test_it.py").read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_each_finding_stands_at_its_test_with_its_count(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    document = report(directory)
    found = [
        (finding["section"], finding["code"], finding["path"], finding["message"].partition(" (")[2])
        for finding in document["findings"]
    ]
    assert found == [
        ("test_it.py::test_locations[1]", "SP302", "LocationConstraint", ""),
        ("test_it.py::test_locations[2]", "SP302", "LocationConstraint", "2 times in this test)"),
        ("test_it.py::test_locations[3]", "SP302", "LocationConstraint", "3 times in this test)"),
        ("test_it.py::test_several", "SP302", "LocationConstraint", ""),
    ], document["findings"]
    lines = {finding["section"]: (finding["file"], finding["line"]) for finding in document["findings"]}
    # pytest takes a decorated test to start at its first decorator, or at `def`, as Python does.
    assert lines["test_it.py::test_several"] == ("test_it.py", line_of(directory, "def test_several"))
    assert document["summary"] == {
        "files": 1,
        "responses": 14,
        "clean": 6,
        "skipped": 0,
        "codes": {"SP302": 4},
        "severities": {"error": 4},
        "exit_code": 1,
        "suppressed": 1,
    }


@pytest.mark.survey
def test_workers_together_write_what_one_process_writes(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    arguments = [f"--shapeproof-report={name}={{0}}/{name}" for name in FORMATS]
    for number in ("0", "2"):
        result = run(directory, "-n", number, *(argument.format(number) for argument in arguments))
        assert result.status == 0, result.output
    for name in FORMATS:
        single, parallel = ((directory / number / name).read_text() for number in ("0", "2"))
        assert single == parallel, name
        assert name == "statistics" or "test_it.py" in single, name


@pytest.mark.survey
def test_programs_read_the_files(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-report", "sarif=s.sarif", "--shapeproof-report", "junit=j.xml")
    sarif = json.loads((directory / "s.sarif").read_text())["runs"][0]
    places = [result["locations"][0]["physicalLocation"] for result in sarif["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"test_it.py"}
    assert places[-1]["region"] == {"startLine": line_of(directory, "def test_several")}
    assert sarif["results"][1]["message"]["text"].endswith("(2 times in this test) (test_it.py::test_locations[2])")
    suite = next(ET.parse(directory / "j.xml").getroot().iter("testsuite"))
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("test_it.py", "14", "4")
    assert "test_it.py::test_several" in "".join(suite.itertext())


@pytest.mark.survey
def test_a_page_says_nothing_of_coverage(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    assert run(directory, "--shapeproof-report=html=page.html").status == 0
    page = (directory / "page.html").read_text().replace("<wbr>", "")
    assert "test_it.py::test_several" in page
    assert 'id="coverage"' not in page


@pytest.mark.survey
def test_responses_outside_of_tests_stand_at_the_settings(project: Callable[..., Path]) -> None:
    directory = project('location("nowhere")\ndef test_nothing():\n    pass')
    (finding,) = report(directory)["findings"]
    assert (finding["file"], finding["line"], finding["section"]) == ("pytest.ini", None, "outside of tests")


@pytest.mark.survey
def test_suppressed_findings_are_counted(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    (directory / "pyproject.toml").write_text(
        '[[tool.shapeproof.ignore]]\ncode = "SP302"\ntest = "test_it.py::test_locations*"\n'
    )
    document = report(directory)
    assert [finding["section"] for finding in document["findings"]] == ["test_it.py::test_several"]
    assert document["summary"]["suppressed"] == 7


@pytest.mark.survey
def test_known_findings_are_counted(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline", "--shapeproof-baseline=known.json", "-k", "test_locations")
    document = report(directory, "--shapeproof-baseline=known.json")
    assert [finding["section"] for finding in document["findings"]] == ["test_it.py::test_several"]
    assert (document["summary"]["known"], document["summary"]["suppressed"]) == (6, 1)
    refused = run(directory, "--shapeproof-baseline=known.json", "--shapeproof-report=json=known.json")
    assert (refused.status, "this file is the baseline" in refused.output) == (4, True), refused.output


def test_an_inherited_test_has_no_line_of_its_own(project: Callable[..., Path]) -> None:
    directory = project("from base import Base\nclass TestHere(Base):\n    get = staticmethod(location)")
    (directory / "base.py").write_text("class Base:\n    def test_it(self):\n        self.get('nowhere')\n")
    (finding,) = report(directory)["findings"]
    assert (finding["file"], finding["line"], finding["section"]) == (
        "test_it.py",
        None,
        "test_it.py::TestHere::test_it",
    )


@pytest.mark.survey
def test_a_run_that_is_interrupted_says_so(project: Callable[..., Path]) -> None:
    directory = project("def test_it():\n    location('nowhere')\n    raise KeyboardInterrupt")
    run(directory, "--shapeproof-report=json=r.json")
    document = json.loads((directory / "r.json").read_text())
    assert document["summary"]["interrupted"] is True
    assert [finding["code"] for finding in document["findings"]] == ["SP302"]


@pytest.mark.survey
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("sarf=x", "--shapeproof-report sarf=x: unknown format 'sarf'"),
        ("json", "--shapeproof-report json: expected FORMAT=FILE"),
        ("json=-", "--shapeproof-report json=-: expected a file"),
        ("json=.", "--shapeproof-report json=.: expected a file, got a directory"),
    ],
)
def test_a_wrong_value_is_told_before_any_test(project: Callable[..., Path], value: str, message: str) -> None:
    result = run(project("def test_it():\n        pass"), f"--shapeproof-report={value}")
    assert (result.status, message in result.output) == (4, True), result.output
    assert "Traceback" not in result.output


def test_a_file_that_cannot_be_written_fails_the_run_and_the_others_are_written(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    (directory / "taken").write_text("a file")
    result = run(directory, "--shapeproof-report=json=taken/r.json", "--shapeproof-report=junit=j.xml")
    assert result.status == 1
    assert "taken/r.json: this report can't be written" in result.output
    assert (directory / "j.xml").is_file()


def test_collecting_writes_nothing(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    (directory / "r.json").write_text("earlier")
    run(directory, "--shapeproof-report=json=r.json", "--collect-only")
    assert (directory / "r.json").read_text() == "earlier"
    assert not list(directory.glob("*.part"))


@pytest.mark.survey
def test_the_same_finding_of_two_tests_is_two_results_of_code_scanning(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-report", "sarif=first.sarif")
    prints = fingerprints(directory / "first.sarif")
    tests = {test for test, _ in prints}
    assert len({value for _, value in prints}) == len(prints) > 1
    assert len(tests) > 1
    (directory / "test_it.py").write_text("# one more line\n" + (directory / "test_it.py").read_text())
    run(directory, "--shapeproof-report", "sarif=second.sarif")
    assert fingerprints(directory / "second.sarif") == prints


def fingerprints(file: Path) -> set[tuple[str, str]]:
    results = json.loads(file.read_text())["runs"][0]["results"]
    return {
        (result["properties"]["section"], *result["partialFingerprints"].values())
        for result in results
        if result["ruleId"] == "SP302"
    }


def test_junit_of_tests_is_valid(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-report", "junit=live.xml")
    schema = xmlschema.XMLSchema(str(Path(__file__).parents[1] / "report" / "junit-10.xsd"))
    assert [str(error) for error in schema.iter_errors(str(directory / "live.xml"))] == []
