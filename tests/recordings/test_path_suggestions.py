"""The contracts that the words of a path suggest."""

from __future__ import annotations

import pytest

from shapeproof.recordings.identification.path_suggestions import suggest_contracts

OPERATIONS = {
    "s3": ("ListBuckets", "ListObjects", "ListObjectsV2"),
    "sts": ("GetCallerIdentity",),
    "iot-data": ("GetThingShadow",),
    "ec2": ("DescribeInstances",),
}


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("tests/s3/list_buckets_empty.json", ["s3.ListBuckets"]),
        ("tests/s3_list_objects_v2.json", ["s3.ListObjectsV2", "s3.ListObjects"]),
        ("fixtures/sts/GetCallerIdentity.json.gz", ["sts.GetCallerIdentity"]),
        ("ec2/describe-instances/one.json", ["ec2.DescribeInstances"]),
        ("iot-data.get_thing_shadow.jsonl", ["iot-data.GetThingShadow"]),
        ("tests/list_buckets.json", []),
        ("s3/package.json", []),
        ("results3/list_buckets.json", []),
        ("s3/list_bucket.json", []),
        ("", []),
    ],
)
def test_what_a_path_suggests(path: str, names: list[str]) -> None:
    assert list(suggest_contracts(path, tuple(OPERATIONS), OPERATIONS.__getitem__)) == names
