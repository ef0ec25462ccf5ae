"""What the words of a path suggest: `tests/s3/list_buckets_empty.json` -> `s3.ListBuckets`.

It is a guess, to be held against what lies there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import accumulate
from typing import Final

from shapeproof.contract import operation_key

__all__ = ["suggested"]

_WORDS: Final = re.compile(r"[^\W_]+")


def suggested(name: str, services: Collection[str], operations: Callable[[str], Collection[str]]) -> Iterator[str]:
    """The names of contracts that a path's words tell, the likeliest first.

    `services` are botocore's folders, `operations` gives those of a service. A service is named by a folder or by the
    first words of a file's name, an operation by the first words after it, or of a folder.
    """
    *folders, file = (_WORDS.findall(step) for step in name.partition(".json")[0].split("/"))
    keys = {_key(service): service for service in services}
    for step in (file, *reversed(folders)):
        for used, key in enumerate(accumulate(word.lower() for word in step), start=1):
            if service := keys.get(key):
                yield from _of_service(service, [step[used:], *folders, file], operations(service))


def _of_service(service: str, steps: list[list[str]], operations: Collection[str]) -> Iterator[str]:
    keys = {operation_key(operation): operation for operation in operations}
    for step in steps:
        starts = accumulate(word.lower() for word in step)
        yield from (f"{service}.{keys[start]}" for start in reversed(list(starts)) if start in keys)


def _key(service: str) -> str:
    return "".join(_WORDS.findall(service)).lower()
