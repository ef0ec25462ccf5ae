"""Suggests contracts from the words of a path: `tests/s3/list_buckets_empty.json` -> `s3.ListBuckets`.

A suggestion is a guess, to be compared with the content of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import accumulate
from typing import Final

from shapeproof.contract import operation_key

__all__ = ["suggest_contracts"]

_WORDS: Final = re.compile(r"[^\W_]+")


def suggest_contracts(
    path: str, services: Collection[str], operations: Callable[[str], Collection[str]]
) -> Iterator[str]:
    """Yield names of contracts that the words of a path suggest, the likeliest first.

    A service is named by a directory or by the first words of the file's name, an operation by the first words after
    it, or of a directory.

    Args:
        path: a path with forward slashes.
        services: the services, by their directories in botocore.
        operations: returns the operations of a service.
    """
    *directories, file = (_WORDS.findall(step) for step in path.partition(".json")[0].split("/"))
    services_by_key = {_service_key(service): service for service in services}
    for step in (file, *reversed(directories)):
        for length, key in enumerate(accumulate(word.lower() for word in step), start=1):
            if service := services_by_key.get(key):
                yield from _suggest_operations(service, [step[length:], *directories, file], operations(service))


def _suggest_operations(service: str, steps: list[list[str]], operations: Collection[str]) -> Iterator[str]:
    operations_by_key = {operation_key(operation): operation for operation in operations}
    for step in steps:
        keys = accumulate(word.lower() for word in step)
        yield from (f"{service}.{operations_by_key[key]}" for key in reversed(list(keys)) if key in operations_by_key)


def _service_key(service: str) -> str:
    return "".join(_WORDS.findall(service)).lower()
