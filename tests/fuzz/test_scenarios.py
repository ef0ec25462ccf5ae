"""The flagship's scenarios are coherent: rules of SageMaker that relate several members hold in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

import pytest

from shapeproof import load
from shapeproof.contract import Contract
from shapeproof.fuzz.drawing.corpus import corpus

PRESENCE_SCENARIOS: Final = {"every_member", "no_optional_member"}
"""Scenarios that only determine which members are present."""
SCENARIOS: Final = [
    name for name in load("sagemaker.describe_hyper_parameter_tuning_job").scenarios if name not in PRESENCE_SCENARIOS
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_rules_across_members_hold(flagship: Contract, name: str) -> None:
    for response in islice(corpus(flagship, scenario=name, seed=4), 60):
        assert not list(broken_rules(response))


def broken_rules(job: Any) -> Iterator[str]:
    status, config = job["HyperParameterTuningJobStatus"], job["HyperParameterTuningJobConfig"]
    if ("HyperParameterTuningEndTime" in job) != (status in {"Completed", "Failed", "Stopped"}):
        yield "a job has an end time if and only if it has ended"
    if ("FailureReason" in job) != (status == "Failed"):
        yield "a job has a failure reason if and only if it has failed"
    if ("TrainingJobDefinition" in job) == ("TrainingJobDefinitions" in job):
        yield "a job has either one definition or a list of definitions"
    if "StrategyConfig" in config and config["Strategy"] != "Hyperband":
        yield "only Hyperband has a strategy configuration"
    if config["Strategy"] == "Hyperband" and config.get("TrainingJobEarlyStoppingType") == "Auto":
        yield "Hyperband has no automatic early stopping"
    if "OverallBestTrainingJob" in job and job["WarmStartConfig"]["WarmStartType"] != "IdenticalDataAndAlgorithm":
        yield "an overall best job requires a warm start with identical data"
    if not job["HyperParameterTuningJobArn"].endswith(f"/{job['HyperParameterTuningJobName']}"):
        yield "the ARN ends with the name"
    if not is_ascending(job, "CreationTime", "HyperParameterTuningEndTime"):
        yield "a job ends after its creation"
    if not is_ascending(job, "CreationTime", "LastModifiedTime"):
        yield "a job is modified after its creation"
    yield from broken_counter_rules(job, config["ResourceLimits"].get("MaxNumberOfTrainingJobs"))
    if "BestTrainingJob" in job:
        yield from broken_best_job_rules(job["BestTrainingJob"], job["HyperParameterTuningJobName"], config)


def broken_counter_rules(job: Any, limit: int | None) -> Iterator[str]:
    launched = sum(count for state, count in job["TrainingJobStatusCounters"].items() if state != "RetryableError")
    if sum(job["ObjectiveStatusCounters"].values()) > launched:
        yield "there are at most as many objectives as training jobs"
    if limit is not None and launched > limit:
        yield "there are at most as many training jobs as the limit"


def broken_best_job_rules(job: Any, tuning_job_name: str, config: Any) -> Iterator[str]:
    if not job["TrainingJobArn"].endswith(f"/{job['TrainingJobName']}") or job["TuningJobName"] != tuning_job_name:
        yield "the best job belongs to this tuning job, and its ARN ends with its name"
    if "FailureReason" in job:
        yield "the best job has not failed"
    if not is_ascending(job, "CreationTime", "TrainingStartTime", "TrainingEndTime"):
        yield "a training job is created, starts and ends in this order"
    metric, objective = (
        job["FinalHyperParameterTuningJobObjectiveMetric"],
        config.get("HyperParameterTuningJobObjective"),
    )
    if objective and (metric["MetricName"], metric["Type"]) != (objective["MetricName"], objective["Type"]):
        yield "the best job's metric is that of the objective"


def is_ascending(owner: Any, *members: str) -> bool:
    times = [datetime.fromisoformat(owner[member]) for member in members if member in owner]
    return times == sorted(times)
