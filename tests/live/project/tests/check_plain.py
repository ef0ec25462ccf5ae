"""Mocks without a client."""

from unittest.mock import MagicMock


def test_mock_instead_of_client():
    client = MagicMock()
    client.describe_hyper_parameter_tuning_job.return_value = {"HyperParameterTuningJobStatus": "Completed"}
    assert client.describe_hyper_parameter_tuning_job()["HyperParameterTuningJobStatus"] == "Completed"
