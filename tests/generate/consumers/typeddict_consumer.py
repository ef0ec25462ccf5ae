"""An example consumer of a tuning job, with the TypedDicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapeproof_models.sagemaker.describe_hyper_parameter_tuning_job.typeddict_strict import (
    DescribeHyperParameterTuningJobRequest,
    DescribeHyperParameterTuningJobResponse,
    from_dict,
    to_dict,
)


def request(name: str) -> dict[str, Any]:
    request_data: DescribeHyperParameterTuningJobRequest = {"HyperParameterTuningJobName": name}
    return to_dict(DescribeHyperParameterTuningJobRequest, request_data)


def summary(response: Mapping[str, Any]) -> str:
    job = from_dict(DescribeHyperParameterTuningJobResponse, response)
    name = job["HyperParameterTuningJobName"]
    if job["HyperParameterTuningJobStatus"] == "Failed":
        return f"{name} failed: {job.get('FailureReason', 'no reason given')}"
    best = job.get("BestTrainingJob")
    if best is None:
        return f"{name}: {job['TrainingJobStatusCounters'].get('InProgress', 0)} running"
    metric = best.get("FinalHyperParameterTuningJobObjectiveMetric")
    tuned = ", ".join(f"{key}={value}" for key, value in sorted(best["TunedHyperParameters"].items()))
    took = job.get("HyperParameterTuningEndTime", job["CreationTime"]) - job["CreationTime"]
    return f"{name}: {metric['Value'] if metric else '?'} with {tuned} after {took}"
