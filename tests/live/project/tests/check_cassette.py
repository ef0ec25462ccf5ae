"""A cassette contains what boto3 drops: a member that is unknown to the contract."""

from pathlib import Path

import vcr

CASSETTES = Path(__file__).parents[1] / "cassettes"


def test_a_recorded_job(sagemaker):
    with vcr.use_cassette(CASSETTES / "tuning_job.yaml", record_mode="none", match_on=["method", "host"]):
        job = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="churn")
    assert "TuningJobColour" not in job
