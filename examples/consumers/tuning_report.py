"""A short report of a hyperparameter tuning job, for the team's channel.

    aws sagemaker describe-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NAME | python tuning_report.py

Test it with responses that SageMaker may send:

    shapeproof fuzz run sagemaker.DescribeHyperParameterTuningJob --exec 'python examples/consumers/tuning_report.py'
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

Job = dict[str, Any]


def headline(job: Job) -> str:
    status = job["HyperParameterTuningJobStatus"]
    if status == "InProgress":
        state = "is running"
    elif status == "Completed":
        state = "is done"
    elif status == "Stopped":
        state = "was stopped"
    elif status == "Failed":
        state = f"failed: {job.get('FailureReason', 'no reason given')}"
    return f"{job['HyperParameterTuningJobName']} {state}"


def counts(job: Job) -> str:
    counters = job["TrainingJobStatusCounters"]
    broken = counters.get("RetryableError", 0) + counters.get("NonRetryableError", 0)
    most = job["HyperParameterTuningJobConfig"]["ResourceLimits"].get("MaxNumberOfTrainingJobs", "any number")
    return f"{counters.get('Completed', 0)} training jobs of {most} completed, {broken} with an error"


def standings(job: Job) -> Iterator[str]:
    """The state while training jobs still run."""
    yield f"{job['TrainingJobStatusCounters'].get('InProgress', 0)} running now"
    yield f"{job['BestTrainingJob']['TrainingJobName']} leads"


def result(job: Job) -> Iterator[str]:
    """The result of the search."""
    best = job.get("BestTrainingJob")
    if best is None:
        yield "no training job came first"
    else:
        value = float(best.get("FinalHyperParameterTuningJobObjectiveMetric", {}).get("Value"))
        yield f"{best['TrainingJobName']} is the best, with {value:.4g}"
        yield from (f"  {name} = {chosen}" for name, chosen in sorted(best["TunedHyperParameters"].items()))
    seconds = job.get("ConsumedResources", {}).get("RuntimeInSeconds")
    if seconds is not None:
        yield f"it took {seconds // 3600} h {seconds % 3600 // 60} min"


def report(job: Job) -> Iterator[str]:
    yield headline(job)
    yield counts(job)
    yield from standings(job) if job["HyperParameterTuningJobStatus"] == "InProgress" else result(job)


if __name__ == "__main__":
    print("\n".join(report(json.load(sys.stdin))))
