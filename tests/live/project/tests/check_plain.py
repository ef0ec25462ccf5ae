"""Mocks that no client is behind."""

from unittest.mock import MagicMock


def test_a_dict_in_place_of_a_client():
    client = MagicMock()
    client.describe_hyper_parameter_tuning_job.return_value = {"HyperParameterTuningJobStatus": "Completed"}
    assert client.describe_hyper_parameter_tuning_job()["HyperParameterTuningJobStatus"] == "Completed"
