"""An example consumer of a tuning job, with the pydantic models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapeproof_models.sagemaker.describe_hyper_parameter_tuning_job.pydantic_tolerant import (
    DescribeHyperParameterTuningJobRequest,
    DescribeHyperParameterTuningJobResponse,
    HyperParameterTuningJobStatus,
    from_dict,
    to_dict,
)


def request(name: str) -> dict[str, Any]:
    return to_dict(DescribeHyperParameterTuningJobRequest(hyper_parameter_tuning_job_name=name))


def summary(response: Mapping[str, Any]) -> str:
    job = from_dict(DescribeHyperParameterTuningJobResponse, response)
    name = job.hyper_parameter_tuning_job_name
    if job.hyper_parameter_tuning_job_status == HyperParameterTuningJobStatus.FAILED:
        return f"{name} failed: {job.failure_reason or 'no reason given'}"
    best = job.best_training_job
    if best is None:
        return f"{name}: {job.training_job_status_counters.in_progress or 0} running"
    metric = best.final_hyper_parameter_tuning_job_objective_metric
    tuned = ", ".join(f"{key}={value}" for key, value in sorted(best.tuned_hyper_parameters.items()))
    took = (job.hyper_parameter_tuning_end_time or job.creation_time) - job.creation_time
    return f"{name}: {metric.value if metric else '?'} with {tuned} after {took}"
