"""What changed between releases: snapshots of models are compared, and contracts say what another release allows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.changes import ServiceChanges
from shapeproof.capture.contract_files import from_files, to_files
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.capture.snapshots import changes_text, snapshot
from shapeproof.errors import CaptureError

RELEASES = ["1.0.0", "1.9.0", "1.10.0", "2.0.0"]


def service(*, members: str = "", required: str = "", states: str = "On", **more: Any) -> dict[str, Any]:
    """A service model whose one response has these members, each of them an enum."""
    return {
        "metadata": {"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
        "operations": {
            "GetThing": {"name": "GetThing", "input": {"shape": "Ask"}, "output": {"shape": "Thing"}},
        },
        "shapes": {
            "Ask": {"type": "structure", "members": {"Id": {"shape": "State"}, "Only": {"shape": "Asked"}}},
            "Asked": {"type": "string", "enum": states.split()},
            "Thing": {
                "type": "structure",
                "required": required.split(),
                "members": {name: {"shape": "State"} for name in members.split()},
            },
            "State": {"type": "string", "enum": states.split()},
            **more,
        },
    }


MODELS = [
    service(members="Old Size Id"),
    service(members="Old Size Id Name", required="Id Name", states="On Off"),
    service(members="Size Id Name", required="Id Name", states="On Off"),
    service(members="Size Id Name New", required="Name Size", states="On New"),
]


def lines(*models: dict[str, Any] | None, releases: list[str] = RELEASES) -> list[bytes]:
    snapshots = [None if model is None else snapshot(model) for model in models]
    return changes_text(releases[: len(models)], {"things": snapshots}).encode().splitlines()


def changes(*models: dict[str, Any]) -> ServiceChanges:
    return ServiceChanges.from_lines(*lines(*models), where="changes.jsonl")


def stated(edition: str, model: dict[str, Any], shape: str = "Thing") -> Any:
    overlay = Overlay().with_service([], changes(*MODELS))
    contract = build(OperationModel.from_service("things", edition, model, "GetThing"), overlay)
    assert not any("x-changes" in definition for definition in contract.request["$defs"].values())
    return contract.response["$defs"][shape].get("x-changes")


def test_only_what_differs_is_written() -> None:
    first, line = lines(*MODELS)
    assert json.loads(first) == {"shapeproof": 1, "releases": RELEASES}
    assert json.loads(line) == {
        "service": "things",
        "shapes": {
            "State": {"...o": ["New"], ".oo.": ["Off"]},
            "Thing": {"...o": ["New"], ".rrr": ["Name"], "oo..": ["Old"], "ooor": ["Size"], "orro": ["Id"]},
        },
    }


def test_shapes_and_services_that_came_have_no_changes_of_their_own() -> None:
    assert len(lines(None, MODELS[1], MODELS[1])) == 1
    added = service(members="Old Size Id Inner", Inner={"type": "structure", "members": {"A": {"shape": "State"}}})
    added["shapes"]["Thing"]["members"]["Inner"]["shape"] = "Inner"
    (_, line) = lines(MODELS[0], added)
    assert json.loads(line)["shapes"] == {"Thing": {".o": ["Inner"]}}


def test_names_on_the_wire_are_kept_where_a_contract_may_lack_the_member() -> None:
    models = [service(members="Id"), service(members="Id Tags", required="Id")]
    for name in ("Id", "Tags"):
        for model in models:
            model["shapes"]["Thing"]["members"].get(name, {})["locationName"] = f"{name.lower()}Set"
    (_, line) = lines(*models)
    assert json.loads(line)["shapes"] == {"Thing": {".o": ["Tags=tagsSet"], "or": ["Id"]}}


@pytest.mark.parametrize(
    ("edition", "model", "expected"),
    [
        (
            "1.0.0",
            0,
            {
                "additionalProperties": [
                    {"names": ["Name"], "in": "1.9.0", "not": "1.0.0"},
                    {"names": ["New"], "in": "2.0.0", "not": "1.10.0"},
                ]
            },
        ),
        (
            "1.9.5",
            1,
            {
                "additionalProperties": [{"names": ["New"], "in": "2.0.0", "not": "1.10.0"}],
                "required": [{"names": ["Id", "Name"], "in": "1.9.0", "not": "1.0.0"}],
            },
        ),
        (
            "1.10.0",
            2,
            {
                "additionalProperties": [
                    {"names": ["Old"], "in": "1.9.0", "not": "1.10.0"},
                    {"names": ["New"], "in": "2.0.0", "not": "1.10.0"},
                ],
                "required": [{"names": ["Id", "Name"], "in": "1.9.0", "not": "1.0.0"}],
            },
        ),
        (
            "2.1.0",
            3,
            {
                "additionalProperties": [{"names": ["Old"], "in": "1.9.0", "not": "1.10.0"}],
                "required": [
                    {"names": ["Name"], "in": "1.9.0", "not": "1.0.0", "unless": ["New"]},
                    {"names": ["Size"], "in": "2.0.0", "not": "1.10.0"},
                ],
            },
        ),
    ],
)
def test_a_contract_says_what_the_nearest_release_allows(edition: str, model: int, expected: object) -> None:
    assert stated(edition, MODELS[model]) == expected


def test_an_enum_says_which_release_has_another_value() -> None:
    assert stated("1.0.0", MODELS[0], "State") == {
        "enum": [
            {"names": ["Off"], "in": "1.9.0", "not": "1.0.0"},
            {"names": ["New"], "in": "2.0.0", "not": "1.10.0"},
        ]
    }
    assert stated("2.0.0", MODELS[3], "State") == {"enum": [{"names": ["Off"], "in": "1.10.0", "not": "2.0.0"}]}


def test_values_of_enums_may_have_any_character() -> None:
    models = [service(members="Id", states="a"), service(members="Id", states="a a=b")]
    overlay = Overlay().with_service([], changes(*models))
    model = OperationModel.from_service("things", "1.0.0", models[0], "GetThing")
    stated = build(model, overlay).response["$defs"]["State"]["x-changes"]
    assert stated == {"enum": [{"names": ["a=b"], "in": "1.9.0", "not": "1.0.0"}]}


def test_a_committed_contract_keeps_its_changes() -> None:
    model = OperationModel.from_service("things", "1.0.0", MODELS[0], "GetThing")
    contract = build(model, Overlay().with_service([], changes(*MODELS)))
    documents = json.loads(json.dumps(to_files(contract)))
    assert from_files(documents, where="x").response == contract.response
    documents["response.schema.json"]["$defs"]["Thing"]["x-changes"]["required"] = [{"names": ["A"], "in": "1.0.0"}]
    with pytest.raises(CaptureError, match="x-changes/required/0 lacks 'not'"):
        from_files(documents, where="x")


@pytest.mark.parametrize(
    ("first", "line", "words"),
    [
        ("{", '{"shapes":{}}', "this file can't be read"),
        ("{}", '{"shapes":{}}', "lacks 'releases'"),
        ('{"releases":["1.0.0"]}', "[]", "this file can't be read"),
        ('{"releases":["../x"]}', '{"shapes":{}}', "/releases/0: '../x' can't be the name of an edition"),
        ('{"releases":["1.0.0"]}', '{"shapes":{"A":5}}', "/shapes/A: expected an object"),
        (
            '{"releases":["1.0.0"]}',
            '{"shapes":{"A":{"..":["x"]}}}',
            "/shapes/A: expected a character of -.or for each of 1 releases",
        ),
        (
            '{"releases":["1.0.0"]}',
            '{"shapes":{"A":{"x":["x"]}}}',
            "/shapes/A: expected a character of -.or for each of 1 releases",
        ),
        ('{"releases":["1.0.0"]}', '{"shapes":{"A":{".":"x"}}}', "/shapes/A/.: expected an array of strings"),
    ],
)
def test_an_invalid_file_is_an_error(first: str, line: str, words: str) -> None:
    with pytest.raises(CaptureError) as caught:
        ServiceChanges.from_lines(first.encode(), line.encode(), where="changes.jsonl")
    assert words in str(caught.value)
