"""Deviations: what real services send although their models forbid it is a note, in whatever contract has the shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.contract_files import from_files, to_files
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.errors import CaptureError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition
from shapeproof.registry.roots import shipped_directory
from shapeproof.validation.validator import Validator

MODEL = OperationModel(
    service="things",
    edition="1.5.0",
    metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "DescribeThing", "output": {"shape": "Answer"}},
    shapes={
        "Answer": {
            "type": "structure",
            "required": ["Marker"],
            "members": {
                "Marker": {"shape": "Text"},
                "Id": {"shape": "Id"},
                "State": {"shape": "State"},
                "Size": {"shape": "Size"},
                "Names": {"shape": "Names"},
            },
        },
        "Text": {"type": "string"},
        "Id": {"type": "string", "pattern": "id-[0-9]", "max": 4},
        "State": {"type": "string", "enum": ["On"]},
        "Size": {"type": "integer", "min": 1},
        "Names": {"type": "map", "key": {"shape": "Id"}, "value": {"shape": "Text"}},
    },
)
SENDS = {
    "Answer/required": ["Marker"],
    "Answer/additionalProperties": ["Old"],
    "Id/pattern": "id-[0-9]+",
    "Id/maxLength": 8,
    "State/enum": ["ON"],
    "Size/minimum": 0,
    "Size/type": "null",
}


def entry(place: str = "State/enum", **more: Any) -> dict[str, Any]:
    shape, _, keyword = place.partition("/")
    evidence = {"seen": 3, "where": "recordings"}
    return {"shape": shape, "keyword": keyword, "sends": SENDS[place], "reason": "it does", "evidence": evidence} | more


def overlay(*entries: dict[str, Any]) -> Overlay:
    return Overlay.from_json({"shapeproof": 1, "deviations": list(entries)}, where="overlay.json", of_service=True)


@pytest.mark.parametrize("engine", ["jsonschema-rs", "jsonschema"])
@pytest.mark.parametrize(
    ("response", "severities"),
    [
        ({}, "note"),
        ({"Marker": "m", "Old": 1}, "note"),
        ({"Marker": "m", "Older": 1}, "error"),
        ({"Marker": "m", "Id": "id-12345"}, "note"),
        ({"Marker": "m", "Id": "id-x"}, "error"),
        ({"Marker": "m", "Id": "id-1234567890"}, "error"),
        ({"Marker": "m", "Names": {"id-12": "n"}}, "note"),
        ({"Marker": "m", "Names": {"no": "n"}}, "error"),
        ({"Marker": "m", "State": "ON"}, "note"),
        ({"Marker": "m", "State": "OFF"}, "error"),
        ({"Marker": "m", "Size": None}, "note"),
        ({"Marker": "m", "Size": 0}, "note"),
        ({"Marker": "m", "Size": -1}, "error"),
    ],
)
def test_what_services_are_known_to_send_is_a_note(engine: Any, response: object, severities: str) -> None:
    contract = build(MODEL, overlay(*map(entry, SENDS)))
    findings = Validator(contract, engine=engine).findings(response, "cli")
    worst = {finding.severity for finding in findings if finding.severity == severities}
    assert worst == {severities}, findings
    if severities == "note":
        assert {finding.severity for finding in findings} == {"note"}, findings
        assert all(finding.message.startswith("AWS itself breaks this (it does): ") for finding in findings)


def test_committed_contract_keeps_its_deviations() -> None:
    contract = build(MODEL, overlay(*map(entry, SENDS)))
    documents = json.loads(json.dumps(to_files(contract)))
    assert from_files(documents, where="x").response == contract.response


@pytest.mark.parametrize(
    ("limits", "applies"),
    [({}, True), ({"since": "1.5.0"}, True), ({"through": "1.4.9"}, False), ({"since": "1.10.0"}, False)],
)
def test_a_deviation_holds_for_its_editions(limits: dict[str, str], *, applies: bool) -> None:
    definitions = build(MODEL, overlay(entry(**limits))).response["$defs"]
    assert ("x-deviations" in definitions["State"]) is applies


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keyword": "format"}, "/deviations/0/keyword: expected one of additionalProperties, enum"),
        ({"sends": "ON"}, "/deviations/0/sends: expected an array of strings, got 'ON'"),
        ({"evidence": {"seen": 1}}, "/deviations/0/evidence lacks 'where'"),
        ({"because": "x"}, "/deviations/0: unknown key 'because'"),
    ],
)
def test_an_invalid_entry_is_an_error(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(CaptureError) as caught:
        overlay(entry(**changes))
    assert str(caught.value).replace('"', "'").find(words) >= 0, caught.value


def test_a_pattern_that_cannot_be_translated_is_an_error() -> None:
    with pytest.raises(CaptureError, match="the pattern that Id deviates to can't be translated"):
        build(MODEL, overlay(entry("Id/pattern", sends=r"(a)\1")))


def test_an_operation_s_entries_are_none_of_a_service() -> None:
    with pytest.raises(CaptureError, match="unknown key 'default'"):
        Overlay.from_json({"default": None}, where="overlay.json", of_service=True)


def test_a_service_s_overlay_applies_to_what_is_captured(tmp_path: Path) -> None:
    (tmp_path / "things").mkdir()
    document = {"shapeproof": 1, "deviations": [entry()], "corrections": []}
    (tmp_path / "things/overlay.json").write_text(json.dumps(document))
    write_edition(tmp_path, MODEL)
    registry = ContractRegistry(tmp_path)
    committed = registry.load("things.describe_thing")
    assert committed.response == registry.build(MODEL).response
    assert committed.response["$defs"]["State"]["x-deviations"] == {"enum": {"sends": ["ON"], "reason": "it does"}}


def test_a_shipped_deviation_is_one_of_the_installed_model() -> None:
    pytest.importorskip("botocore")
    directory, registry = shipped_directory(), ContractRegistry()
    assert directory
    checked = 0
    for file in sorted(directory.glob("*/overlay.json")):
        overlay = Overlay.from_json(json.loads(file.read_text()), where=str(file), of_service=True)
        shapes = registry.models.model(file.parent.name)["shapes"]
        for deviation in overlay.deviations:
            shape = shapes[deviation.shape]
            names: Any = deviation.sends
            match deviation.keyword:
                case "required":
                    assert set(names) <= set(shape["required"])
                case "additionalProperties":
                    assert set(names).isdisjoint(shape["members"])
                case "enum":
                    assert set(names).isdisjoint(shape["enum"])
                case "minimum" | "minLength" | "minItems":
                    assert shape["min"] > names
                case "maximum" | "maxLength" | "maxItems":
                    assert shape["max"] < names
                case keyword:
                    assert shape.get(keyword) != names
            assert deviation.seen > 0
            checked += 1
    assert checked >= 15


def test_ids_of_hosted_zones_are_longer_than_their_model_says() -> None:
    pytest.importorskip("botocore")
    contract = ContractRegistry().load("route53.get_hosted_zone@installed")
    for length, severity in ((32, None), (33, "note"), (34, "note"), (35, "error")):
        zone = {"Id": "/hostedzone/".ljust(length, "Z"), "Name": "example.org.", "CallerReference": "r"}
        found = shapeproof.findings({"HostedZone": zone}, contract)
        assert [finding.severity for finding in found] == [severity] * bool(severity), length
