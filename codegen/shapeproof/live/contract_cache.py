"""Parts of contracts that are kept from one run of tests to the next, and shared by the processes of a run.

A file holds the schema of one part as JSON. Its name is a hash of everything that decides its content, and its signature
covers the name (see `user_cache.signed_files`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from shapeproof.contract import Schema
from shapeproof.user_cache.signed_files import SignedFiles

__all__ = ["ContractCache"]

_PACKAGE: Final = Path(__file__).parents[1]
_SOURCES: Final = ("capture", "cel", "contract", "rules")
"""The rooms whose code decides what a schema looks like. Their content counts, so that no version has to be raised."""


class ContractCache:
    """Keeps schemas in files. It never fails: what can't be kept is made again."""

    def __init__(self, version: str, environment: Mapping[str, str] = os.environ) -> None:
        """Create a cache. Nothing is read or written before it is used.

        Args:
            version: the version of the botocore that loads the models.
            environment: the environment variables, which say where it is.
        """
        self._files = SignedFiles("contracts", lambda: _generation(version), environment)

    @property
    def problem(self) -> str | None:
        """Why nothing is kept; None if nothing is wrong, or not yet."""
        return self._files.problem

    def key_of(self, model: Mapping[str, Any], *facts: str | bytes) -> str | None:
        """The key of a schema: a hash of everything that it is made from. None if the cache can't be used.

        Args:
            model: the part of the service model, as botocore loaded it.
            *facts: everything else that decides the content.
        """
        if not self._files.is_usable:
            return None
        try:
            text = json.dumps(model)
        except (TypeError, ValueError, RecursionError):  # a handler of the user's changed the model
            return None
        digest = sha256(text.encode())
        for fact in facts:
            content = fact.encode() if isinstance(fact, str) else fact
            digest.update(sha256(content).digest())
        return digest.hexdigest()

    def get(self, key: str | None) -> Schema | None:
        """The schema that is kept under a key; None if there is none, or if it isn't as it was written."""
        text = None if key is None else self._files.get(key)
        return None if text is None else cast("Schema", json.loads(text))

    def put(self, key: str | None, schema: Schema) -> None:
        """Keep a schema under a key."""
        if key is not None:
            self._files.put(key, json.dumps(schema, separators=(",", ":")))


def _generation(version: str) -> str:
    """A hash of the code that makes schemas, and of the versions that it may depend on."""
    digest = sha256(f"{version} {sys.version_info[:2]}".encode())
    for room in _SOURCES:
        for source in sorted((_PACKAGE / room).rglob("*.py")):
            digest.update(sha256(source.read_bytes()).digest())
    return digest.hexdigest()[:16]
