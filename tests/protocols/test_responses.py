"""Every response of botocore's protocol suite is clean, as it was sent and as boto3 returns it, and is converted as boto3 does.

What isn't clean, or isn't the same, is an exception with a reason (`exceptions`), and has to be exactly as stated there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

import pytest
from tests.recordings.recorders import as_har

pytest.importorskip("botocore", reason="botocore isn't installed, and it is the measure")

from tests.protocols.botocore_reading import as_python, comparable, parsed
from tests.protocols.exceptions import CONVERSIONS, DIFFERENT, RESPONSES, RESULTS, outcome_of
from tests.protocols.exchanges import response
from tests.protocols.suite import Case, cases

from shapeproof.contract import Contract, Part, Schema, child, resolve
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.formats.json_reader import read_json
from shapeproof.recordings.http.http_encoding import DecodingBudget
from shapeproof.recordings.http.operations import Ignored
from shapeproof.recordings.http.traffic import TrafficReader
from shapeproof.recordings.identification.identifier import Identifier
from shapeproof.recordings.model import Exchange, ReadFailure, Recording
from shapeproof.registry import ContractRegistry
from shapeproof.representations.conversion import from_cli, to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.error_bodies import error_to_cli
from shapeproof.representations.response_metadata import strip_metadata
from shapeproof.representations.wire_names import is_outside_body
from shapeproof.validation.validator import Validator

OUTPUT: Final = cases("output")
_SHOWN_BY_BODY: Final = frozenset({"json", "rest-json", "smithy-rpc-v2-cbor"})
"""The protocols of which only bodies are read, and no headers."""
each_response: Final = pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in OUTPUT])
each_result: Final = pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name) for case in OUTPUT if "result" in case.content]
)


@pytest.fixture(scope="module")
def checker(registry: ContractRegistry) -> Checker:
    return Checker(CheckOptions(), registry)


@pytest.fixture(scope="module")
def traffic_reader(registry: ContractRegistry) -> TrafficReader:
    return TrafficReader(Identifier(registry))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place of one recording after the other: a directory for each takes longer than checking it."""
    return tmp_path_factory.mktemp("recordings") / "x.har"


@each_response
def test_response_is_clean_as_it_was_sent(case: Case, checker: Checker, file: Path) -> None:
    file.write_text(as_har([response(case)]))
    (unit,) = plan_units([str(file)])
    (result,) = checker.check(unit)
    findings = {located.finding.code for located in result.findings}
    ignored = {reason for _, reason in result.ignored}
    assert findings | ignored == outcome_of(case, RESPONSES)
    assert result.responses + len(ignored) == 1


@each_result
def test_result_is_clean_as_boto3_returns_it(case: Case, registry: ContractRegistry) -> None:
    validator = Validator(_contract(case, registry))
    result = as_python(case, "output", case.content["result"])
    assert {finding.code for finding in validator.findings(result, "sdk")} == outcome_of(case, RESULTS)


@each_response
def test_response_is_converted_as_botocore_does(case: Case, traffic_reader: TrafficReader) -> None:
    """What boto3 leaves out is left out here: conversion keeps it, so that validation finds it."""
    part: Part = "error" if "error" in case.content else "response"
    read = traffic_reader.read(_exchange(case), DecodingBudget())
    expected = outcome_of(case, CONVERSIONS)
    if isinstance(read, Ignored):
        assert {read.reason} == expected
    elif isinstance(read, ReadFailure):
        assert {read.code.number} == expected
    else:
        ((recording, contract),) = read
        root = contract.schema(part)
        ours, theirs = _in_sdk(recording, contract, part), parsed(case)
        if recording.representation == "wire":
            ours = _without_what_boto3_drops(root, root, ours)
        if theirs and case.protocol in _SHOWN_BY_BODY:
            theirs = _in_body(root, theirs)
        if theirs and part == "error":
            ours, theirs = ({**error, "Error": _name_and_message(error["Error"])} for error in (ours, theirs))
        assert (set() if comparable(ours) == comparable(theirs) else {DIFFERENT}) == expected, (ours, theirs)


def _contract(case: Case, registry: ContractRegistry) -> Contract:
    return registry.load(f"{case.service.name}.{case.operation}")


def _exchange(case: Case) -> Exchange:
    (exchange,) = read_json(as_har([response(case)]).encode(), "x.har")
    assert isinstance(exchange, Exchange)
    return exchange


def _in_sdk(recording: Recording, contract: Contract, part: Part) -> Any:
    """A recorded response as boto3 returns it, by way of the representation in which it is checked."""
    root = contract.schema(part)
    value: Any = strip_metadata(recording.value)
    if recording.converted is not None:
        converted = recording.converted.value
    elif part == "error" and recording.representation == "wire":
        converted = error_to_cli(contract, value, recording.error_name, is_cbor=recording.is_cbor).value
    else:
        converted = to_cli(root, value, Detected(recording.representation or "cli", is_cbor=recording.is_cbor)).value
    return from_cli(root, converted, "sdk")


def _name_and_message(error: Mapping[str, Any]) -> dict[str, Any]:
    """The two that every error has; in XML, botocore puts all that is sent beside them, whatever the model says."""
    return {"Code": error.get("Code", ""), "Message": error.get("Message", "")}


def _in_body(root: Schema, result: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a result that the body has; the wire representation shows no others."""
    members = resolve(root, root)["properties"]
    return {name: value for name, value in result.items() if not is_outside_body(members[name])}


def _without_what_boto3_drops(root: Schema, node: Schema, value: object) -> Any:
    """A response without nulls, unknown members and names of types: all of them are left out of what boto3 returns."""
    shape = resolve(root, node)
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value).items()
        if "properties" in shape:
            entries = {key: inner for key, inner in entries if inner is not None and key in shape["properties"]}.items()
        return {key: _without_what_boto3_drops(root, child(shape, key).node or {}, inner) for key, inner in entries}
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [_without_what_boto3_drops(root, shape.get("items", {}), item) for item in items]
    return value
