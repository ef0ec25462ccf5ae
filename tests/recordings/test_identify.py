"""Which contract a response belongs to: what was asked for, what it says itself, its file's name, its members."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.errors import UnknownContractError
from shapeproof.recordings.identification.identifier import Identifier, part_of
from shapeproof.recordings.model import Recording
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition

needs_botocore = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore isn't installed, and its models are what names mean"
)
REQUIRED = ["HyperParameterTuningJobName", "HyperParameterTuningJobArn", "CreationTime"]


def names_of(found: Any) -> list[str]:
    return [contract.operation_name for contract in found]


def of_value(value: object, contract: str | None = None) -> Recording:
    return Recording(value, "json", 0, 1, contract=contract)


@pytest.fixture
def project(handmade: Callable[..., OperationModel], tmp_path: Path) -> Path:
    """Two operations that share the members A and B; one also has C and D."""
    text = {"type": "string"}
    for operation, members in {"get_first": "AB", "get_second": "ABCD"}.items():
        renamed = {name: {"shape": "Text", "locationName": name.lower() * 2} for name in members}
        model = handmade({"Thing": {"type": "structure", "members": renamed}, "Text": text})
        named = "".join(word.title() for word in operation.split("_"))
        changed = OperationModel.from_json(
            {**model.to_json(), "operation": {**model.operation, "name": named}}, where="here"
        )
        write_edition(tmp_path, changed)
    return tmp_path


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("ABCD", ["example.get_second"]),
        ("ABC", ["example.get_second"]),
        ("AB", []),  # a tie
        ("ABxy", []),  # half is not enough
        ("ABCxy", ["example.get_second"]),
        ("ABCxyz", []),
        ("", []),
    ],
)
def test_over_half_of_the_members_decide_and_ties_do_not(project: Path, names: str, expected: list[str]) -> None:
    identifier = Identifier(ContractRegistry(project))
    assert names_of(identifier.by_members(list(names))) == expected
    assert names_of(identifier.by_members([*names, "ResponseMetadata"])) == expected


def test_names_on_the_wire_tell_too(project: Path) -> None:
    assert names_of(Identifier(ContractRegistry(project)).by_members(["aa", "bb", "cc"])) == ["example.get_second"]


def test_what_was_asked_for_comes_first_then_the_recording_then_its_file(project: Path, flagship: Contract) -> None:
    second = ContractRegistry(project).load("example.get_second")
    recording = of_value(dict.fromkeys(REQUIRED, ""), contract="example.get_first")
    named = "sagemaker.DescribeHyperParameterTuningJob_1.json"
    assert list(Identifier(ContractRegistry(project), second).candidates(recording, named)) == [second]
    assert names_of(Identifier(ContractRegistry(project)).candidates(recording, named)) == ["example.get_first"]
    members = of_value({"A": 1, "B": 1, "C": 1})
    assert names_of(Identifier(ContractRegistry(project)).candidates(members, named)) == [flagship.operation_name]
    assert names_of(Identifier(ContractRegistry(project)).candidates(members, "x.json")) == ["example.get_second"]


def test_a_recording_that_names_no_contract_is_an_error() -> None:
    with pytest.raises(UnknownContractError, match=r"nosuch"):
        Identifier(ContractRegistry()).candidates(of_value({}, contract="nosuch.operation"), "x.json")


@pytest.mark.parametrize("value", [[], None, "text", 5])
def test_what_is_no_object_has_no_members_to_tell(value: object) -> None:
    assert list(Identifier(ContractRegistry()).candidates(of_value(value), "x.json")) == []


@needs_botocore
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("elasticloadbalancing.DescribeLoadBalancers_1.json", ["elb.describe_load_balancers", "elbv2.describe_load_balancers"]),
        ("elasticloadbalancing.DescribeTargetGroups_1.json", ["elbv2.describe_target_groups"]),
        ("elbv2.DescribeLoadBalancers_1.json", ["elbv2.describe_load_balancers"]),
        ("api.ecr.DescribeImages_1.json", ["ecr.describe_images"]),
        ("nosuch.DescribeImages_1.json", []),
        ("api.ecr.NoSuchOperation_1.json", []),
    ],
)  # fmt: skip
def test_a_file_s_name_may_mean_several_services(name: str, expected: list[str]) -> None:
    assert sorted(names_of(Identifier(ContractRegistry()).by_file_name(name))) == expected


@needs_botocore
@pytest.mark.parametrize(
    ("members", "service"),
    [({"LoadBalancerDescriptions": [{"LoadBalancerName": "x"}]}, "elb"), ({"LoadBalancers": [{"Type": "network"}]}, "elbv2")],
)  # fmt: skip
def test_an_ambiguous_name_is_settled_by_trying(
    tmp_path: Path, check: Any, members: dict[str, object], service: str
) -> None:
    file = tmp_path / "elasticloadbalancing.DescribeLoadBalancers_1.json"
    file.write_text(json.dumps({"status_code": 200, "data": members}))
    assert check(file) == []
    file.write_text(json.dumps({"status_code": 200, "data": {**members, "NextMarker": 5}}))
    found = check(file)
    assert {one.contract.partition(".")[0] for one in found} == {service}
    assert "/NextMarker" in {one.finding.pointer for one in found}


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ({"Error": {"Code": "X"}}, "error"),
        ({"Error": {"Message": "x"}}, "response"),
        ({"Error": "x"}, "response"),
        ({"__type": "X", "message": "x"}, "error"),
        ({"__type": "X", "CreationTime": 1}, "response"),
        ({"CreationTime": 1}, "response"),
        ([], "response"),
    ],
)
def test_errors_are_told_from_answers(flagship: Contract, value: object, part: str) -> None:
    assert part_of(value, flagship) == part
    assert part_of(value, flagship, "error") == "error"
