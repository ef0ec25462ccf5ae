"""Pins of strategies: values, schemas, strategies and presence; what the contract does not allow is an error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shapeproof.contract import Contract
from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT, responses
from shapeproof.validation.engines.compilation import compile_schema

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"


def generate_only(count: int) -> settings:
    """Settings for checking all drawn responses, without shrinking."""
    return settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate])


def test_pinned_value_is_set_at_every_owner(flagship: Contract) -> None:
    modes: list[str] = []

    @generate_only(100)
    @given(
        responses(
            flagship,
            representation="cli",
            pins={
                "HyperParameterTuningJobStatus": "Failed",
                "BestTrainingJob": PRESENT,
                "BestTrainingJob.FailureReason": ABSENT,
                "WarmStartConfig": ABSENT,
                "TrainingJobDefinitions[].InputDataConfig[].InputMode": "Pipe",
            },
        )
    )
    def check(response: Any) -> None:
        assert response["HyperParameterTuningJobStatus"] == "Failed"
        assert "FailureReason" not in response["BestTrainingJob"]
        assert "WarmStartConfig" not in response
        for definition in response.get("TrainingJobDefinitions", ()):
            modes.extend(channel["InputMode"] for channel in definition.get("InputDataConfig", ()))

    check()
    assert set(modes) == {"Pipe"}


def test_pinned_schema_only_narrows(flagship: Contract) -> None:
    engine = compile_schema(flagship.response)
    pins = {
        "HyperParameterTuningJobStatus": {"enum": ["Failed", "Stopped"]},
        "TrainingJobDefinitions": {"minItems": 2, "maxItems": 400},
        "HyperParameterTuningJobName": {"minLength": 0, "maxLength": 3},
        "FailureReason": {"pattern": "^(?:E[0-9]{3})$"},
        "TrainingJobStatusCounters.Completed": {"minimum": 7, "maximum": 9},
    }

    @generate_only(100)
    @given(responses(flagship, representation="cli", pins=pins))
    def check(response: Any) -> None:
        assert engine.is_valid(response)
        assert response["HyperParameterTuningJobStatus"] in {"Failed", "Stopped"}
        assert 2 <= len(response["TrainingJobDefinitions"]) <= 10
        assert 1 <= len(response["HyperParameterTuningJobName"]) <= 3
        assert response["FailureReason"][0] == "E"
        assert response["TrainingJobStatusCounters"]["Completed"] in {7, 8, 9}

    check()


def test_value_may_be_pinned_in_sdk_representation(flagship: Contract) -> None:
    moment = datetime(2024, 2, 29, 12, tzinfo=UTC)

    @generate_only(20)
    @given(responses(flagship, pins={"CreationTime": moment}))
    def check(response: Any) -> None:
        assert response["CreationTime"] == moment

    check()


def test_strategy_of_responses_may_be_pinned(flagship: Contract) -> None:
    inner = responses(flagship, representation="cli", scenario="failed").map(lambda job: job["FailureReason"])
    engine = compile_schema(flagship.response)

    @generate_only(60)
    @given(responses(flagship, representation="cli", pins={"FailureReason": inner}))
    def check(response: Any) -> None:
        assert response["FailureReason"]
        assert engine.is_valid(response)

    check()


def test_pinned_strategy_is_used(flagship: Contract) -> None:
    @generate_only(100)
    @given(responses(flagship, pins={"FailureReason": st.sampled_from(["one", "two"])}))
    def check(response: Any) -> None:
        assert response["FailureReason"] in {"one", "two"}

    check()


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ({"HyperParameterTuningJobStatu": "Failed"}, "no such path.*\n.*HyperParameterTuningJobStatus"),
        ({"HyperParameterTuningJobStatus": "Exploded"}, 'doesn\'t allow "Exploded".*enum(.|\n)*Completed'),
        ({"HyperParameterTuningJobStatus": ABSENT}, "required member can't be ABSENT"),
        ({"TrainingJobDefinitions[]": PRESENT}, "only a member can be PRESENT"),
        ({"TrainingJobDefinition": {"RoleArn": 7}}, "doesn't allow"),
        ({"*": "Failed"}, "ABSENT or PRESENT"),
        ({"": "Failed"}, "the whole response"),
        (
            {"HyperParameterTuningJobStatus": {"enum": ["Exploded"]}},
            "no value satisfies both the contract and the pinned schema",
        ),
        ({"TrainingJobDefinitions": {"minItems": 11}}, "no size satisfies both the contract and the pin"),
        ({"TrainingJobDefinitions": {"minitems": 3}}, "did you mean minItems"),
        ({"TrainingJobDefinitions": {"items": {"type": "string"}}}, "can't narrow this by 'items'"),
        ({"FailureReason": {"type": "integer"}}, "can't narrow this by 'type'"),
        ({"FailureReason": {"pattern": "("}}, "this pattern can't be used"),
        ({"FailureReason": {"not": {"const": ""}}}, "can't narrow this by 'not'"),
        ({"FailureReason": {"const": None}}, "no value satisfies both the contract and the pinned schema"),
        ({"CreationTime": {"pattern": "^2024"}}, "can't narrow this by 'pattern'"),
        ({"TrainingJobStatusCounters.Completed": {"minimum": "7"}}, "minimum: expected a number, got '7'"),
        ({"CreationTime": 7}, "doesn't allow 7"),
    ],
)
def test_pin_that_contract_does_not_allow_is_an_error(pins: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        responses(FLAGSHIP, pins=pins)
