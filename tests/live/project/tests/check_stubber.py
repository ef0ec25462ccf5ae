"""botocore's Stubber accepts a status that the service doesn't define."""

from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import Stubber

JOB = {
    "HyperParameterTuningJobName": "churn",
    "HyperParameterTuningJobArn": "arn:aws:sagemaker:us-east-1:123456789012:hyper-parameter-tuning-job/churn",
    "HyperParameterTuningJobConfig": {"Strategy": "Bayesian", "ResourceLimits": {"MaxParallelTrainingJobs": 2}},
    "HyperParameterTuningJobStatus": "InProgress",
    "CreationTime": datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    "TrainingJobStatusCounters": {"Completed": 1},
    "ObjectiveStatusCounters": {"Succeeded": 1},
}


def status_of(response):
    client = boto3.client("sagemaker")
    with Stubber(client) as stubber:
        stubber.add_response("describe_hyper_parameter_tuning_job", response)
        return client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="churn")[
            "HyperParameterTuningJobStatus"
        ]


def test_job_in_progress():
    assert status_of(JOB) == "InProgress"


def test_a_job_that_exploded():
    assert status_of(JOB | {"HyperParameterTuningJobStatus": "Exploded"}) == "Exploded"


def test_policy_that_boto3_decodes():
    iam = boto3.client("iam")
    with Stubber(iam) as stubber:
        role = {
            "Path": "/",
            "RoleName": "tuner",
            "RoleId": "AROAEXAMPLEEXAMPLE01",
            "Arn": "arn:aws:iam::123456789012:role/tuner",
            "CreateDate": datetime(2024, 5, 6, tzinfo=UTC),
            "AssumeRolePolicyDocument": "%7B%22Version%22%3A%20%222012-10-17%22%7D",
        }
        stubber.add_response("get_role", {"Role": role})
        assert iam.get_role(RoleName="tuner")["Role"]["AssumeRolePolicyDocument"] == {"Version": "2012-10-17"}


def test_error_that_no_operation_lists():
    client = boto3.client("sagemaker")
    with Stubber(client) as stubber:
        stubber.add_client_error("describe_hyper_parameter_tuning_job", "ThrottlingException", "Rate exceeded", 400)
        with pytest.raises(client.exceptions.ClientError):
            client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="churn")
