"""Rules in overlays: what an entry must be, which schemas get it, and that schemas of others are checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.capture.build import build, stale_entries
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.errors import CaptureError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition
from shapeproof.representations.wire_schema import to_wire_schema
from shapeproof.rules.reading import rules_of
from shapeproof.rules.rule import Rule

MODEL: Final = OperationModel(
    service="things",
    edition="1.2.3",
    metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "DescribeThing", "input": {"shape": "Question"}, "output": {"shape": "Answer"}},
    shapes={
        "Answer": {"type": "structure", "members": {"State": {"shape": "State"}, "Part": {"shape": "Part"}}},
        "Question": {"type": "structure", "members": {"Part": {"shape": "Part"}}},
        "Part": {"type": "structure", "members": {"Low": {"shape": "Number"}, "High": {"shape": "Number"}}},
        "Number": {"type": "integer"},
        "State": {"type": "string", "enum": ["ON", "OFF"]},
    },
)
SOURCE: Final = "https://example.org/things"


def entry(**more: Any) -> dict[str, Any]:
    return {
        "shape": "Part",
        "id": "THING1",
        "when": "has(self.Low) && has(self.High)",
        "rule": "self.Low <= self.High",
        "message": "the lower end is above the higher one",
        "at": ["Low", "High"],
        "source": SOURCE,
        "keeps": {"Low": 1, "High": 2},
        "breaks": {"Low": 2, "High": 1},
    } | more


def overlay(*entries: Any, of_service: bool = False) -> Overlay:
    document = {"shapeproof": 1, "rules": list(entries)}
    return Overlay.from_json(document, where="overlay.json", of_service=of_service)


def test_a_rule_is_written_to_its_structure_in_the_response_only() -> None:
    contract = build(MODEL, overlay(entry(severity="error")))
    kept = {key: value for key, value in entry().items() if key != "shape"}
    assert contract.response["$defs"]["Part"]["x-rules"] == [kept]
    assert "x-rules" not in contract.request["$defs"]["Part"]


def test_a_schema_gives_its_rules_back() -> None:
    more: dict[str, Any] = {
        "id": "THING2", "when": None, "messageExpression": "'low'", "severity": "note", "at": ["High"],
    }  # fmt: skip
    second = {key: value for key, value in entry(**more).items() if value is not None}
    assert rules_of(build(MODEL, overlay(entry(), second)).response) == (
        Rule(
            "THING1", "Part", entry()["rule"], entry()["when"], entry()["message"], None, ("Low", "High"), "error",
            SOURCE, {"Low": 1, "High": 2}, {"Low": 2, "High": 1},
        ),
        Rule(
            "THING2", "Part", entry()["rule"], None, entry()["message"], "'low'", ("High",), "note",
            SOURCE, {"Low": 1, "High": 2}, {"Low": 2, "High": 1},
        ),
    )  # fmt: skip


def test_rules_of_a_service_come_first() -> None:
    of_service = overlay(entry(id="SERVICE1"), entry(shape="Gone", id="SERVICE2"), of_service=True)
    both = overlay(entry()).with_service([of_service])
    assert [rule.id for rule in rules_of(build(MODEL, both).response)] == ["SERVICE1", "THING1"]
    assert stale_entries(both, [MODEL]) == [], "the operation needn't have all structures of its service"


@pytest.mark.parametrize(("editions", "applies"), [(["1.2.3"], True), (["1.2.4", "2.0"], False)])
def test_a_rule_can_apply_to_some_editions(editions: list[str], applies: bool) -> None:
    assert bool(rules_of(build(MODEL, overlay(entry(editions=editions))).response)) == applies


@pytest.mark.parametrize("more", [{"editions": ["9"]}, {"shape": "Gone"}, {"shape": "State"}, {"shape": "Question"}])
def test_a_rule_that_applies_to_no_response_is_stale(more: dict[str, Any]) -> None:
    assert stale_entries(overlay(entry(**more)), [MODEL]) == [
        f"the rule THING1 about {more.get('shape', 'Part')} matches no committed edition"
    ]


INVALID: Final[list[tuple[dict[str, Any], str]]] = [
    ({"id": "SP302"}, "/rules/0/id: expected the name of a rule, got 'SP302'"),
    ({"id": "A B"}, "/rules/0/id: expected the name of a rule, got 'A B'"),
    ({"rule": True}, "/rules/0/rule: expected a string, got True"),
    ({"message": "two\nlines"}, "/rules/0/message: expected a line of printable characters"),
    ({"message": " "}, "/rules/0/message: expected a line of printable characters"),
    ({"severity": "fatal"}, "/rules/0/severity: expected one of error, warning, note, off, got 'fatal'"),
    ({"at": []}, "/rules/0/at: expected an array of paths, at least one, got an array"),
    ({"keeps": [{}]}, "/rules/0/keeps: expected an object, or an array of an older and a newer one"),
    ({"breaks": [{}, 1]}, "/rules/0/breaks: expected an object, or an array of an older and a newer one"),
    ({"because": "x"}, "/rules/0: unknown key 'because'"),
]


@pytest.mark.parametrize(("more", "message"), INVALID)
def test_an_invalid_rule_is_told(more: dict[str, Any], message: str) -> None:
    with pytest.raises(CaptureError) as caught:
        overlay(entry(**more))
    assert caught.value.message.startswith(message)
    assert caught.value.where == "overlay.json"


@pytest.mark.parametrize("key", ["shape", "id", "rule", "message", "at", "source", "keeps", "breaks"])
def test_a_rule_lacks_nothing(key: str) -> None:
    with pytest.raises(CaptureError, match=f"^overlay.json: /rules/0 lacks '{key}'"):
        overlay({name: value for name, value in entry().items() if name != key})


def test_rules_are_an_array() -> None:
    with pytest.raises(CaptureError, match="/rules: expected an array"):
        Overlay.from_json({"shapeproof": 1, "rules": {}}, where="overlay.json")


UNRULED: Final = {"promise": "things are green", "reason": "a response has no colours", "source": SOURCE}


def test_promises_without_a_rule_are_read_and_change_nothing() -> None:
    document = {"shapeproof": 1, "unruled": [UNRULED]}
    assert Overlay.from_json(document, where="overlay.json") == Overlay()


@pytest.mark.parametrize(
    ("unruled", "message"),
    [
        ({}, "/unruled: expected an array"),
        ([{**UNRULED, "reason": ""}], "/unruled/0/reason: expected a line of printable characters, got ''"),
        ([{"promise": "x", "source": SOURCE}], "/unruled/0 lacks 'reason'"),
        ([{**UNRULED, "rule": "true"}], "/unruled/0: unknown key 'rule'"),
    ],
)
def test_an_invalid_promise_without_a_rule_is_told(unruled: object, message: str) -> None:
    with pytest.raises(CaptureError) as caught:
        Overlay.from_json({"shapeproof": 1, "unruled": unruled}, where="overlay.json")
    assert caught.value.message == message


def test_two_rules_of_a_contract_cannot_have_the_same_id() -> None:
    with pytest.raises(CaptureError, match=r"^overlay.json: there are two rules with the id THING1"):
        build(MODEL, overlay(entry(), entry(shape="Answer", at=["State"])))


def test_a_rule_points_to_members_of_its_structure() -> None:
    with pytest.raises(CaptureError, match=r"the rule THING1, /at/1: Part has no member 'Hihg'"):
        build(MODEL, overlay(entry(at=["Low", "Hihg"])))


WRONG: Final[list[tuple[dict[str, Any], str]]] = [
    ({"rule": "self.Low <= self.Hihg"}, "rule THING1, rule, column 18: "),
    ({"rule": "self.Low <="}, "rule THING1, rule, column 12: "),
    ({"rule": "self.Low"}, "rule THING1, rule, column 6: expected a bool, got an int"),
    ({"when": "has(self.Gone)"}, "rule THING1, when, column 1: Part has no member Gone"),
    ({"messageExpression": "self.Low"}, "rule THING1, messageExpression, column 6: expected a string, got an int"),
    ({"keeps": {"Low": 3, "High": 2}}, "rule THING1, keeps: expected an example for which the rule is kept, got one that is broken"),
    ({"breaks": {"Low": 1, "High": 2}}, "rule THING1, breaks: expected an example for which the rule is broken, got one that is kept"),
    ({"breaks": {}}, "rule THING1, breaks: expected an example for which the rule is broken, got one that is not relevant"),
    ({"when": "true", "keeps": {}}, "rule THING1, keeps: rule has no value: "),
    ({"messageExpression": "string(root.Part.Low)"}, "rule THING1, keeps: expected an example for which the rule is kept, got one that is without a structure Part"),
    ({"keeps": [{}, {}]}, "rule THING1, keeps: expected one object, got two"),
    ({"rule": "self.Low <= oldSelf.Low"}, "rule THING1, keeps: expected two objects, since the rule reads oldSelf, got one"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "message"), WRONG)
def test_a_rule_that_is_wrong_or_has_wrong_examples_is_not_captured(more: dict[str, Any], message: str) -> None:
    with pytest.raises(CaptureError) as caught:
        build(MODEL, overlay(entry(**more)))
    assert caught.value.message.startswith(message)
    assert caught.value.where == "overlay.json"


def test_examples_of_rules_that_read_more_have_the_form_of_the_rule() -> None:
    of_root: dict[str, Any] = {"rule": "root.State == 'ON'", "when": None, "at": ["Low"]}
    examples: dict[str, Any] = {"keeps": {"State": "ON", "Part": {}}, "breaks": {"State": "OFF", "Part": {}}}
    transition: dict[str, Any] = {
        "id": "THING2", "rule": "self.Low >= oldSelf.Low", "when": "has(oldSelf.Low)",
        "keeps": [{"Low": 1}, {"Low": 1}], "breaks": [{"Low": 2}, {"Low": 1}],
    }  # fmt: skip
    entries = [
        {key: value for key, value in entry(**more).items() if value is not None}
        for more in ({**of_root, **examples}, transition)
    ]
    assert len(rules_of(build(MODEL, overlay(*entries)).response)) == 2


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"keeps": {"Low": 1, "High": "2"}}, "keeps: rule has no value"),
        ({"keeps": {"Low": 1, "High": 2**40}}, "keeps/High: the value violates 'maximum' of the schema"),
        (
            {"breaks": {"Low": 2, "High": 1, "Other": 1}},
            "breaks/Other: the value violates 'additionalProperties' of the",
        ),
    ],
)
def test_examples_have_only_values_that_responses_may_have(tmp_path: Path, more: dict[str, Any], message: str) -> None:
    (tmp_path / "things").mkdir()
    file = tmp_path / "things/overlay.json"
    file.write_text(json.dumps({"shapeproof": 1, "rules": [entry(**more)]}))
    with pytest.raises(CaptureError) as caught:
        write_edition(tmp_path, MODEL)
    assert message in caught.value.message
    assert not (tmp_path / "things/describe_thing").exists()


def test_a_committed_contract_has_its_rules(tmp_path: Path) -> None:
    (tmp_path / "things").mkdir()
    (tmp_path / "things/overlay.json").write_text(json.dumps({"shapeproof": 1, "rules": [entry()]}))
    directory = write_edition(tmp_path, MODEL)
    registry = ContractRegistry(tmp_path)
    assert registry.load("things.describe_thing").response == registry.build(MODEL).response
    assert [rule.id for rule in rules_of(registry.load("things.describe_thing").response)] == ["THING1"]
    assert directory.is_dir()


COMMITTED: Final[list[tuple[dict[str, Any], str]]] = [
    ({"shape": "Part"}, "/$defs/Part/x-rules/0: unknown key 'shape'"),
    ({"id": 5}, "/$defs/Part/x-rules/0/id: expected the name of a rule, got 5"),
    ({"at": ["Gone"]}, "the rule THING1, /at/0: Part has no member 'Gone'"),
]


@pytest.mark.parametrize(("more", "message"), COMMITTED)
def test_rules_in_a_schema_of_others_are_checked(tmp_path: Path, more: dict[str, Any], message: str) -> None:
    (tmp_path / "things").mkdir()
    (tmp_path / "things/overlay.json").write_text(json.dumps({"shapeproof": 1, "rules": [entry()]}))
    file = write_edition(tmp_path, MODEL) / "response.schema.json"
    document = json.loads(file.read_text())
    document["$defs"]["Part"]["x-rules"][0] |= more
    file.write_text(json.dumps(document))
    with pytest.raises(CaptureError) as caught:
        _ = ContractRegistry(tmp_path).load("things.describe_thing").response
    assert caught.value.message.startswith(message)


def test_the_schema_of_bodies_has_none_since_names_and_times_differ_there() -> None:
    contract = build(MODEL, overlay(entry()))
    assert "x-rules" not in json.dumps(to_wire_schema(contract, contract.response))
