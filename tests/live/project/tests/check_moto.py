"""moto returns a job whose two best training jobs have the ARN `FakeTrainingJobArn`."""

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
def test_unknown_job_raises(sagemaker):
    with pytest.raises(sagemaker.exceptions.ResourceNotFound):
        sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="nobody")


@mock_aws
def test_object_can_be_read():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="results")
    s3.put_object(Bucket="results", Key="best.json", Body=b"{}")
    assert s3.get_object(Bucket="results", Key="best.json")["Body"].read() == b"{}"
    assert [s3_object["Key"] for s3_object in s3.list_objects_v2(Bucket="results")["Contents"]] == ["best.json"]


@mock_aws
def test_role_can_be_read():
    iam = boto3.client("iam")
    iam.create_role(RoleName="tuner", AssumeRolePolicyDocument='{"Version": "2012-10-17", "Statement": []}')
    assert iam.get_role(RoleName="tuner")["Role"]["AssumeRolePolicyDocument"]["Statement"] == []
