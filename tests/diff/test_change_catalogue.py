"""The catalogue of changes: each code is complete, its example is a change of it, and its mirror is the reverse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shapeproof.contract import Part, Scenario
from shapeproof.diff.catalog import CHANGE_CODES, MIRRORED, READERS, ChangeCode
from shapeproof.diff.changes.contract_changes import contract_changes
from shapeproof.diff.changes.schema_changes import schema_changes
from shapeproof.diff.verdicts.comparison import compare_schemas
from shapeproof.validation.catalog import CODES

SCHEMA_CODES = [code for code in CHANGE_CODES.values() if code.old.startswith('{"type"')]
ERROR_CODES = {"SP641", "SP642"}


def response(example: str) -> dict[str, Any]:
    """A schema whose member `Value` is an example."""
    thing = {
        "type": "object",
        "properties": {"Value": json.loads(example)},
        "additionalProperties": False,
        "required": ["Value"],
    }
    return {"title": "Thing", "$ref": "#/$defs/Thing", "$defs": {"Thing": thing}}


def error(example: str) -> dict[str, Any]:
    """A schema of errors whose codes are an example."""
    inner = {"type": "object", "properties": {"Code": json.loads(example)}, "required": ["Code"]}
    outer = {"type": "object", "properties": {"Error": inner}, "required": ["Error"]}
    return {"title": "ThingError", "$ref": "#/$defs/ThingError", "$defs": {"ThingError": outer}}


def with_rules(*expressions: str) -> dict[str, Any]:
    members = {name: {"type": "integer"} for name in ("Ordered", "Shipped")}
    rules = [{"id": "ORD1", "rule": expression} for expression in expressions]
    thing = {"type": "object", "properties": members, "additionalProperties": False, "x-rules": rules}
    return {"title": "Thing", "$ref": "#/$defs/Thing", "$defs": {"Thing": thing}}


def test_codes_are_in_order_and_of_a_family_of_their_own() -> None:
    assert list(CHANGE_CODES) == sorted(CHANGE_CODES)
    assert all(re.fullmatch(r"SP6\d\d", number) for number in CHANGE_CODES)
    assert not CHANGE_CODES.keys() & CODES.keys()
    assert len({code.name for code in CHANGE_CODES.values()}) == len(CHANGE_CODES)


@pytest.mark.parametrize("code", CHANGE_CODES.values(), ids=str)
def test_a_code_is_complete(code: ChangeCode) -> None:
    assert code.title == code.title.strip(".")
    assert code.why.endswith(".")
    assert code.hint.endswith((".", "`."))
    mirror = MIRRORED[code.number]
    assert MIRRORED[mirror.number] == code
    # What an open reader must fear, a closed one must fear as well, unless only people read it that way.
    if code.open == "breaking":
        assert code.closed == "breaking"


@pytest.mark.parametrize("code", SCHEMA_CODES, ids=str)
def test_an_example_is_a_change_of_its_code(code: ChangeCode) -> None:
    part: Part = "error" if code.number in ERROR_CODES else "response"
    wrap = error if part == "error" else response
    old, new = wrap(code.old), wrap(code.new)
    assert [change.code for change in schema_changes(old, new, part)] == [code]
    assert [change.code for change in schema_changes(new, old, part)] == [MIRRORED[code.number]]
    for reader in READERS:
        [verdict] = compare_schemas(old, new, reader, part)
        assert verdict.change_class == code.class_for(part, reader)
        needs_witness = verdict.change_class in {"breaking", "risky"} and code.has_witness
        assert not needs_witness or verdict.witness is not None
    if code.number not in ERROR_CODES:
        [verdict] = compare_schemas(old, new, part="request")
        assert verdict.change_class == code.request
        assert (verdict.witness is not None) == (code.request == "breaking")


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("SP651", [], ["self.Shipped <= self.Ordered"]),
        ("SP652", ["self.Shipped <= self.Ordered"], []),
        ("SP653", ["self.Shipped < self.Ordered"], ["self.Shipped <= self.Ordered"]),
    ],
)
def test_rules_are_compared(code: str, old: list[str], new: list[str]) -> None:
    [change] = schema_changes(with_rules(*old), with_rules(*new))
    assert (change.code.number, change.member, change.shape) == (code, "ORD1", "Thing")


def test_scenarios_are_compared(handmade: Any) -> None:
    from dataclasses import replace

    from shapeproof.capture.build import build

    contract = build(handmade({"Thing": {"type": "structure", "members": {}}}))
    shipped = replace(contract, scenarios={"shipped": Scenario("An order on its way.", present=("ShippedAt",))})
    renamed = replace(contract, scenarios={"shipped": Scenario("Other words.", present=("ShippedAt",))})
    other = replace(contract, scenarios={"shipped": Scenario("An order on its way.", absent=("ShippedAt",))})
    assert [change.code.number for change in contract_changes(contract, shipped)] == ["SP661"]
    assert [change.code.number for change in contract_changes(shipped, contract)] == ["SP662"]
    assert [change.code.number for change in contract_changes(shipped, other)] == ["SP663"]
    assert contract_changes(shipped, renamed) == []


def test_the_page_has_all_codes() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/changes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(SP6\d\d)\]\(#sp6\d\d\) \| (.+?) \| (\w+) \| (\w+) \| (\w+) \|$", page, re.MULTILINE)
    assert rows == [(code.number, code.title, code.closed, code.open, code.request) for code in CHANGE_CODES.values()]
    assert re.findall(r"^## (SP6\d\d)$", page, re.MULTILINE) == list(CHANGE_CODES)
