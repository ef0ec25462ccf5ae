"""The flagship's scenarios are coherent: what SageMaker promises across members holds in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

import pytest

from shapeproof import load
from shapeproof.contract import Contract
from shapeproof.fuzz.drawing.corpus import corpus

FREE: Final = {"every_member", "no_optional_member"}
"""These are about presence only."""
SCENARIOS: Final = [
    name for name in load("sagemaker.describe_hyper_parameter_tuning_job").scenarios if name not in FREE
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_promises_across_members_hold(flagship: Contract, name: str) -> None:
    for response in islice(corpus(flagship, scenario=name, seed=4), 60):
        assert not list(broken(response))


def broken(job: Any) -> Iterator[str]:
    status, config = job["HyperParameterTuningJobStatus"], job["HyperParameterTuningJobConfig"]
    if ("HyperParameterTuningEndTime" in job) != (status in {"Completed", "Failed", "Stopped"}):
        yield "a job has an end when it has ended"
    if ("FailureReason" in job) != (status == "Failed"):
        yield "a job has a reason when it has failed"
    if ("TrainingJobDefinition" in job) == ("TrainingJobDefinitions" in job):
        yield "there is one definition, or there are several"
    if "StrategyConfig" in config and config["Strategy"] != "Hyperband":
        yield "only Hyperband has settings of its own"
    if config["Strategy"] == "Hyperband" and config.get("TrainingJobEarlyStoppingType") == "Auto":
        yield "Hyperband stops by itself"
    if "OverallBestTrainingJob" in job and job["WarmStartConfig"]["WarmStartType"] != "IdenticalDataAndAlgorithm":
        yield "an overall best job takes identical data"
    if not job["HyperParameterTuningJobArn"].endswith(f"/{job['HyperParameterTuningJobName']}"):
        yield "the ARN ends with the name"
    if not is_ascending(job, "CreationTime", "HyperParameterTuningEndTime"):
        yield "a job ends after it was made"
    if not is_ascending(job, "CreationTime", "LastModifiedTime"):
        yield "a job is changed after it was made"
    yield from counters(job, config["ResourceLimits"].get("MaxNumberOfTrainingJobs"))
    if "BestTrainingJob" in job:
        yield from best(job["BestTrainingJob"], job["HyperParameterTuningJobName"], config)


def counters(job: Any, most: int | None) -> Iterator[str]:
    launched = sum(count for state, count in job["TrainingJobStatusCounters"].items() if state != "RetryableError")
    if sum(job["ObjectiveStatusCounters"].values()) > launched:
        yield "no more objectives than training jobs"
    if most is not None and launched > most:
        yield "no more training jobs than were allowed"


def best(job: Any, owner: str, config: Any) -> Iterator[str]:
    if not job["TrainingJobArn"].endswith(f"/{job['TrainingJobName']}") or job["TuningJobName"] != owner:
        yield "the best job is this search's, and its ARN its own"
    if "FailureReason" in job:
        yield "the best job didn't fail"
    if not is_ascending(job, "CreationTime", "TrainingStartTime", "TrainingEndTime"):
        yield "a training job starts after it was made, and ends after that"
    metric, objective = (
        job["FinalHyperParameterTuningJobObjectiveMetric"],
        config.get("HyperParameterTuningJobObjective"),
    )
    if objective and (metric["MetricName"], metric["Type"]) != (objective["MetricName"], objective["Type"]):
        yield "the best job's metric is the objective's"


def is_ascending(owner: Any, *members: str) -> bool:
    times = [datetime.fromisoformat(owner[member]) for member in members if member in owner]
    return times == sorted(times)
