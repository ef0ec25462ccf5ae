"""moto answers with a job whose two best training jobs bear `FakeTrainingJobArn`."""

import boto3
import pytest
from moto import mock_aws

from conftest import EARLY

CONFIG = {"Strategy": "Bayesian", "ResourceLimits": {"MaxParallelTrainingJobs": 1}}


@mock_aws
def test_a_tuning_job_completes():
    EARLY.create_hyper_parameter_tuning_job(HyperParameterTuningJobName="early", HyperParameterTuningJobConfig=CONFIG)
    job = EARLY.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="early")
    assert job["HyperParameterTuningJobStatus"] == "Completed"


@mock_aws
def test_an_unknown_job_is_told(sagemaker):
    with pytest.raises(sagemaker.exceptions.ResourceNotFound):
        sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="nobody")


@mock_aws
def test_objects_are_kept():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="results")
    s3.put_object(Bucket="results", Key="best.json", Body=b"{}")
    assert s3.get_object(Bucket="results", Key="best.json")["Body"].read() == b"{}"
    assert [one["Key"] for one in s3.list_objects_v2(Bucket="results")["Contents"]] == ["best.json"]


@mock_aws
def test_a_role_can_be_read():
    iam = boto3.client("iam")
    iam.create_role(RoleName="tuner", AssumeRolePolicyDocument='{"Version": "2012-10-17", "Statement": []}')
    assert iam.get_role(RoleName="tuner")["Role"]["AssumeRolePolicyDocument"]["Statement"] == []
