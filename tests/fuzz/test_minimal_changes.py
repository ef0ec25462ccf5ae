"""Failures are explained by what the program needs, and not by what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import pytest

from shapeproof.contract import Contract
from shapeproof.fuzz.campaign.minimal_changes import Explanation, explain
from shapeproof.fuzz.campaign.response_check import ResponseCheck
from shapeproof.fuzz.campaign.tried_changes import Effect
from shapeproof.registry import load
from shapeproof.report.campaign.text import change_text

JOB: Final = {
    "HyperParameterTuningJobName": "example",
    "HyperParameterTuningJobArn": "arn:aws:sagemaker:us-east-1:123456789012:hyper-parameter-tuning-job/example",
    "HyperParameterTuningJobConfig": {"Strategy": "Random", "ResourceLimits": {"MaxParallelTrainingJobs": 1}},
    "HyperParameterTuningJobStatus": "Stopping",
    "CreationTime": "2024-01-01T00:00:00+00:00",
    "TrainingJobStatusCounters": {},
    "ObjectiveStatusCounters": {},
}

Read = Callable[[Any], object]


def effect(read: Read, response: Any) -> Effect:
    """What a function does with a response, as a program that crashes says it."""
    try:
        read(response)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        trace = error.__traceback__ and error.__traceback__.tb_next
        return Effect("fails differently", f"{type(error).__name__}: {error}", f"line {trace and trace.tb_lineno}")
    return Effect("passes")


def explained(contract: Contract, response: Any, read: Read, view: Any = "strict") -> Explanation:
    failure = effect(read, response)

    def effect_of(changed: Any) -> Effect:
        found = effect(read, changed)
        return Effect("fails alike", found.message, found.location) if found == failure else found

    check = ResponseCheck(contract, "response", view, response)
    return explain(contract.response, response, failure, effect_of, check.is_kept_by)


def sentences(contract: Contract, response: Any, read: Read) -> list[str]:
    return [
        re.sub("; the program|, for example.*", "", change_text(change))
        for change in explained(contract, response, read).changes
    ]


@pytest.fixture(scope="module")
def functions() -> Contract:
    return load("lambda.list_functions@installed")


def first_subnet(response: Any) -> object:
    network = response["Functions"][0].get("VpcConfig")
    return network["SubnetIds"][0] if network else None


@pytest.mark.parametrize("beside", [{"SecurityGroupIds": []}, {"VpcId": ""}, {"Ipv6AllowedForDualStack": False}])
def test_what_stands_beside_the_cause_is_not_blamed(functions: Contract, beside: dict[str, Any]) -> None:
    """Without it, the program would pass: the structure would be empty. So it would be with any other member."""
    response: dict[str, Any] = {"Functions": [{"VpcConfig": beside}]}
    assert sentences(functions, response, first_subnet) == [
        "/Functions/0/VpcConfig/SubnetIds is absent passes if it is present"
    ]


def test_a_structure_that_is_not_empty_is_the_cause_if_nothing_inside_is(functions: Contract) -> None:
    def read(response: Any) -> None:
        if response["Functions"][0].get("VpcConfig"):
            raise ValueError("no networks here")

    response: dict[str, Any] = {"Functions": [{"VpcConfig": {"SecurityGroupIds": []}}]}
    assert sentences(functions, response, read) == ["/Functions/0/VpcConfig is not empty passes if it is absent or {}"]


def test_an_empty_list_is_the_cause_whatever_else_it_may_hold(functions: Contract) -> None:
    response: dict[str, Any] = {"Functions": [{"VpcConfig": {"SubnetIds": []}}]}
    assert sentences(functions, response, first_subnet) == [
        '/Functions/0/VpcConfig/SubnetIds is [] passes if it is absent or ["subnet-0123456789abcdef0"]'
    ]


def test_the_same_in_all_items_is_told_together(functions: Contract) -> None:
    def read(response: Any) -> object:
        function = response["Functions"][0]
        is_read = function.get("Architectures") == ["arm64"]
        return max([layer["CodeSize"] for layer in function["Layers"]]) if is_read else None

    response: dict[str, Any] = {"Functions": [{"Layers": [{}, {}], "Architectures": ["arm64"]}]}
    assert sentences(functions, response, read) == [
        "/Functions/0/Layers/0/CodeSize and /Functions/0/Layers/1/CodeSize are absent passes if all are present",
        '/Functions/0/Architectures/0 is "arm64" passes if it is absent or "x86_64"',
    ]


def test_no_extreme_value_hides_what_all_items_need(functions: Contract) -> None:
    """The program also passes if one of the two sizes is below zero."""

    def read(response: Any) -> object:
        sizes = [layer["CodeSize"] for layer in response["Functions"][0]["Layers"]]
        return max(sizes) // min(sizes) if len(sizes) > 1 else None

    response = {"Functions": [{"Layers": [{"CodeSize": 0}, {"CodeSize": 0}]}]}
    assert sentences(functions, response, read) == [
        "/Functions/0/Layers/0/CodeSize and /Functions/0/Layers/1/CodeSize are 0 passes if all are 1"
    ]


def test_a_number_must_not_be_zero(flagship: Contract) -> None:
    """The simplest number is 0, with which the program still fails; and the end time is not the only cause."""

    def read(job: Any) -> object:
        return 60 / sum(job["TrainingJobStatusCounters"].values()) if "HyperParameterTuningEndTime" in job else None

    response = {**JOB, "HyperParameterTuningEndTime": "2024-01-01T00:00:00+00:00"}
    first, second = explained(flagship, response, read).changes
    assert change_text(first) == (
        "/TrainingJobStatusCounters/Completed is absent; the program passes if it is present, for example 1 "
        "(also with one of InProgress, RetryableError, NonRetryableError, …)"
    )
    assert change_text(second).startswith("/HyperParameterTuningEndTime is ")


def test_two_members_that_matter_together_are_both_told(flagship: Contract) -> None:
    def read(job: Any) -> object:
        return job["FailureReason"] + job["BestTrainingJob"]["TrainingJobName"]

    assert sentences(flagship, JOB, read) == [
        "/FailureReason and /BestTrainingJob are absent passes if all are present"
    ]


def test_a_bug_behind_this_one_is_not_its_cause(flagship: Contract) -> None:
    def read(job: Any) -> object:
        if job["HyperParameterTuningJobStatus"] == "Failed":
            assert job["FailureReason"] is not None
        return job["BestTrainingJob"]["TrainingJobName"]

    assert sentences(flagship, {**JOB, "HyperParameterTuningJobStatus": "Failed"}, read) == [
        "/FailureReason is absent gets past this failure if it is present",
        '/HyperParameterTuningJobStatus is "Failed" gets past this failure if it is "Completed" or "InProgress"',
    ]


def test_what_the_error_names_is_told_even_if_two_bugs_follow(functions: Contract) -> None:
    def read(page: Any) -> object:
        if page["Functions"][0].get("PackageType") != "Zip":
            return None
        name = page["Functions"][0]["FunctionName"]
        assert name is not None
        return max(len(layer["Arn"]) for layer in page["Functions"][0]["Layers"] if layer["CodeSize"] > 9)

    response = {"Functions": [{"PackageType": "Zip"}]}
    assert sentences(functions, response, read) == [
        "/Functions/0/FunctionName is absent gets past this failure if it is present",
        '/Functions/0/PackageType is "Zip" passes if it is absent or "Image"',
    ]


def test_a_missing_list_is_told_with_what_its_item_needs(functions: Contract) -> None:
    def read(page: Any) -> object:
        name = page["Functions"][0].get("Layers", [])[0]["Arn"]
        if "CodeSize" in page["Functions"][0]["Layers"][0]:
            raise ValueError("another bug")
        return name

    response: dict[str, Any] = {"Functions": [{}]}
    assert sentences(functions, response, read) == [
        "/Functions/0/Layers and /Functions/0/Layers/0/Arn are absent passes if all are present"
    ]


def test_either_of_two_members_helps(flagship: Contract) -> None:
    def read(job: Any) -> object:
        return (job.get("FailureReason") or job["BestTrainingJob"])[0:]

    assert len(sentences(flagship, JOB, read)) == 1  # a structure can't be sliced

    def read_either(job: Any) -> object:
        return job["FailureReason"] if "FailureReason" in job else job["BestTrainingJob"]

    assert sentences(flagship, JOB, read_either) == [
        "/BestTrainingJob is absent passes if it is present",
        "/FailureReason is absent passes if it is present",
    ]


def test_a_value_that_the_error_quotes_is_told(flagship: Contract) -> None:
    names = {"Completed": "done", "Failed": "failed"}

    def read(job: Any) -> object:
        return names[job["HyperParameterTuningJobStatus"]]

    assert sentences(flagship, JOB, read) == [
        '/HyperParameterTuningJobStatus is "Stopping" passes if it is "Completed" or "Failed"'
    ]


def test_a_value_that_is_enough_is_not_told_with_another_member(flagship: Contract) -> None:
    def read(job: Any) -> object:
        if job["HyperParameterTuningJobStatus"] == "InProgress":
            return job["BestTrainingJob"]
        if job["HyperParameterTuningJobStatus"] == "Stopping":
            raise ValueError("no state")
        return None

    assert sentences(flagship, JOB, read) == [
        '/HyperParameterTuningJobStatus is "Stopping" passes if it is "Completed" or "Failed"'
    ]


def test_a_member_that_the_contract_does_not_know_is_told(flagship: Contract) -> None:
    def read(job: Any) -> None:
        if "AddedTomorrow" in job:
            raise ValueError

    response = {**JOB, "AddedTomorrow": 1}
    (change,) = explained(flagship, response, read, "tolerant").changes
    assert (
        change_text(change) == "/AddedTomorrow is present, unknown to the contract; the program passes if it is absent"
    )


def test_no_cause_is_told_where_none_was_found(flagship: Contract) -> None:
    def read(_: Any) -> object:
        raise ValueError("always")

    explanation = explained(flagship, JOB, read)
    assert not explanation.changes
    assert explanation.single_count > 20
    assert explanation.joint_count > 0
    assert explanation.is_complete


def test_nothing_is_run_after_the_time_is_over(flagship: Contract) -> None:
    calls: list[object] = []
    explanation = explain(flagship.response, JOB, Effect("fails alike"), calls.append, lambda _: True)
    assert (len(calls), explanation.changes, explanation.is_complete) == (1, (), False)
