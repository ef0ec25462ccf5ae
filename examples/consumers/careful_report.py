"""The report of tuning_report.py, whatever SageMaker answers.

A status that is new tomorrow is told as it is; what is no tuning job ends it with one line on standard error.

    shapeproof fuzz run sagemaker.describe_hyper_parameter_tuning_job \
        --exec 'python examples/consumers/careful_report.py' --view tolerant --mutants
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

KINDS: dict[str, Any] = {"an object": dict, "text": str, "a whole number": int, "a number": (int, float)}
STATES = {"InProgress": "is running", "Completed": "is done", "Stopping": "is stopping", "Stopped": "was stopped"}


class Malformed(Exception):
    """This response describes no tuning job."""


def may(part: dict[str, Any], name: str, kind: str, absent: Any = None) -> Any:
    """The value of a member that may be absent."""
    value = part.get(name)
    if name not in part:
        return absent
    if kind == "a whole number" and isinstance(value, float) and value.is_integer():
        return int(value)  # 5.0 is one, to JSON
    if not isinstance(value, KINDS[kind]) or isinstance(value, bool):
        raise Malformed(f"{name!r} isn't {kind}")
    return value


def must(part: dict[str, Any], name: str, kind: str) -> Any:
    """The value of a member that is always there."""
    if name not in part:
        raise Malformed(f"{name!r} is missing")
    return may(part, name, kind)


def headline(job: dict[str, Any]) -> str:
    name, status = must(job, "HyperParameterTuningJobName", "text"), must(job, "HyperParameterTuningJobStatus", "text")
    reason = may(job, "FailureReason", "text", absent="no reason given")
    return f"{name} failed: {reason}" if status == "Failed" else f"{name} {STATES.get(status, f'is {status}')}"


def counts(job: dict[str, Any]) -> str:
    counters = must(job, "TrainingJobStatusCounters", "an object")
    names = ("Completed", "RetryableError", "NonRetryableError")
    completed, *broken = (may(counters, name, "a whole number", absent=0) for name in names)
    limits = must(must(job, "HyperParameterTuningJobConfig", "an object"), "ResourceLimits", "an object")
    most = may(limits, "MaxNumberOfTrainingJobs", "a whole number", absent="any number")
    return f"{completed} training jobs of {most} completed, {sum(broken)} with an error"


def result(best: dict[str, Any]) -> Iterator[str]:
    metric = may(best, "FinalHyperParameterTuningJobObjectiveMetric", "an object")
    value = "no value" if metric is None else must(metric, "Value", "a number")
    told = f"{value:.4g}" if isinstance(value, float) else value
    yield f"{must(best, 'TrainingJobName', 'text')} is the best, with {told}"
    chosen = must(best, "TunedHyperParameters", "an object")
    yield from (f"  {name} = {must(chosen, name, 'text')}" for name in sorted(chosen))


def report(job: Any) -> Iterator[str]:
    if not isinstance(job, dict):
        raise Malformed("it isn't an object")
    yield headline(job)
    yield counts(job)
    best = may(job, "BestTrainingJob", "an object")
    if job["HyperParameterTuningJobStatus"] == "InProgress":
        yield f"{may(job['TrainingJobStatusCounters'], 'InProgress', 'a whole number', absent=0)} running now"
        yield "none leads yet" if best is None else f"{must(best, 'TrainingJobName', 'text')} leads"
        return
    yield from ["no training job came first"] if best is None else result(best)
    seconds = may(may(job, "ConsumedResources", "an object", absent={}), "RuntimeInSeconds", "a whole number")
    if seconds is not None:
        yield f"it took {seconds // 3600} h {seconds % 3600 // 60} min"


if __name__ == "__main__":
    try:
        lines = list(report(json.loads(sys.stdin.buffer.read())))
    except (ValueError, RecursionError):
        sys.exit("careful_report: this can't be read as JSON")
    except Malformed as malformed:
        sys.exit(f"careful_report: this is no tuning job: {malformed}")
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
