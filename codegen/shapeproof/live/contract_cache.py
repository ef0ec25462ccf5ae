"""Parts of contracts that are kept from one run of tests to the next, and shared by the processes of a run.

A file holds the schema of one part as JSON, after a signature by a key that only the user can read. The signature covers
what the schema was made from, too: a file is used for nothing else, and one that is damaged or not signed is ignored, and
written anew. Its name is a hash of everything that decides its content.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from shapeproof.atomic_files import write_atomically
from shapeproof.contract import Schema
from shapeproof.files import read_file
from shapeproof.live.cache_directory import cache_directory, open_directory, signing_key

__all__ = ["ContractCache"]

_PACKAGE: Final = Path(__file__).parents[1]
_SOURCES: Final = ("capture", "cel", "contract", "rules")
"""The rooms whose code decides what a schema looks like. Their content counts, so that no version has to be raised."""
_GENERATION: Final = re.compile("contracts-[0-9a-f]{16}")
_UNUSED_SECONDS: Final = 30 * 24 * 60 * 60
_SIGNATURE_LENGTH: Final = 64


class ContractCache:
    """Keeps schemas in files. It never fails: what can't be kept is made again.

    Attributes:
        problem: why nothing is kept; None if nothing is wrong, or not yet.
    """

    def __init__(self, version: str, environment: Mapping[str, str] = os.environ) -> None:
        """Create a cache. Nothing is read or written before it is used.

        Args:
            version: the version of the botocore that loads the models.
            environment: the environment variables, which say where it is.
        """
        self.problem: str | None = None
        self._environment = environment
        self._version = version
        self._opened: tuple[Path, bytes] | None = None

    def key_of(self, model: Mapping[str, Any], *facts: str | bytes) -> str | None:
        """The key of a schema: a hash of everything that it is made from. None if the cache can't be used.

        Args:
            model: the part of the service model, as botocore loaded it.
            *facts: everything else that decides the content.
        """
        if self._open() is None:
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
        opened = self._open()
        if key is None or opened is None:
            return None
        directory, secret = opened
        try:
            content = read_file(directory / key)
        except OSError:
            return None
        signature, text = content[:_SIGNATURE_LENGTH], content[_SIGNATURE_LENGTH:]
        if not hmac.compare_digest(signature, _signature(secret, key, text)):
            return None
        return cast("Schema", json.loads(text))

    def put(self, key: str | None, schema: Schema) -> None:
        """Keep a schema under a key."""
        opened = self._open()
        if key is None or opened is None:
            return
        directory, secret = opened
        text = json.dumps(schema, separators=(",", ":"))
        try:
            write_atomically(
                directory / key, _signature(secret, key, text.encode()).decode() + text, below=directory.parent
            )
        except OSError as error:
            self._fail(error)

    def _open(self) -> tuple[Path, bytes] | None:
        if self._opened is None and self.problem is None:
            try:
                self._opened = self._directory_and_key()
            except OSError as error:
                self._fail(error)
        return self._opened

    def _directory_and_key(self) -> tuple[Path, bytes]:
        root = cache_directory(self._environment)
        open_directory(root)
        generation = root / f"contracts-{_generation(self._version)}"
        if generation.exists():
            os.utime(generation)
        else:
            _remove_unused(root)
        open_directory(generation)
        return generation, signing_key(root)

    def _fail(self, error: OSError) -> None:
        self._opened = None
        reason = error.strerror or str(error)
        self.problem = f"{error.filename}: {reason}" if error.filename else reason


def _signature(secret: bytes, key: str, text: bytes) -> bytes:
    return hmac.digest(secret, key.encode() + text, "sha256").hex().encode()


def _generation(version: str) -> str:
    """A hash of the code that makes schemas, and of the versions that it may depend on."""
    digest = sha256(f"{version} {sys.version_info[:2]}".encode())
    for room in _SOURCES:
        for source in sorted((_PACKAGE / room).rglob("*.py")):
            digest.update(sha256(source.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _remove_unused(root: Path) -> None:
    """Remove what was kept by other versions, a month after its last use."""
    oldest = time.time() - _UNUSED_SECONDS
    for entry in root.iterdir():
        with suppress(OSError):  # another process may do the same
            if _GENERATION.fullmatch(entry.name) and entry.lstat().st_mtime < oldest:
                shutil.rmtree(entry)
