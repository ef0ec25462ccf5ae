"""No string in any position of a run escapes from a report: into a terminal, a log of GitHub Actions, or its format."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from tests.attack.hostile_material import hostile_contract, hostile_run
from tests.attack.hostile_strings import HostileString, parameters

from shapeproof.errors import UsageError, one_line, printable
from shapeproof.markup.json_text import readable_json
from shapeproof.report.common.schema_tree import tree
from shapeproof.report.formats.report_format import FORMATS, new_report
from shapeproof.report.live.live_summary import FindingGroup, LiveSummary, OperationSummary
from shapeproof.report.live.text import live_lines

OWN_COLOURS: Final = re.compile("\x1b\\[(?:0|1|2|3[1-6])m")
RUNNER_COMMANDS: Final = {
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "add-path",
    "echo",
} | {
    "set-env",
    "set-output",
    "save-state",
    "stop-commands",
    "add-matcher",
    "remove-matcher",
}
OPTIONS: Final = [{}, {"verbose": True, "coverage": True}]

hostile = pytest.mark.parametrize("hostile", parameters(longest=1_000))


def runner_commands(text: str) -> list[str]:
    """The commands that GitHub's runner finds in a log, as `ActionCommand.cs` of actions/runner reads its lines."""
    return [command for line in re.split("\r\n|\r|\n", text) if (command := _runner_command(line))]


def _runner_command(line: str) -> str:
    stripped = line.lstrip()
    if stripped.startswith("::") and "::" in stripped[2:]:
        name = stripped[2:].partition("::")[0].partition(" ")[0]
        if name in RUNNER_COMMANDS:
            return f"::{name}"
    _, prefix, rest = line.partition("##[")  # anywhere in the line
    return f"##[{rest.partition(']')[0]}]" if prefix and "]" in rest else ""


def render_all(text: str) -> Iterator[tuple[str, str]]:
    """Each format with each set of options, rendered."""
    contract = hostile_contract(text)
    for name in FORMATS:
        for options in OPTIONS:
            result, summary = hostile_run(text, contract)
            report = new_report(name, **options)
            pieces = [*report.add(result), *report.end(summary, lambda _: contract)]
            yield name, "".join(pieces)


def assert_printable(text: str) -> None:
    text = OWN_COLOURS.sub("", text)
    assert printable(text) == text


@hostile
def test_reports_hold_a_hostile_string(hostile: HostileString) -> None:
    for name, report in render_all(hostile.text):
        assert_printable(report)
        commands = runner_commands(report) + runner_commands(OWN_COLOURS.sub("", report))
        assert set(commands) <= ({"::error", "::warning"} if name == "github" else set()), name
        if name in CHECKS:
            CHECKS[name](report)


def check_github(report: str) -> None:
    commands = [line for line in report.split("\n") if line.startswith("::")]
    assert commands
    for command in commands:
        properties = command.split("::")[1].partition(" ")[2].split(",")
        assert [assignment.partition("=")[0] for assignment in properties] in (
            ["file", "line", "col", "title"],
            ["file", "title"],
            ["title"],
        )


def check_xml(report: str) -> None:
    document = ET.fromstring(report)
    tags = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"}
    assert {element.tag for element in document.iter()} <= tags
    attributes = {"name", "classname", "file", "tests", "failures", "errors", "skipped", "message", "type"}
    assert {key for element in document.iter() for key in element.attrib} <= attributes
    assert not document.findall(".//skipped/*")


def check_json(report: str) -> None:
    assert report.isascii()
    document = json.loads(report, parse_constant=pytest.fail)
    assert set(document) <= {"version", "findings", "skipped", "not_checked", "coverage", "summary"}


def check_sarif(report: str) -> None:
    assert report.isascii()
    document = json.loads(report)
    document_text = json.dumps(document, ensure_ascii=False)
    document_text.encode("utf-8")  # no lone surrogates
    for uri in uris(document):
        assert re.fullmatch(r"[A-Za-z0-9._~/:%-]*", uri), uri
        assert not re.search(r"%(?![0-9A-F]{2})", uri)
        assert urlsplit(uri).scheme in {"", "file", "https"}
        assert not urlsplit(uri).netloc or urlsplit(uri).scheme == "https"
    for result in document["runs"][0]["results"]:
        assert not re.search(r"(?<!\\)\]\((?:\d|\w+:)", result["message"]["text"])


def uris(document: Any) -> list[str]:
    """Every `uri` of the document."""
    found: list[str] = []
    json.loads(
        json.dumps(document), object_pairs_hook=lambda pairs: found.extend(item for key, item in pairs if key == "uri")
    )
    return found


CHECKS: Final[dict[str, Callable[[str], None]]] = {
    "github": check_github,
    "junit": check_xml,
    "json": check_json,
    "sarif": check_sarif,
}


@hostile
def test_summary_of_a_test_run_holds_a_hostile_string(hostile: HostileString) -> None:
    text = hostile.text
    summary = LiveSummary(check_errors=Counter([text]))
    summary.operations = {text: OperationSummary(), f"{text}2": OperationSummary()}
    summary.operations[text].origins[text] = 1
    for severity in ("error", "warning"):
        group = FindingGroup(severity, "SP101", text, text, [text], [text], 2)
        summary.operations[text].findings[group.key] = group
    for verbose in (False, True):
        lines = [line.text for line in live_lines(summary, verbose=verbose)]
        assert not any("\n" in line for line in lines)
        assert_printable("\n".join(lines))
        assert runner_commands("\n".join(lines)) == []


@hostile
def test_tree_of_a_contract_holds_a_hostile_string(hostile: HostileString) -> None:
    lines = list(tree(hostile_contract(hostile.text).response))
    assert not any("\n" in line for line in lines)
    assert_printable("\n".join(lines))
    assert runner_commands("\n".join(lines)) == []


@hostile
def test_error_holds_a_hostile_string(hostile: HostileString) -> None:
    lines = str(UsageError(hostile.text, where=hostile.text, hint=hostile.text)).split("\n")
    assert len(lines) <= 2
    assert_printable("\n".join(lines))
    assert runner_commands("\n".join(lines)) == []


@hostile
def test_example_as_json_is_printable_and_means_the_same(hostile: HostileString) -> None:
    text = readable_json({hostile.text: [hostile.text]})
    assert json.loads(text) == {hostile.text: [hostile.text]}
    assert_printable(text)
    assert runner_commands(text) == []


@hostile
def test_one_line_is_stable(hostile: HostileString) -> None:
    assert one_line(one_line(hostile.text)) == one_line(hostile.text)
