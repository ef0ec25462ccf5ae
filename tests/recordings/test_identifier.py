"""The contract of a response: the one asked for, declared, in its file's name, or recognised by its members."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.recordings.recorders import needs_botocore

from shapeproof.capture.model import OperationModel
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.errors import UnknownContractError
from shapeproof.recordings.discovery.base_directory import BaseDirectory
from shapeproof.recordings.identification.common_members import COMMON_MEMBERS
from shapeproof.recordings.identification.identifier import ContractsByPath, Identifier, identify_part
from shapeproof.recordings.model import Recording
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition

REQUIRED = ["HyperParameterTuningJobName", "HyperParameterTuningJobArn", "CreationTime"]


def names_of(contracts: Any) -> list[str]:
    return [contract.operation_name for contract in contracts]


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


def test_names_on_the_wire_count_too(project: Path) -> None:
    assert names_of(Identifier(ContractRegistry(project)).by_members(["aa", "bb", "cc"])) == ["example.get_second"]


def test_precedence_is_option_then_recording_then_file_name_then_members(project: Path, flagship: Contract) -> None:
    second = ContractRegistry(project).load("example.get_second")
    recording = of_value(dict.fromkeys(REQUIRED, ""), contract="example.get_first")
    named = "sagemaker.DescribeHyperParameterTuningJob_1.json"
    assert list(Identifier(ContractRegistry(project), second).candidates(recording, named)) == [second]
    assert names_of(Identifier(ContractRegistry(project)).candidates(recording, named)) == ["example.get_first"]
    members = of_value({"A": 1, "B": 1, "C": 1})
    assert names_of(Identifier(ContractRegistry(project)).candidates(members, named)) == [flagship.operation_name]
    assert names_of(Identifier(ContractRegistry(project)).candidates(members, "x.json")) == ["example.get_second"]


def test_an_unknown_contract_in_a_recording_is_an_error() -> None:
    with pytest.raises(UnknownContractError, match=r"nosuch"):
        Identifier(ContractRegistry()).candidates(of_value({}, contract="nosuch.operation"), "x.json")


@pytest.mark.parametrize("value", [[], None, "text", 5])
def test_what_is_not_an_object_identifies_no_contract(value: object) -> None:
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
def test_an_ambiguous_name_is_resolved_by_checking(
    tmp_path: Path, check: Any, members: dict[str, object], service: str
) -> None:
    file = tmp_path / "elasticloadbalancing.DescribeLoadBalancers_1.json"
    file.write_text(json.dumps({"status_code": 200, "data": members}))
    assert check(file) == []
    file.write_text(json.dumps({"status_code": 200, "data": {**members, "NextMarker": 5}}))
    findings = check(file)
    assert {located.contract.partition(".")[0] for located in findings} == {service}
    assert "/NextMarker" in {located.finding.pointer for located in findings}


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
def test_errors_are_distinguished_from_responses(flagship: Contract, value: object, part: str) -> None:
    assert identify_part(value, flagship) == part
    assert identify_part(value, flagship, "error") == "error"


def test_the_first_glob_that_matches_a_file_names_its_contract() -> None:
    by_path = ContractsByPath(BaseDirectory("/p", "/p/tests"), (("tests/x/**", "a.b"), ("*.json", "c.d")))
    assert [by_path.contract(path) for path in ("x/1.json", "y.json", "y.txt")] == ["a.b", "c.d", None]


@needs_botocore
@pytest.mark.survey  # reads every model
def test_common_members_are_those_that_several_services_use() -> None:
    services: dict[str, set[str]] = {}
    for operation, members in installed().responses.all_operations.items():
        for name in members:
            services.setdefault(name, set()).add(operation.partition(".")[0])
    assert {name for name, users in services.items() if len(users) > 5} <= COMMON_MEMBERS
    assert {name for name in COMMON_MEMBERS if len(services.get(name, ())) < 2} == set()


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["HyperParameterTuningJobName", "HyperParameterTuningJobArn", "Name"], True),
        (["HyperParameterTuningJobName", "CreationTime"], False),
        (["FailureReason", "LastModifiedTime", "CreationTime"], False),
    ],
)
def test_members_that_many_services_use_identify_nothing(members: list[str], *, expected: bool) -> None:
    assert bool(Identifier(ContractRegistry()).by_members(members)) is expected


def test_a_forced_contract_is_doubted_only_if_another_is_resembled(flagship: Contract, project: Path) -> None:
    identifier = Identifier(ContractRegistry(project), ContractRegistry(project).load("example.get_second"))

    def doubt(*members: str) -> str | None:
        return identifier.why_not_forced(dict.fromkeys(members, 1), "x.json")

    message = doubt("HyperParameterTuningJobName", "HyperParameterTuningJobArn")
    assert message is not None
    assert flagship.operation_name in message
    assert doubt("HyperParameterTuningJobName", "HyperParameterTuningJobArn", "A", "B", "C") is None
    assert doubt("Nothing", "Knows", "These") is None
    assert doubt() is None
    assert identifier.why_not_forced({"Error": {"Code": "X"}}, "x.json") is None
