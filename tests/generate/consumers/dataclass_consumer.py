"""An example consumer of a tuning job, with the dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapeproof_models.sagemaker.describe_hyper_parameter_tuning_job.dataclass_tolerant import (
    DescribeHyperParameterTuningJobRequest,
    DescribeHyperParameterTuningJobResponse,
    HyperParameterTuningJobStatus,
    from_dict,
    to_dict,
)


def request(name: str) -> dict[str, Any]:
    return to_dict(DescribeHyperParameterTuningJobRequest(HyperParameterTuningJobName=name))


def summary(response: Mapping[str, Any]) -> str:
    job = from_dict(DescribeHyperParameterTuningJobResponse, response)
    name = job.HyperParameterTuningJobName
    if job.HyperParameterTuningJobStatus == HyperParameterTuningJobStatus.FAILED:
        return f"{name} failed: {job.FailureReason or 'no reason given'}"
    best = job.BestTrainingJob
    if best is None:
        return f"{name}: {job.TrainingJobStatusCounters.InProgress or 0} running"
    metric = best.FinalHyperParameterTuningJobObjectiveMetric
    tuned = ", ".join(f"{key}={value}" for key, value in sorted(best.TunedHyperParameters.items()))
    took = (job.HyperParameterTuningEndTime or job.CreationTime) - job.CreationTime
    return f"{name}: {metric.Value if metric else '?'} with {tuned} after {took}"
