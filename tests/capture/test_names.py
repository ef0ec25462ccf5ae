"""The names of boto3's methods, derived without botocore."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import pytest

from shapeproof.capture.model import snake_case
from shapeproof.capture.sources import installed

EXCEPTIONS = {"CreateOAuth2TokenWithTokenExchange"}
"""botocore lists the operations in which OAuth2 is one word, and this one is missing from the list."""


@pytest.mark.parametrize(
    ("operation", "method"),
    [
        ("DescribeHyperParameterTuningJob", "describe_hyper_parameter_tuning_job"),
        ("ListObjectsV2", "list_objects_v2"),
        ("DescribeDBInstances", "describe_db_instances"),
        ("GetMFADevice", "get_mfa_device"),
        ("CreateStorediSCSIVolume", "create_stored_iscsi_volume"),
        ("EnableLUNAttributes", "enable_lun_attributes"),
        ("ListHITs", "list_hits"),
        ("ListHITsForQualificationType", "list_hits_for_qualification_type"),
        ("CreateOAuth2Token", "create_oauth2_token"),
        ("A", "a"),
    ],
)
def test_an_operation_is_named_as_its_method(operation: str, method: str) -> None:
    assert snake_case(operation) == method


@pytest.mark.survey
def test_all_installed_operations_are_named_as_botocore_names_them() -> None:
    if importlib.util.find_spec("botocore") is None:
        pytest.skip("botocore isn't installed, and this test compares with its names")
    botocore: Any = importlib.import_module("botocore")
    source = installed()
    operations = {operation for service in source.services for operation in source.operations(service)}
    assert len(operations) > 1_000
    assert {name for name in operations if snake_case(name) != botocore.xform_name(name)} <= EXCEPTIONS
