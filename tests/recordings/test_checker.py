"""Checking directories of mixed forms, botocore's examples, traffic of other hosts; and files that need an extra."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.recordings.recorders import WITHOUT_RULES, needs_botocore

from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.errors import MissingExtraError
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult, renumber
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.recordings.discovery.units import Unit
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.responses import smallest

TARGET = {"X-Amz-Target": ["SageMaker.DescribeHyperParameterTuningJob"]}


def results(path: Path, selection: Selection | None = None) -> dict[str, UnitResult]:
    checker = Checker(CheckOptions(chosen=WITHOUT_RULES))
    planned_units = plan_units([str(path)], [selection] if selection else ())
    return {Path(planned.path).name: result for planned in planned_units for result in checker.check(planned)}


def cassette(body: str, url: str = "https://api.sagemaker.us-east-1.amazonaws.com/", **headers: Any) -> dict[str, Any]:
    request = {"method": "POST", "uri": url, "body": "{}", "headers": headers or TARGET}
    response = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": body}}
    return {"version": 1, "interactions": [{"request": request, "response": response}]}


@needs_botocore
def test_the_directory_of_botocore_examples_identifies_their_contracts(tmp_path: Path) -> None:
    package = importlib.util.find_spec("botocore")
    assert package is not None
    assert package.submodule_search_locations
    file = Path(package.submodule_search_locations[0]) / "data/acm-pca/2017-08-22/examples-1.json"
    real: Any = json.loads(file.read_bytes()) if file.is_file() else None
    ours: Any = {"version": "1.0", "examples": {"GetTopicAttributes": [
            {"id": "a", "title": "b", "output": {"Attributes": {"a": 1}}},
            {"id": "without an output"},
            {"id": "c", "output": "text"},
        ]}}  # fmt: skip
    directory = tmp_path / "data" / "sns" / "2010-03-31"
    directory.mkdir(parents=True)
    (directory / "examples-1.json").write_text(json.dumps(ours, indent=1))
    (result,) = results(directory).values()
    findings = [
        (located.finding.code, located.index, located.finding.pointer, located.line) for located in result.findings
    ]
    assert findings == [("SP102", 0, "/Attributes/a", 10), ("SP914", 1, "", 19)]
    assert result.forms == ("botocore examples",)
    if real:
        (result,) = results(file).values()
        outputs = [example for examples in real["examples"].values() for example in examples if "output" in example]
        assert result.responses == len(outputs)


def test_examples_of_an_unknown_service(tmp_path: Path, check: Any) -> None:
    document = {"version": "1.0", "examples": {"GetThing": [{"id": "a", "output": {"A": 1}}]}}
    (tmp_path / "examples-1.json").write_text(json.dumps(document))
    assert [located.finding.code for located in check(tmp_path / "examples-1.json")] == ["SP991"]
    assert check(tmp_path) == []


def test_traffic_of_another_host_is_ignored(tmp_path: Path) -> None:
    entries: list[Any] = [
        {
            "request": {"method": "GET", "url": f"https://www.example.com/{n}", "headers": []},
            "response": {"status": n, "headers": [], "content": {"size": 3, "text": "{]", "mimeType": "text/html"}},
        }
        for n in (200, 404, 0)
    ]
    (tmp_path / "x.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    (result,) = results(tmp_path).values()
    assert (result.findings, result.responses, list(result.ignored.values())) == ([], 0, [3])


@pytest.mark.parametrize(
    "text", ['{"log": {"entries": []}}', '{"log": {"entries": [{}]}}', '{"interactions": [{"a": 1']
)
def test_an_empty_or_truncated_archive(tmp_path: Path, check: Any, text: str) -> None:
    (tmp_path / "x.har").write_text(text)
    (located,) = check(tmp_path)
    assert located.finding.code in {"SP902", "SP914", "SP901"}
    assert located.line == 1


@needs_botocore
def test_a_directory_of_mixed_forms(flagship: Contract, tmp_path: Path) -> None:
    good = smallest(flagship.response)
    wire = json.dumps(from_cli(flagship.response, good, "wire"))
    (tmp_path / "plain.json").write_text(json.dumps(good))
    (tmp_path / "cassette.json").write_text(json.dumps(cassette(wire)))
    (tmp_path / "cassette.yml").write_text(json.dumps(cassette(wire)))
    (tmp_path / "no_ending").write_text(json.dumps(cassette(wire)))
    (tmp_path / "lines.jsonl").write_text(json.dumps(good) + "\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.yaml").write_text(json.dumps(cassette(wire)))
    forms = {name: result.forms for name, result in results(tmp_path).items() if result.forms}
    assert forms == {
        "plain.json": ("json",), "cassette.json": ("vcr",), "cassette.yml": ("vcr",), "lines.jsonl": ("json lines",),
        "deep.yaml": ("vcr",),
    }  # fmt: skip
    selected = results(tmp_path, Selection(include=("no_*", "cassette.*"), exclude=("*.yml", "sub")))
    assert {name for name, result in selected.items() if result.clean} == {"cassette.json", "no_ending"}
    reasons = {name: result.skipped[0].reason for name, result in selected.items() if result.skipped}
    assert reasons["cassette.yml"] == reasons["sub"] == "excluded by --exclude"
    assert reasons["plain.json"] == "not matched by --include"


@needs_botocore
@pytest.mark.parametrize(
    ("name", "response", "is_clean"),
    [
        ("cloudformation.GetTemplate_1.json", {"TemplateBody": {"Resources": {}}}, True),
        ("cloudformation.GetTemplate_1.json", {"TemplateBody": "Resources: {}"}, True),
        ("config.GetConformancePackCompliance_1.json", {"StagesAvailable": {}}, False),
        ("s3.GetBucketLocation_1.json", {"LocationConstraint": None}, True),
        ("iam.GetRolePolicy_1.json", {"RoleName": "r", "PolicyName": "p", "PolicyDocument": {"Statement": []}}, True),
        ("iam.GetRolePolicy_1.json", {"RoleName": {}, "PolicyName": "p", "PolicyDocument": {"Statement": []}}, False),
        ("iam.ListGroupPolicies_1.json", {"PolicyNames": [{"Version": 1}]}, False),
    ],
)
@pytest.mark.parametrize("is_placebo", [True, False])
def test_what_botocore_decodes_may_be_decoded(
    tmp_path: Path, check: Any, name: str, response: object, is_clean: bool, is_placebo: bool
) -> None:
    recorded = {"status_code": 200, "data": response} if is_placebo else response
    (tmp_path / name).write_text(json.dumps(recorded))
    assert (check(tmp_path / name) == []) is is_clean


def test_without_pyyaml_a_cassette_names_the_extra(tmp_path: Path, check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    (tmp_path / "x.yaml").write_text("interactions:\n- {}\n")
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    (located,) = check(tmp_path)
    assert located.finding.code == "SP993"
    assert "shapeproof[vcr]" in located.finding.message


def test_without_botocore_committed_contracts_are_found_and_others_name_the_extra(
    flagship: Contract, tmp_path: Path, check: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "botocore", None)
    installed.cache_clear()
    try:
        with pytest.raises(MissingExtraError, match=r"shapeproof\[aws\]"):
            installed()
        wire = from_cli(flagship.response, {**smallest(flagship.response), "Surplus": 1}, "wire")
        (tmp_path / "1.json").write_text(json.dumps(cassette(json.dumps(wire))))
        (tmp_path / "2.json").write_text(
            json.dumps(cassette("<x/>", "https://iam.amazonaws.com/?Action=ListUsers", a=["b"]))
        )
        (tmp_path / "3.json").write_text(json.dumps(cassette("{}", "https://example.com/", a=["b"])))
        findings = check(tmp_path)
        assert [located.finding.code for located in findings] == ["SP301", "SP991"]
        assert "shapeproof[aws]" in findings[1].finding.message
    finally:
        installed.cache_clear()


def test_a_unit_with_many_findings_has_several_results() -> None:
    """Each finding keeps its response and line, also after a unit that precedes it in the same file."""
    lines = (
        b'{"HyperParameterTuningJobName": 1, "HyperParameterTuningJobStatus": 5}\n\n{"Other": 1}\n' * 200
    )  # 7 findings; no response; no known contract
    units = [Unit("x.jsonl", is_explicit=False, is_lines=True, offset=offset, data=lines) for offset in (0, 1)]
    checker = Checker(CheckOptions())
    results = list(renumber(result for unit in units for result in checker.check(unit)))
    assert [(result.part, result.continues) for result in results] == [(0, False), (1, True), (0, True), (1, True)]
    assert [len(result.findings) for result in results] == [1_001, 399] * 2
    located = [(located.index, located.line) for result in results for located in result.findings[::7]]
    assert located == [(2 * number, 3 * number + 1) for number in range(400)]
    assert [skipped.reason for result in results for skipped in result.skipped] == [
        "200 of its responses: nothing tells which contract these members belong to"
    ] * 2
    summary = RunSummary()
    for result in results:
        summary.add(result)
    assert (summary.responses, summary.clean, sum(result.unknown for result in results)) == (400, 0, 400)


def test_a_response_stays_whole_however_many_findings_it_has(tmp_path: Path) -> None:
    response = {"HyperParameterTuningJobName": 1, "TrainingJobDefinitions": [1] * 1_500}
    (tmp_path / "x.json").write_text(json.dumps([response] * 3))
    (unit,) = plan_units([str(tmp_path)])
    results = list(Checker(CheckOptions()).check(unit))
    assert [{located.index for located in result.findings} for result in results] == [{0}, {1}, {2}, set()]
