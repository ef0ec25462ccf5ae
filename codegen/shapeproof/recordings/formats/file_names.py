"""Operations in file names: `<endpoint prefix>.<Operation>_<n>.json`, as placebo names its recordings.

The name identifies files of other forms too: many projects name fixtures so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

__all__ = ["OperationInName", "parse_contract_file_name", "parse_file_name", "service_prefix"]

_FILE_NAME: Final = re.compile(
    r"(?P<prefix>[A-Za-z0-9][\w.-]*)\.(?P<operation>[A-Z][A-Za-z0-9]*)(?P<number>_\d+)?"
    r"\.(?:json|jsonl|md|ndjson|pickle|py|txt|xml|ya?ml)(?:\.gz)?"
)
_CONTRACT_FILE_NAME: Final = re.compile(
    r"(?P<prefix>[A-Za-z0-9][\w.-]*)\.(?P<operation>[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+?)(?:_\d+)?"
    r"\.(?:json|jsonl|ndjson|py|xml|ya?ml)(?:\.gz)?"
)


class OperationInName(NamedTuple):
    """The operation in a file's name.

    Attributes:
        prefix: the service, by its endpoint prefix or its directory in botocore.
        operation: the operation, in botocore's spelling; in boto3's if the file is named as a contract.
        is_numbered: whether a number follows it, as placebo writes one.
    """

    prefix: str
    operation: str
    is_numbered: bool = False


def parse_file_name(file_name: str) -> OperationInName | None:
    """`api.ecr.DescribeImages_1.json` -> (`api.ecr`, `DescribeImages`); None if the name has another form."""
    match = _FILE_NAME.fullmatch(file_name)
    return OperationInName(match["prefix"], match["operation"], match["number"] is not None) if match else None


def parse_contract_file_name(file_name: str) -> OperationInName | None:
    """`s3.list_buckets_1.json`, `s3.list-buckets.json` -> (`s3`, `list_buckets`); None if the name has another form.

    Other files have such names, too: it says something only if there is such a service.
    """
    match = _CONTRACT_FILE_NAME.fullmatch(file_name)
    return OperationInName(match["prefix"], match["operation"].replace("-", "_")) if match else None


def service_prefix(prefix: str, is_known: Callable[[str], bool]) -> str:
    """The service in what stands before an operation: placebo writes a prefix of the user's before it.

    Args:
        prefix: what stands there, `dev.api.ecr`.
        is_known: whether this names a service, as `api.ecr` does.

    Returns:
        The longest ending that is known; all of it if none is.
    """
    labels = prefix.split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels)))
    return next(filter(is_known, endings), prefix)
