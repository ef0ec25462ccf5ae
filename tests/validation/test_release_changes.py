"""A response of another release of botocore has warnings that say which release allows what the contract refuses."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.capture.build import build
from shapeproof.capture.changes import ServiceChanges
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.capture.snapshots import changes_text, snapshot
from shapeproof.contract import Contract, shapes_along, value_at
from shapeproof.fuzz import responses
from shapeproof.registry import ContractRegistry
from shapeproof.sample import mutants
from shapeproof.validation.catalog import Severities, chosen_severities
from shapeproof.validation.finding import Finding
from shapeproof.validation.validator import Validator

RELEASES: Final = ("1.0.0", "1.9.0", "1.10.0")
SHAPES: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "required": ["Id"],
        "members": {
            "Id": {"shape": "Text"},
            "Secret": {"shape": "Secret"},
            "State": {"shape": "State"},
            "Counts": {"shape": "Counts"},
            "Choice": {"shape": "Choice"},
        },
    },
    "Text": {"type": "string"},
    "Secret": {"type": "string", "enum": ["a"], "sensitive": True},
    "State": {"type": "string", "enum": ["On"]},
    "Counts": {"type": "map", "key": {"shape": "State"}, "value": {"shape": "Text"}},
    "Choice": {"type": "structure", "union": True, "members": {"Text": {"shape": "Text"}}},
}
CHANGED: Final = {
    "Thing": {
        "orr": ["Id"],
        "..o": ["Tags=tagSet"],
        "oo.": ["Old"],
    },
    "Secret": {"..o": ["b"]},
    "State": {"..o": ["Off"], "o..": ["Gone"]},
    "Choice": {"..o": ["Number"]},
}
CHANGES: Final = ServiceChanges(RELEASES, CHANGED)


def contract(
    shapes: dict[str, Any], edition: str, changes: ServiceChanges | None = CHANGES, **overlay: Any
) -> Contract:
    model = OperationModel(
        service="things",
        edition=edition,
        metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
        operation={"name": "GetThing", "output": {"shape": "Thing"}},
        shapes=shapes,
    )
    own = Overlay.from_json({"shapeproof": 1, **overlay}, where="overlay.json", of_service=True)
    return build(model, Overlay().with_service([own], changes))


def found(response: object, *, engine: Any = "jsonschema-rs", **options: Any) -> list[Finding]:
    representation = options.pop("representation", "cli")
    return list(Validator(contract(SHAPES, "1.9.5"), engine=engine, **options).check(response, representation).findings)


@pytest.mark.parametrize("engine", ["jsonschema-rs", "jsonschema"])
@pytest.mark.parametrize(
    ("members", "code", "pointer", "message"),
    [
        (
            {"Id": ...},
            "SP306",
            "/Id",
            "required member `Id` is missing; botocore 1.9.0 requires it, 1.0.0 did not: this response may be older",
        ),
        ({"Tags": []}, "SP307", "/Tags", "unknown member `Tags`; botocore 1.10.0 has it, and this contract is 1.9.5"),
        (
            {"Old": 1},
            "SP307",
            "/Old",
            "unknown member `Old`; botocore 1.9.0 had it, 1.9.5 does not: this response looks older",
        ),
        ({"State": "Off"}, "SP308", "/State", "`Off` is an enum value of botocore 1.10.0, and this contract is 1.9.5"),
        (
            {"State": "Gone"},
            "SP308",
            "/State",
            "`Gone` is an enum value of botocore 1.0.0, but not of 1.9.0: this response looks older",
        ),
        (
            {"Counts": {"Off": "1"}},
            "SP308",
            "/Counts/Off",
            "the key `Off` is an enum value of botocore 1.10.0, and this contract is 1.9.5",
        ),
        (
            {"Secret": "b"},
            "SP308",
            "/Secret",
            "a sensitive value (not shown) is an enum value of botocore 1.10.0, and this contract is 1.9.5",
        ),
        (
            {"Choice": {"Number": 5}},
            "SP307",
            "/Choice/Number",
            "unknown member `Number`; botocore 1.10.0 has it, and this contract is 1.9.5",
        ),
        ({"Other": 1}, "SP301", "/Other", "unknown member `Other`"),
        ({"tagSet": []}, "SP301", "/tagSet", "unknown member `tagSet`"),
        ({"State": "Of"}, "SP302", "/State", "`Of` is not one of: On"),
    ],
)
def test_a_finding_names_the_release(
    engine: Any, members: dict[str, Any], code: str, pointer: str, message: str
) -> None:
    response = {name: value for name, value in {"Id": "x", **members}.items() if value is not ...}
    for view in ("strict", "tolerant"):
        (finding,) = found(response, engine=engine, severities=Severities(view))
        assert (finding.code, finding.pointer, finding.message) == (code, pointer, message)
        is_known = code not in {"SP301", "SP302"}
        assert finding.severity == ("warning" if is_known or view == "tolerant" else "error")


def test_a_member_is_known_by_its_name_on_the_wire_there() -> None:
    (finding,) = found({"Id": "x", "tagSet": []}, representation="wire")
    assert (finding.code, finding.pointer) == ("SP307", "/tagSet")
    (finding,) = found({"Id": "x", "Tags": []}, representation="wire")
    assert finding.code == "SP301"


def test_a_later_release_that_requires_less_is_told_from_an_earlier_one() -> None:
    changes = ServiceChanges(RELEASES, {"Thing": {"rro": ["Id"]}})
    (finding,) = Validator(contract(SHAPES, "1.9.5", changes)).check({}, "cli").findings
    assert finding.message == (
        "required member `Id` is missing; botocore 1.10.0 does not require it, and this contract is 1.9.5"
    )
    assert (finding.code, finding.severity) == ("SP306", "warning")


def test_the_severity_can_be_chosen() -> None:
    severities = Severities(chosen=chosen_severities(error=["SP306"], ignore=["SP307"]))
    (finding,) = found({"Tags": []}, severities=severities)
    assert (finding.code, finding.severity) == ("SP306", "error")


def test_what_services_send_today_is_a_note_although_an_old_release_allows_it() -> None:
    evidence = {"seen": 3, "where": "recordings"}
    sends = {"shape": "Thing", "keyword": "required", "sends": ["Id"], "reason": "it does", "evidence": evidence}
    (finding,) = Validator(contract(SHAPES, "1.9.5", deviations=[sends])).check({}, "cli").findings
    assert finding.severity == "note"
    assert finding.message.startswith("AWS itself breaks this (it does): required member `Id` is missing")


def test_of_the_mutants_only_that_without_a_member_that_was_optional_is_milder() -> None:
    severities = [
        {
            (mutant.pointer, mutant.keyword): Validator(known).check(mutant.response, "cli").findings[0].severity
            for mutant in mutants(known)
        }
        for known in (contract(SHAPES, "1.9.5"), contract(SHAPES, "1.9.5", None))
    ]
    differing = {place for place, severity in severities[0].items() if severity != severities[1][place]}
    assert differing == {("/Id", "required")}
    assert severities[0]["/Id", "required"] == "warning"
    assert severities[0].keys() == severities[1].keys()


# Any release's response against the contract of any other.

_NAMES: Final = ("A", "B", "C", "D")
_VALUES: Final = ("On", "Off", "Gone", "New")


@st.composite
def _structure(draw: st.DrawFn, members: dict[str, str], *, union: bool = False) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(members)), unique=True, min_size=1))
    required = [] if union else draw(st.lists(st.sampled_from(names), unique=True))
    shape = {"type": "structure", "required": required, "members": {name: {"shape": members[name]} for name in names}}
    return {**shape, "union": True} if union else shape


@st.composite
def _release(draw: st.DrawFn) -> dict[str, Any]:
    """The shapes of a release: names keep their types, as they do in botocore."""
    return {
        "Thing": draw(_structure({"A": "Inner", "B": "States", "C": "Counts", "D": "Choice", "E": "State"})),
        "Inner": draw(_structure(dict(zip(_NAMES, ("Text", "State", "Text", "Choice"), strict=True)))),
        "Choice": draw(_structure(dict.fromkeys(_NAMES, "Text"), union=True)),
        "State": {"type": "string", "enum": draw(st.lists(st.sampled_from(_VALUES), unique=True, min_size=1))},
        "States": {"type": "list", "member": {"shape": "State"}},
        "Counts": {"type": "map", "key": {"shape": "State"}, "value": {"shape": "Inner"}},
        "Text": {"type": "string"},
    }


def _model(shapes: dict[str, Any]) -> dict[str, Any]:
    return {"operations": {"GetThing": {"output": {"shape": "Thing"}}}, "shapes": shapes}


@given(st.lists(_release(), min_size=2, max_size=4), st.data())
def test_a_response_of_one_release_has_no_errors_by_the_contract_of_another(
    releases: list[dict[str, Any]], data: st.DataObject
) -> None:
    versions = [f"1.{9 + index}.0" for index in range(len(releases))]
    snapshots = [snapshot(_model(shapes)) for shapes in releases]
    lines = changes_text(versions, {"things": snapshots}).encode().splitlines()
    changes = ServiceChanges.from_lines(*lines, where="changes.jsonl") if len(lines) > 1 else None
    sent, read = data.draw(st.permutations(range(len(releases))), label="releases")[:2]
    # A contract is mostly of a release between those that were compared: nothing changed in this one since.
    edition = versions[read] + data.draw(st.sampled_from(["", ".1"]))
    response = data.draw(responses(contract(releases[sent], versions[sent], None)), label="response")
    findings = Validator(contract(releases[read], edition, changes)).check(response, "cli").findings
    assert not [finding for finding in findings if finding.severity == "error"], findings


def test_without_what_changed_such_a_response_has_errors() -> None:
    findings = Validator(contract(SHAPES, "1.9.5", None)).check({"Tags": 1, "State": "Off"}, "cli").findings
    assert {finding.severity for finding in findings} == {"error"}
    assert {finding.code for finding in findings} == {"SP101", "SP301", "SP302"}


# Three services, as the wheels of these releases have them.

REAL: Final = [
    ("cloudfront.list_distributions", "/DistributionList/Items/0/Staging", "1.31.0", "1.29.0"),
    ("shield.describe_subscription", "/Subscription/SubscriptionLimits", "1.20.0", "1.16.0"),
    ("omics.get_annotation_import_job", "/versionName", "1.34.0", "1.31.0"),
]


@pytest.mark.parametrize(("name", "pointer", "since", "before"), REAL)
def test_members_that_installed_models_require_since_a_release(
    name: str, pointer: str, since: str, before: str
) -> None:
    pytest.importorskip("botocore")
    known = ContractRegistry().load(f"{name}@installed")
    mutant = next(mutant for mutant in mutants(known) if mutant.keyword == "required" and mutant.pointer == pointer)
    response = deepcopy(mutant.response)
    owner = value_at(response, mutant.pointer_parts[:-1])
    schema = shapes_along(known.response, mutant.pointer_parts[:-1])[-1] or {}
    (entry,) = (entry for entry in schema["x-changes"]["required"] if mutant.pointer_parts[-1] in entry["names"])
    for newer in entry.get("unless", ()):  # such a response is not older: it has what came later
        (finding,) = Validator(known).check(response, "cli").findings
        assert (finding.code, finding.severity) == ("SP101", "error")
        del owner[newer]
    (finding,) = Validator(known).check(response, "cli").findings
    assert (finding.code, finding.severity) == ("SP306", "warning")
    assert finding.message.endswith(f"botocore {since} requires it, {before} did not: this response may be older")


def test_a_response_with_a_newer_member_is_not_older() -> None:
    changed = {"Thing": {"orrr": ["Id"], "..oo": ["State"], ".ooo": ["Counts"]}}
    changes = ServiceChanges(["1.0.0", "1.1.0", "1.2.0", "1.9.0"], changed)
    validator = Validator(contract(SHAPES, "1.9.5", changes))
    cases: list[tuple[dict[str, object], str]] = [
        ({}, "SP306"),
        ({"Counts": {}}, "SP306"),
        ({"State": "On"}, "SP101"),
    ]
    for members, code in cases:
        (finding,) = validator.check(members, "cli").findings
        assert finding.code == code


def test_the_committed_contract_knows_what_came_later() -> None:
    known = ContractRegistry().load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
    response = {"HyperParameterTuningJobStatus": "Deleting"}
    messages = [finding.message for finding in Validator(known).check(response, "cli").findings]
    assert "`Deleting` is an enum value of botocore 1.35.0, and this contract is 1.29.145" in messages
