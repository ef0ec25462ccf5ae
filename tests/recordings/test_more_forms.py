"""botocore's examples, traffic of other sites, folders of mixed forms, what botocore decodes, and what needs an extra."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.errors import MissingExtraError
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.files import units
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.responses import smallest

needs_botocore = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore isn't installed: its models tell operations"
)
TARGET = {"X-Amz-Target": ["SageMaker.DescribeHyperParameterTuningJob"]}


def results(path: Path, selection: Selection | None = None) -> dict[str, UnitResult]:
    checker = Checker(CheckOptions())
    planned = units([str(path)], [selection] if selection else ())
    return {Path(one.path).name: checker.check(one) for one in planned}


def cassette(body: str, url: str = "https://api.sagemaker.us-east-1.amazonaws.com/", **headers: Any) -> dict[str, Any]:
    request = {"method": "POST", "uri": url, "body": "{}", "headers": headers or TARGET}
    response = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": body}}
    return {"version": 1, "interactions": [{"request": request, "response": response}]}


@needs_botocore
def test_botocores_own_examples_are_told_by_their_folder(tmp_path: Path) -> None:
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
    folder = tmp_path / "data" / "sns" / "2010-03-31"
    folder.mkdir(parents=True)
    (folder / "examples-1.json").write_text(json.dumps(ours, indent=1))
    (result,) = results(folder).values()
    found = [(one.finding.code, one.index, one.finding.pointer, one.line) for one in result.findings]
    assert found == [("SP102", 0, "/Attributes/a", 10), ("SP914", 1, "", 19)]
    assert result.forms == ("botocore examples",)
    if real:
        (result,) = results(file).values()
        outputs = [one for many in real["examples"].values() for one in many if "output" in one]
        assert result.responses == len(outputs)


def test_examples_of_no_known_service(tmp_path: Path, check: Any) -> None:
    document = {"version": "1.0", "examples": {"GetThing": [{"id": "a", "output": {"A": 1}}]}}
    (tmp_path / "examples-1.json").write_text(json.dumps(document))
    assert [one.finding.code for one in check(tmp_path / "examples-1.json")] == ["SP991"]
    assert check(tmp_path) == []


def test_the_traffic_of_another_site_is_passed_over(tmp_path: Path) -> None:
    entries: list[Any] = [
        {
            "request": {"method": "GET", "url": f"https://www.example.com/{n}", "headers": []},
            "response": {"status": n, "headers": [], "content": {"size": 3, "text": "{]", "mimeType": "text/html"}},
        }
        for n in (200, 404, 0)
    ]
    (tmp_path / "x.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    (result,) = results(tmp_path).values()
    assert (result.findings, result.responses, list(result.passed.values())) == ([], 0, [3])


@pytest.mark.parametrize(
    "text", ['{"log": {"entries": []}}', '{"log": {"entries": [{}]}}', '{"interactions": [{"a": 1']
)
def test_an_archive_that_is_empty_or_cut_off(tmp_path: Path, check: Any, text: str) -> None:
    (tmp_path / "x.har").write_text(text)
    (found,) = check(tmp_path)
    assert found.finding.code in {"SP902", "SP914", "SP901"}
    assert found.line == 1


@needs_botocore
def test_a_folder_of_mixed_forms(flagship: Contract, tmp_path: Path) -> None:
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
    forms = {name: one.forms for name, one in results(tmp_path).items() if one.forms}
    assert forms == {
        "plain.json": ("json",), "cassette.json": ("vcr",), "cassette.yml": ("vcr",), "lines.jsonl": ("json lines",),
        "deep.yaml": ("vcr",),
    }  # fmt: skip
    chosen = results(tmp_path, Selection(include=("no_*", "cassette.*"), exclude=("*.yml", "sub")))
    assert {name for name, one in chosen.items() if one.clean} == {"cassette.json", "no_ending"}
    reasons = {name: one.skipped[0].reason for name, one in chosen.items() if one.skipped}
    assert reasons["cassette.yml"] == reasons["sub"] == "left out by --exclude"
    assert reasons["plain.json"] == "not among what --include names"


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
def test_what_botocore_decodes_is_what_boto3_hands_over(
    tmp_path: Path, check: Any, name: str, response: object, is_clean: bool, is_placebo: bool
) -> None:
    held = {"status_code": 200, "data": response} if is_placebo else response
    (tmp_path / name).write_text(json.dumps(held))
    assert (check(tmp_path / name) == []) is is_clean


def test_without_pyyaml_a_cassette_names_the_extra(tmp_path: Path, check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    (tmp_path / "x.yaml").write_text("interactions:\n- {}\n")
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    (found,) = check(tmp_path)
    assert found.finding.code == "SP993"
    assert "shapeproof[vcr]" in found.finding.message


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
        found = check(tmp_path)
        assert [one.finding.code for one in found] == ["SP301", "SP991"]
        assert "shapeproof[aws]" in found[1].finding.message
    finally:
        installed.cache_clear()
