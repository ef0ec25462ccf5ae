"""SARIF: what a reader needs to show a finding, and to know it again. Its schema holds it in test_standard_tools.py."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from tests.report.conftest import CONTRACT, WHOLE_RUNS, rendered

from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.locations import portable
from shapeproof.report.formats.sarif import SarifReport
from shapeproof.validation.catalog import CODES
from shapeproof.validation.finding import Finding


def run_of(parts: list[UnitResult], *, interrupted: bool = False, verbose: bool = False) -> dict[str, Any]:
    text, _ = rendered(SarifReport(verbose=verbose), parts, interrupted=interrupted)
    assert text.isascii()
    document = json.loads(text)
    document_text = json.dumps(document, ensure_ascii=False)
    document_text.encode("utf-8")  # no lone surrogates, which some readers refuse
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    return run  # type: ignore[no-any-return]


@settings(max_examples=50)
@given(WHOLE_RUNS)
def test_every_finding_is_a_result_that_fits_its_rule(whole: tuple[list[UnitResult], bool]) -> None:
    parts, interrupted = whole
    run = run_of(parts, interrupted=interrupted)
    found = [one for part in parts for one in part.findings]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for located, result in zip(found, run["results"], strict=True):
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == located.finding.code
        assert result["level"] == located.finding.severity
        physical = result["locations"][0]["physicalLocation"]
        region = physical.get("region", {})
        assert (region.get("startLine"), region.get("startColumn")) == (located.line, located.column)
        uri = urlsplit(str(physical["artifactLocation"]["uri"]))
        path = unquote(uri.path, errors="surrogateescape")
        assert path == (portable(located.file) or "-")
        assert uri.scheme == ("file" if located.file.startswith("/") else "")
    assert run["invocations"][0]["executionSuccessful"] is (run["invocations"][0]["exitCode"] < 2)
    told = {one["descriptor"]["id"] for one in run["invocations"][0]["toolExecutionNotifications"]}
    assert ("interrupted" in told) == interrupted


def test_every_code_is_a_rule_with_its_name_and_hint() -> None:
    rules = run_of([])["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["name"], rule["help"]["text"]) for rule in rules] == [
        (code.number, code.name, code.hint) for code in CODES.values()
    ]


def located(
    file: str = "a.json", code: str = "SP101", path: str = "A", line: int = 1, contract: str = CONTRACT
) -> Located:
    return Located(Finding(code, "structure", "error", ("A",), path, "required", "so"), file, 0, line, 1, contract)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (located(line=7), True),
        (located(file="./a.json"), True),
        (located(file="b.json"), False),
        (located(code="SP102"), False),
        (located(path="B"), False),
        (located(contract="s3.list_buckets@1"), False),
    ],
)
def test_a_finding_is_known_again_by_file_contract_code_and_path(other: Located, same: bool) -> None:
    first, second = run_of([UnitResult("a.json", findings=[located(), other])])["results"]
    assert (first["partialFingerprints"] == second["partialFingerprints"]) is same


def test_what_is_skipped_is_told_if_asked_for() -> None:
    part = UnitResult("a.json")
    from shapeproof.recordings.discovery.files import Skipped

    part.skipped.append(Skipped("a b.json", "for a reason"))
    (told,) = [
        one
        for one in run_of([part], verbose=True)["invocations"][0]["toolExecutionNotifications"]
        if one["level"] == "note"
    ]
    assert told["message"]["text"] == "for a reason"
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.json"
