"""`scripts/bench live`: the cost of `pytest --shapeproof` in a suite that calls moto with boto3."""

from __future__ import annotations

import argparse
import platform
import tempfile
from pathlib import Path
from textwrap import dedent
from typing import Any

from benchmarks.measure import median_seconds, tool

__all__ = ["add_to"]

WITHOUT, WITH = "pytest", "pytest --shapeproof"
CALLS_PER_TEST = 10
SUITE = """
    import boto3, pytest
    from moto import mock_aws

    KEYS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": "us-east-1"}
    JOB = {"Strategy": "Bayesian", "ResourceLimits": {"MaxParallelTrainingJobs": 1}}

    @pytest.mark.parametrize("number", range(%d))
    @mock_aws
    def test_a_tuning_job(number):
        sagemaker, s3, sqs = (boto3.client(name, **KEYS) for name in ("sagemaker", "s3", "sqs"))
        sagemaker.create_hyper_parameter_tuning_job(HyperParameterTuningJobName="a", HyperParameterTuningJobConfig=JOB)
        job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="a")
        s3.create_bucket(Bucket="results")
        s3.put_object(Bucket="results", Key="best", Body=b"{}")
        s3.list_objects_v2(Bucket="results")
        assert s3.get_object(Bucket="results", Key="best")["Body"].read() == b"{}"
        queue = sqs.create_queue(QueueName="done")["QueueUrl"]
        sqs.send_message(QueueUrl=queue, MessageBody=job["HyperParameterTuningJobArn"])
        assert sqs.receive_message(QueueUrl=queue)["Messages"]
        sqs.list_queues()
"""


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "live",
        help="measure the cost of the pytest plugin",
        description="Run the same suite of boto3 and moto with and without `pytest --shapeproof`.",
    )
    parser.add_argument("--calls", type=int, default=500, help="number of calls in the suite (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="number of interleaved rounds (default: %(default)s)")
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    tests = max(1, options.calls // CALLS_PER_TEST)
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
        suite = Path(name) / "test_suite.py"
        suite.write_text(dedent(SUITE) % tests, encoding="utf-8")
        command = [tool("pytest"), "-q", "-p", "no:cacheprovider", str(suite)]
        seconds = median_seconds({WITHOUT: [command], WITH: [[*command, "--shapeproof"]]}, rounds=options.rounds)
    print(f"Python {platform.python_version()}; {tests * CALLS_PER_TEST:,} calls to moto in {tests} tests")
    print(f"whole processes, median of {options.rounds} interleaved rounds")
    for name, elapsed in seconds.items():
        print(f"{name:24}{elapsed:>8.2f} s{elapsed / seconds[WITHOUT] - 1:>+10.1%}")
