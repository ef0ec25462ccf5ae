"""Tells how a hyperparameter tuning job goes on, whenever its training jobs have made progress.

It reads what a loop over DescribeHyperParameterTuningJob printed: one response on each line. It has a bug, for you to find:

    shapeproof fuzz run sagemaker.describe_hyper_parameter_tuning_job \
        --histories --exec 'python examples/consumers/poller.py'
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

Job = dict[str, Any]
FINAL = ("Completed", "Failed", "Stopped")


def completed(job: Job) -> int:
    return job["TrainingJobStatusCounters"].get("Completed", 0)


def news(jobs: Iterable[Job]) -> Iterator[str]:
    """A line for each response that tells something new."""
    before = 0
    for job in jobs:
        if completed(job) > before:
            yield f"{completed(job)} completed, {job['BestTrainingJob']['TrainingJobName']} leads"
        if completed(job) < before:
            raise ValueError("training jobs were lost")
        before = completed(job)
        if job["HyperParameterTuningJobStatus"] in FINAL:
            yield f"the end: {job['HyperParameterTuningJobStatus']}"
            return


if __name__ == "__main__":
    for line in news(map(json.loads, sys.stdin)):
        print(line)
