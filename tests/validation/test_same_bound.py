"""A string that its pattern refuses for its length, and its bound too, has one finding, and always has one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapeproof
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.contract import Contract
from shapeproof.sample import mutants
from shapeproof.sample.recording_lines import mutant_line
from shapeproof.validation.catalog import Severities, Severity
from shapeproof.validation.engines.compilation import ENGINES, EngineName
from shapeproof.validation.validator import Validator

SHAPES: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "members": {name: {"shape": name} for name in ("Id", "Word", "Wide", "Narrow", "Labels")},
    },
    "Id": {"type": "string", "min": 1, "max": 9, "pattern": "[0-9a-f]{4}-[0-9a-f]{4}"},
    "Word": {"type": "string", "min": 2, "max": 4, "pattern": "[a-z]{2,4}"},
    "Wide": {
        "type": "string",
        "min": 2,
        "max": 4,
        "pattern": "[a-z]{1,5}",
    },  # what it allows isn't all within the bounds
    "Narrow": {"type": "string", "min": 1, "max": 6, "pattern": "[a-z]{2,4}"},
    "Labels": {"type": "map", "key": {"shape": "Word"}, "value": {"shape": "Word"}},
}
OF_STRINGS: Final = frozenset({"pattern", "minLength", "maxLength"})
MEMBERS: Final = ("Id", "Word", "Wide", "Narrow")


MODEL: Final = OperationModel(
    service="things",
    edition="1.0",
    metadata={"apiVersion": "2020-01-01", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "GetThing", "output": {"shape": "Thing"}},
    shapes=SHAPES,
)


@pytest.fixture(scope="module")
def things() -> Contract:
    return build(MODEL)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("member", "value", "codes"),
    [
        ("Id", "0123-abcdef", ["SP203"]),  # all that is wrong is its length
        ("Id", "not-an-id-of-that-kind", ["SP201"]),  # a right one is also short enough
        ("Id", "012-abc", ["SP201"]),  # within its bounds
        ("Id", "", ["SP220"]),
        ("Id", "0123-abcd" * 300, ["SP203"]),
        ("Word", "a", ["SP202"]),
        ("Word", "A", ["SP201"]),
        ("Word", "abcde", ["SP203"]),
        ("Wide", "abcde", ["SP203"]),
        ("Wide", "abcdef", ["SP203", "SP201"]),  # five letters match and are too many: two bounds, two findings
        ("Wide", "A", ["SP202", "SP201"]),
        ("Wide", "", ["SP220"]),
        ("Narrow", "abcde", ["SP201"]),
        ("Narrow", "abcdefg", ["SP203"]),
    ],
)
def test_what_is_said_twice_is_one_finding(
    things: Contract, engine: EngineName, member: str, value: str, codes: list[str]
) -> None:
    findings = shapeproof.findings({member: value}, things, engine=engine)
    assert [finding.code for finding in findings] == codes
    assert {finding.pointer for finding in findings} == {f"/{member}"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_key_and_its_value_have_one_finding_each(things: Contract, engine: EngineName) -> None:
    findings = shapeproof.findings({"Labels": {"abcde": "fghij", "k": "ok"}}, things, engine=engine)
    assert [(finding.code, finding.pointer, finding.keyword) for finding in findings] == [
        ("SP203", "/Labels/abcde", "maxLength"),
        ("SP210", "/Labels/abcde", "propertyNames/maxLength"),
        ("SP210", "/Labels/k", "propertyNames/minLength"),
    ]


def _broken(member: str, value: str) -> set[str]:
    """The codes of the keywords that a value breaks, by their meaning alone."""
    shape = SHAPES[member]
    broken = {
        "SP201": not re.fullmatch(shape["pattern"], value),
        "SP202": len(value) < shape["min"],
        "SP203": len(value) > shape["max"],
    }
    return {code if value else "SP220" for code, is_broken in broken.items() if is_broken}


choices: Final = st.dictionaries(
    st.sampled_from(["SP201", "SP202", "SP203", "SP220"]), st.sampled_from(["error", "warning", "note", None])
)


@given(st.sampled_from(MEMBERS), st.text("a0-A", max_size=12), choices)
def test_no_value_loses_its_only_finding_and_nothing_merges_over_severities(
    things: Contract, member: str, value: str, chosen: dict[str, Severity | None]
) -> None:
    broken = _broken(member, value)
    shown = {code for code in broken if chosen.get(code, "error") is not None}
    results = [
        Validator(things, severities=Severities(chosen=chosen), engine=engine).check({member: value}, "cli").findings
        for engine in ENGINES
    ]
    assert results[0] == results[1]
    codes = [finding.code for finding in results[0]]
    assert set(codes) <= shown
    assert bool(codes) is bool(shown)
    if len({chosen.get(code, "error") for code in shown}) == len(shown):
        assert set(codes) == shown  # each has a severity of its own
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("keyword", "sends", "other"), [("pattern", ".*", "SP203"), ("maxLength", 100, "SP201")])
def test_what_services_are_known_to_send_explains_one_of_the_two(
    engine: EngineName, keyword: str, sends: str | int, other: str
) -> None:
    evidence = {"seen": 3, "where": "recordings"}
    entry = {"shape": "Id", "keyword": keyword, "sends": sends, "reason": "it does", "evidence": evidence}
    overlay = Overlay.from_json({"shapeproof": 1, "deviations": [entry]}, where="overlay.json", of_service=True)
    findings = shapeproof.findings({"Id": "0123-abcdef"}, build(MODEL, overlay), engine=engine)
    assert [finding.code for finding in findings if finding.severity == "error"] == [other]
    assert [finding.keyword for finding in findings if finding.severity == "note"] == [keyword]


def test_the_engines_list_every_violation(things: Contract) -> None:
    for engine in ENGINES:
        violations = Validator(things, engine=engine).compiled.violations({"Id": "0123-abcdef"})
        assert [violation.keyword for violation in violations] == ["maxLength", "pattern"]


@pytest.mark.survey
@pytest.mark.parametrize("operation", ["wafv2.GetRuleGroup", "sqs.ReceiveMessage", "deadline.SearchJobs"])
def test_every_mutant_still_has_its_finding(capture: Callable[[str], Contract], operation: str) -> None:
    contract = capture(operation)
    of_strings = [mutant for mutant in mutants(contract) if mutant.keyword.rpartition("/")[2] in OF_STRINGS]
    assert of_strings
    for mutant in of_strings:
        assert mutant_line(mutant, contract, "response", "cli"), mutant


def test_an_id_of_wafv2_that_is_too_long_has_one_finding(capture: Callable[[str], Contract]) -> None:
    contract = capture("wafv2.GetRuleGroup")
    identifier = "12345678-1234-1234-1234-123456789012"
    response = {"LockToken": identifier + "0", "RuleGroup": {"Id": identifier, "Name": ""}}
    findings = shapeproof.findings(response, contract)
    assert [(finding.code, finding.pointer) for finding in findings if finding.keyword != "required"] == [
        ("SP203", "/LockToken"),
        ("SP220", "/RuleGroup/Name"),
    ]
