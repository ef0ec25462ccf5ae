"""Strings as AWS and its users write them (ARNs, URIs, image names, metrics): candidates, which a pattern may rule out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

__all__ = ["realistic"]

_PARTITIONS: Final = ("aws", "aws-cn", "aws-us-gov")
_REGIONS: Final = ("us-east-1", "eu-central-1", "ap-southeast-2", "")
_ACCOUNTS: Final = ("123456789012", "000000000001")
_ROLES: Final = ("role/service-role/MyExecutionRole", "role/Admin")

# By a word in the AWS name of the shape, the most specific word first.
_BY_WORD: Final[Mapping[str, tuple[str, ...]]] = {
    "image": (
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-image:latest",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/team/my-image:1.7-1-cpu-py3",
        "my-image@sha256:" + "0123456789abcdef" * 4,
    ),
    "uri": (
        "s3://my-bucket/path/to/object.csv",
        "s3://my-bucket",
        "s3://my-bucket/with space/ü.json",
        "s3://my-bucket//double//slash/",
        "https://s3.us-east-1.amazonaws.com/my-bucket/key?x=1&y=%20",
    ),
    "url": ("https://example.com/path?x=1&y=%20", "http://localhost:8080/", "https://example.com/#top"),
    "path": ("/opt/ml/input/data", "/", "/data/with space/", "relative/../path"),
    "regex": ("train:rmse=([0-9\\.]+)", "loss: (.*?);", "[", "^$"),
    "metric": ("validation:auc", "train:rmse", "ObjectiveMetric", "f1 score (%)"),
    "reason": (
        "AlgorithmError: exit code 1, see the log",
        'ClientError: no such key "train/data.csv"',
        "Internal error\nTraceback (most recent call last):\n  File 'train.py', line 3",
    ),
    "message": ("Something went wrong: retry later", "Line one\nline two", 'Said "no" to {0}'),
    "content": ("text/csv", "application/json; charset=utf-8", "application/x-recordio"),
    "security": ("sg-0123456789abcdef0", "sg-12345678"),
    "subnet": ("subnet-0123456789abcdef0", "subnet-12345678"),
    "filesystem": ("fs-0123456789abcdef0",),
    "kms": ("1234abcd-12ab-34cd-56ef-1234567890ab", "alias/my-key"),
    "email": ("jane.doe+test@example.com", "a@b.co"),
    "version": ("1", "1.0.0", "$LATEST", "2024-05-06"),
    "token": ("eyJ0IjoiMSJ9", "AAAA+/==" * 8),
    "key": ("eta", "max_depth", "_tuning_objective_metric", "sagemaker_program"),
    "value": ("0.3", "1e-05", "10", '"quoted"', "[1, 2]", "linear"),
    "name": ("example", "churn-xgboost-2024-05-06", "MyJob1", "a-b", "team_a.job"),
    "id": ("i-0123456789abcdef0", "1234abcd-12ab-34cd-56ef-1234567890ab", "AKIDEXAMPLE"),
}


def realistic(plain: str, shape: str) -> Iterator[str]:
    """Candidates for a shape, by its AWS name, the likeliest first; they may not match its pattern.

    `plain` is a string that does match, with `example` wherever a name can be chosen freely.
    """
    if plain.startswith("arn:"):
        yield from _arns(plain)
    name = shape.lower()
    for word, strings in _BY_WORD.items():
        if word in name:
            yield from strings


def _arns(plain: str) -> Iterator[str]:
    parts = plain.split(":", 5)
    if len(parts) < 6:
        return
    _, _, service, region, account, resource = parts
    # Where the pattern allows no region or account, the plain string has none.
    regions = _REGIONS if region else ("",)
    accounts = _ACCOUNTS if account else ("",)
    named = [resource.replace("example", name) for name in ("example", "my-job-1", "team/a b:c")]
    names = [*(_ROLES if service == "iam" else ()), *named]
    usual = ("arn", _PARTITIONS[0], service, regions[0], accounts[0], names[0])
    yield ":".join(usual)
    for index, alternatives in ((1, _PARTITIONS), (3, regions), (4, accounts), (5, names)):
        for alternative in alternatives[1:]:
            yield ":".join((*usual[:index], alternative, *usual[index + 1 :]))
