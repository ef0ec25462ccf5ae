"""Rules in validation: where they are evaluated, what their findings say, and that they leave everything else alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.contract import Contract, View
from shapeproof.validation.catalog import Severities, chosen_severities
from shapeproof.validation.finding import ContractViolation, Finding
from shapeproof.validation.validator import Validator

MODEL: Final = OperationModel(
    service="shop",
    edition="1.2.3",
    metadata={"apiVersion": "2026-01-01", "endpointPrefix": "shop", "protocol": "rest-json"},
    operation={"name": "DescribeOrder", "http": {"method": "GET", "requestUri": "/"}, "output": {"shape": "Order"}},
    shapes={
        "Order": {
            "type": "structure",
            "members": {
                "Made": {"shape": "Time", "locationName": "made"},
                "Sent": {"shape": "Time", "locationName": "sent"},
                "Parts": {"shape": "Parts", "locationName": "parts"},
                "Count": {"shape": "Number"},
                "Secret": {"shape": "Secret"},
                "Where": {"shape": "Text", "location": "header", "locationName": "x-where"},
            },
        },
        "Parts": {"type": "list", "member": {"shape": "Part"}},
        "Part": {"type": "structure", "members": {"Low": {"shape": "Number"}, "High": {"shape": "Number"}}},
        "Number": {"type": "integer"},
        "Text": {"type": "string"},
        "Secret": {"type": "string", "sensitive": True},
        "Time": {"type": "timestamp"},
    },
)
EARLY, LATE = "2026-05-06T07:00:00+00:00", "2026-05-06T08:00:00+00:00"


def rule(name: str, expression: str, *at: str, shape: str = "Order", keeps: Any, breaks: Any, **more: Any) -> Any:
    facts = {"shape": shape, "id": name, "rule": expression, "message": f"{name} is broken", "at": list(at)}
    return {**facts, "source": "https://example.org", "keeps": keeps, "breaks": breaks, **more}


TIMES: Final = rule(
    "TIME1",
    "self.Made <= self.Sent",
    "Sent",
    "Made",
    when="has(self.Made) && has(self.Sent)",
    keeps={"Made": EARLY, "Sent": LATE},
    breaks={"Made": LATE, "Sent": EARLY},
)
ENDS: Final = rule(
    "PART1",
    "self.Low <= self.High",
    "Low",
    "High",
    shape="Part",
    when="has(self.Low)",
    messageExpression="string(self.Low) + ' is above ' + string(self.High)",
    keeps={"Low": 1, "High": 2},
    breaks={"Low": 2, "High": 1},
)
OF_ROOT: Final = rule(
    "PART2",
    "self.Low < root.Count",
    "Low",
    shape="Part",
    when="has(self.Low) && has(root.Count)",
    severity="warning",
    keeps={"Parts": [{"Low": 1}], "Count": 2},
    breaks={"Parts": [{"Low": 2}], "Count": 2},
)
SECRET: Final = rule(
    "SECRET1",
    "self.Secret != 'password'",
    "Secret",
    when="has(self.Secret)",
    messageExpression="'it is ' + self.Secret",
    keeps={"Secret": "good"},
    breaks={"Secret": "password"},
)


RULES: Final = Overlay.from_json({"shapeproof": 1, "rules": [TIMES, ENDS, OF_ROOT, SECRET]}, where="overlay.json")


@pytest.fixture(scope="module")
def order() -> Contract:
    return build(MODEL, RULES)


def broken(contract: Contract, response: object, **options: Any) -> list[Finding]:
    severities = options.pop("severities", Severities())
    return list(Validator(contract, severities=severities, **options).check(response).findings)


def test_a_broken_rule_is_a_finding_at_the_member_to_blame(order: Contract) -> None:
    (finding,) = broken(order, {"Made": LATE, "Sent": EARLY})
    assert (finding.code, finding.kind, finding.rule, finding.severity) == ("SP401", "rule", "TIME1", "error")
    assert (finding.pointer, finding.path, finding.related) == ("/Sent", "Sent", ("/Made",))
    assert finding.message == "TIME1 is broken"


def test_a_rule_of_a_structure_in_a_list_has_the_place_of_the_item_and_shows_values(order: Contract) -> None:
    (finding,) = broken(order, {"Parts": [{"Low": 1, "High": 2}, {"Low": 5, "High": 3}]})
    assert (finding.pointer, finding.path, finding.related) == ("/Parts/1/Low", "Parts[].Low", ("/Parts/1/High",))
    assert finding.message == "5 is above 3"


def test_places_are_as_recorded(order: Contract) -> None:
    (part,) = Validator(order).check({"parts": [{"Low": 5, "High": 3}]}, "wire").findings
    assert (part.pointer, part.related) == ("/parts/0/Low", ("/parts/0/High",))


def test_rules_of_the_whole_response_need_members_that_a_body_lacks(order: Contract) -> None:
    assert Validator(order).check({"made": 1_800_000_000, "sent": 1_700_000_000}, "wire").findings == ()
    body_only = build(replace(MODEL, shapes={**MODEL.shapes, "Order": _without_headers()}), RULES)
    (finding,) = Validator(body_only).check({"made": 1_800_000_000, "sent": 1_700_000_000}, "wire").findings
    assert (finding.rule, finding.pointer, finding.related) == ("TIME1", "/sent", ("/made",))


def _without_headers() -> dict[str, Any]:
    order: dict[str, Any] = dict(MODEL.shapes["Order"])
    return order | {"members": {name: member for name, member in order["members"].items() if "location" not in member}}


def test_what_boto3_returns_is_checked_by_the_same_rules(order: Contract) -> None:
    response = {"Made": datetime(2026, 5, 6, 8, tzinfo=UTC), "Sent": datetime(2026, 5, 6, 7, tzinfo=UTC)}
    (finding,) = broken(order, response)
    assert (finding.rule, finding.pointer) == ("TIME1", "/Sent")


@pytest.mark.parametrize(
    "engine", [pytest.param("jsonschema-rs", id="rust"), pytest.param("jsonschema", id="reference")]
)
def test_only_rules_that_read_nothing_wrong_are_evaluated(order: Contract, engine: Any) -> None:
    response = {"Made": LATE, "Sent": EARLY, "Count": 1, "Parts": [{"Low": 5, "High": 3}, {"Low": 5, "High": "3"}]}
    findings = broken(order, response, engine=engine)
    assert [(finding.rule or finding.code, finding.pointer) for finding in findings] == [
        ("SP102", "/Parts/1/High"),
        ("TIME1", "/Sent"),
        ("PART1", "/Parts/0/Low"),
        ("PART2", "/Parts/0/Low"),
        ("PART2", "/Parts/1/Low"),
    ]


@pytest.mark.parametrize(
    "value", [None, "text", 5, [], [None], ["x"], {"Low": None}, [[]], [{"Low": {}}], [{"Low": "1"}]]
)
def test_whatever_is_wrong_elsewhere_does_not_hide_or_stop_a_rule(order: Contract, value: object) -> None:
    document: dict[str, object] = {"Parts": value, "Made": 3, "Sent": {"x": 1}, "Count": None, "Secret": []}
    assert all(finding.kind != "rule" for finding in broken(order, document))


def test_a_rule_without_a_value_is_a_note_that_says_why(order: Contract) -> None:
    (finding,) = broken(order, {"Parts": [{"Low": 1}]})
    assert (finding.code, finding.severity, finding.rule, finding.pointer) == ("SP403", "note", "PART1", "/Parts/0/Low")
    assert "High" in finding.message


@pytest.mark.parametrize(
    ("view", "options", "expected"),
    [
        ("strict", {}, {"PART1": "error", "PART2": "warning"}),
        ("tolerant", {}, {"PART1": "warning", "PART2": "warning"}),
        ("strict", {"ignore": ["PART1"]}, {"PART2": "warning"}),
        ("strict", {"ignore": ["SP401"]}, {}),
        ("strict", {"ignore": ["rule"], "error": ["PART2"]}, {"PART2": "error"}),
    ],
)
def test_severities(order: Contract, view: View, options: Any, expected: dict[str, str]) -> None:
    severities = Severities(view, chosen_severities(**options))
    findings = broken(order, {"Count": 2, "Parts": [{"Low": 5, "High": 3}]}, severities=severities)
    assert {finding.rule: finding.severity for finding in findings} == expected


def test_messages_do_not_show_what_is_sensitive(order: Contract) -> None:
    (finding,) = broken(order, {"Secret": "password"})
    assert finding.message == "SECRET1 is broken"


@pytest.mark.parametrize(
    "expression",
    [
        "dyn(self)['Sec' + 'ret']",
        r"dyn(root)['\x53ecret']",
        "dyn(self).map(name, string(dyn(self)[name])).join()",
        "[dyn(self)].map(order, string(order['Secre' + 't'])).join()",
    ],
)
def test_messages_do_not_show_what_is_sensitive_by_a_computed_name(order: Contract, expression: str) -> None:
    facts = rule(
        "COUNT1", "self.Count > 0", "Count", when="has(self.Count)", keeps={"Count": 1}, breaks={"Count": 0},
        messageExpression=expression,
    )  # fmt: skip
    schema = dict(order.response)
    entry = {key: value for key, value in facts.items() if key != "shape"}
    schema["$defs"] = {**schema["$defs"], "Order": {**schema["$defs"]["Order"], "x-rules": [entry]}}
    (finding,) = broken(replace(order, response=schema), {"Count": 0, "Secret": "password"})
    assert finding.message == "COUNT1 is broken"


def test_the_exception_names_the_rule(order: Contract) -> None:
    with pytest.raises(ContractViolation, match=r"/Sent: TIME1 is broken \[SP401 TIME1\]"):
        Validator(order).validate({"Made": LATE, "Sent": EARLY})


def test_a_contract_without_rules_needs_nothing_of_them(thing: Contract) -> None:
    assert Validator(thing).rules is None


def test_rules_of_requests_are_checked_in_requests(order: Contract) -> None:
    contract = replace(order, request=order.response, response=order.request)
    assert Validator(contract).rules is None
    assert [
        finding.rule for finding in Validator(contract, "request").check({"Made": LATE, "Sent": EARLY}).findings
    ] == ["TIME1"]


def test_a_misspelt_member_is_not_taken_for_absent(order: Contract) -> None:
    response = {"Made": LATE, "Parts": [{"Low": 5, "Hihg": 3}]}
    assert [(finding.code, finding.pointer) for finding in broken(order, response)] == [("SP301", "/Parts/0/Hihg")]
    other = {"Made": LATE, "Parts": [{"Low": 5, "Price": 3}]}
    assert [finding.code for finding in broken(order, other)] == ["SP301", "SP403"]
