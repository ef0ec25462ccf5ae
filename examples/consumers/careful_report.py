"""The report of tuning_report.py, for every response that SageMaker may send.

A status that it doesn't know is printed as it is. What isn't a tuning job is rejected with one line on standard error.

    shapeproof fuzz run sagemaker.describe_hyper_parameter_tuning_job \
        --exec 'python examples/consumers/careful_report.py' --view tolerant --mutants
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

KINDS: dict[str, Any] = {"an object": dict, "a string": str, "a whole number": int, "a number": (int, float)}
STATES = {"InProgress": "is running", "Completed": "is done", "Stopping": "is stopping", "Stopped": "was stopped"}


class Malformed(Exception):
    """This response doesn't describe a tuning job."""


def optional(part: dict[str, Any], name: str, kind: str, absent: Any = None) -> Any:
    """The value of an optional member."""
    value = part.get(name)
    if name not in part:
        return absent
    if kind == "a whole number" and isinstance(value, float) and value.is_integer():
        return int(value)  # to JSON, 5.0 is a whole number
    if not isinstance(value, KINDS[kind]) or isinstance(value, bool):
        raise Malformed(f"{name!r} is not {kind}")
    return value


def required(part: dict[str, Any], name: str, kind: str) -> Any:
    """The value of a required member."""
    if name not in part:
        raise Malformed(f"{name!r} is missing")
    return optional(part, name, kind)


def headline(job: dict[str, Any]) -> str:
    name = required(job, "HyperParameterTuningJobName", "a string")
    status = required(job, "HyperParameterTuningJobStatus", "a string")
    reason = optional(job, "FailureReason", "a string", absent="no reason given")
    return f"{name} failed: {reason}" if status == "Failed" else f"{name} {STATES.get(status, f'is {status}')}"


def counts(job: dict[str, Any]) -> str:
    counters = required(job, "TrainingJobStatusCounters", "an object")
    names = ("Completed", "RetryableError", "NonRetryableError")
    completed, *broken = (optional(counters, name, "a whole number", absent=0) for name in names)
    limits = required(required(job, "HyperParameterTuningJobConfig", "an object"), "ResourceLimits", "an object")
    most = optional(limits, "MaxNumberOfTrainingJobs", "a whole number", absent="any number")
    return f"{completed} training jobs of {most} completed, {sum(broken)} with an error"


def result(best: dict[str, Any]) -> Iterator[str]:
    metric = optional(best, "FinalHyperParameterTuningJobObjectiveMetric", "an object")
    value = "no value" if metric is None else required(metric, "Value", "a number")
    shown = f"{value:.4g}" if isinstance(value, float) else value
    yield f"{required(best, 'TrainingJobName', 'a string')} is the best, with {shown}"
    chosen = required(best, "TunedHyperParameters", "an object")
    yield from (f"  {name} = {required(chosen, name, 'a string')}" for name in sorted(chosen))


def report(job: Any) -> Iterator[str]:
    if not isinstance(job, dict):
        raise Malformed("expected an object")
    yield headline(job)
    yield counts(job)
    best = optional(job, "BestTrainingJob", "an object")
    if job["HyperParameterTuningJobStatus"] == "InProgress":
        yield f"{optional(job['TrainingJobStatusCounters'], 'InProgress', 'a whole number', absent=0)} running now"
        yield "none leads yet" if best is None else f"{required(best, 'TrainingJobName', 'a string')} leads"
        return
    yield from ["no training job came first"] if best is None else result(best)
    seconds = optional(optional(job, "ConsumedResources", "an object", absent={}), "RuntimeInSeconds", "a whole number")
    if seconds is not None:
        yield f"it took {seconds // 3600} h {seconds % 3600 // 60} min"


if __name__ == "__main__":
    try:
        lines = list(report(json.loads(sys.stdin.buffer.read())))
    except (ValueError, RecursionError):
        sys.exit("careful_report: not JSON")
    except Malformed as malformed:
        sys.exit(f"careful_report: not a tuning job: {malformed}")
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
