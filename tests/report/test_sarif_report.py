"""SARIF: the locations, rules and fingerprints of findings. test_standard_tools.py validates reports by the schema."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from tests.report.conftest import CONTRACT, RUNS, render

from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.report.common.locations import portable_path
from shapeproof.report.formats.sarif import SarifReport
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding


def sarif_run(results: list[UnitResult], *, interrupted: bool = False, verbose: bool = False) -> dict[str, Any]:
    text, _ = render(SarifReport(verbose=verbose), results, interrupted=interrupted)
    assert text.isascii()
    document = json.loads(text)
    document_text = json.dumps(document, ensure_ascii=False)
    document_text.encode("utf-8")  # no lone surrogates, which some readers reject
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    return run  # type: ignore[no-any-return]


@settings(max_examples=50)
@given(RUNS)
def test_every_finding_is_a_result_with_its_rule(whole_run: tuple[list[UnitResult], bool]) -> None:
    results, interrupted = whole_run
    run = sarif_run(results, interrupted=interrupted)
    findings = [located for result in results for located in result.findings]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for located, result in zip(findings, run["results"], strict=True):
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == (located.finding.rule or located.finding.code)
        related = [location["physicalLocation"].get("region", {}) for location in result.get("relatedLocations", [])]
        assert [(place.get("startLine"), place.get("startColumn")) for place in related] == list(located.related)
        assert result["level"] == located.finding.severity
        physical = result["locations"][0]["physicalLocation"]
        region = physical.get("region", {})
        assert (region.get("startLine"), region.get("startColumn")) == (located.line, located.column)
        uri = urlsplit(str(physical["artifactLocation"]["uri"]))
        path = unquote(uri.path, errors="surrogateescape")
        assert path == (portable_path(located.file) or "-")
        assert uri.scheme == ("file" if located.file.startswith("/") else "")
    assert run["invocations"][0]["executionSuccessful"] is (run["invocations"][0]["exitCode"] < 2)
    notifications = {
        notification["descriptor"]["id"] for notification in run["invocations"][0]["toolExecutionNotifications"]
    }
    assert ("interrupted" in notifications) == interrupted


def test_every_code_is_a_rule_with_its_name_and_hint() -> None:
    rules = sarif_run([])["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["name"], rule["help"]["text"]) for rule in rules] == [
        (code.number, code.name, code.hint) for code in CODES.values()
    ]


def located(
    file: str = "a.json", code: str = "SP101", path: str = "A", line: int = 1, contract: str = CONTRACT
) -> Located:
    return Located(
        Finding(code, "structure", "error", ("A",), path, "required", "a message"), file, 0, line, 1, contract
    )


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (located(line=7), True),
        (located(file="./a.json"), True),
        (located(file="b.json"), False),
        (located(code="SP102"), False),
        (located(path="B"), False),
        (located(contract="s3.list_buckets@1"), False),
    ],
)
def test_fingerprint_depends_on_file_contract_code_and_path(other: Located, is_same: bool) -> None:
    first, second = sarif_run([UnitResult("a.json", findings=[located(), other])])["results"]
    assert (first["partialFingerprints"] == second["partialFingerprints"]) is is_same


def test_verbose_report_lists_skipped_files() -> None:
    result = UnitResult("a.json", skipped=[Skipped("a b.json", "for a reason")])
    (notification,) = [
        notification
        for notification in sarif_run([result], verbose=True)["invocations"][0]["toolExecutionNotifications"]
        if notification["level"] == "note"
    ]
    assert notification["message"]["text"] == "for a reason"
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.json"
