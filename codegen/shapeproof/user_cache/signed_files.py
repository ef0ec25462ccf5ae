"""Files in the user's cache that are used only as they were written.

A file holds a text after a signature by a key that only the user can read. The signature covers the name of the file, too:
a file is used for nothing else, and one that is damaged or not signed is ignored, and written anew.
"""

from __future__ import annotations

import hmac
import os
import re
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from shapeproof.atomic_files import write_atomically
from shapeproof.files import read_file
from shapeproof.user_cache.directory import cache_directory, open_directory, signing_key

__all__ = ["SignedFiles"]

_UNUSED_SECONDS: Final = 30 * 24 * 60 * 60
_SIGNATURE_LENGTH: Final = 64


class SignedFiles:
    """Keeps texts in files. It never fails: what can't be kept is made again.

    Attributes:
        problem: why nothing is kept; None if nothing is wrong, or not yet.
    """

    def __init__(self, kind: str, generation: Callable[[], str], environment: Mapping[str, str] = os.environ) -> None:
        """Create it. Nothing is read or written before it is used.

        Args:
            kind: what the texts are; their directory is called so.
            generation: returns 16 hexadecimal digits, a hash of whatever decides how texts are made. Those of another
                generation aren't used, and are removed a month after their last use.
            environment: the environment variables, which say where the cache is.
        """
        self.problem: str | None = None
        self._kind = kind
        self._generation = generation
        self._environment = environment
        self._opened: tuple[Path, bytes] | None = None

    @property
    def is_usable(self) -> bool:
        """Whether files can be kept; if not, `problem` says why."""
        return self._open() is not None

    def get(self, name: str) -> bytes | None:
        """The text under a name; None if there is none, or if it isn't as it was written."""
        opened = self._open()
        if opened is None:
            return None
        directory, secret = opened
        try:
            content = read_file(directory / name)
        except OSError:
            return None
        signature, text = content[:_SIGNATURE_LENGTH], content[_SIGNATURE_LENGTH:]
        return text if hmac.compare_digest(signature, _signature(secret, name, text)) else None

    def put(self, name: str, text: str) -> None:
        """Keep a text under a name, which is that of a file."""
        opened = self._open()
        if opened is None:
            return
        directory, secret = opened
        signature = _signature(secret, name, text.encode()).decode()
        try:
            write_atomically(directory / name, signature + text, below=directory.parent)
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
        directory = root / f"{self._kind}-{self._generation()}"
        if directory.exists():
            os.utime(directory)
        else:
            _remove_unused(root, self._kind)
        open_directory(directory)
        return directory, signing_key(root)

    def _fail(self, error: OSError) -> None:
        self._opened = None
        reason = error.strerror or str(error)
        self.problem = f"{error.filename}: {reason}" if error.filename else reason


def _signature(secret: bytes, name: str, text: bytes) -> bytes:
    return hmac.digest(secret, name.encode() + text, "sha256").hex().encode()


def _remove_unused(root: Path, kind: str) -> None:
    """Remove what other generations kept, a month after its last use."""
    oldest = time.time() - _UNUSED_SECONDS
    generation = re.compile(f"{re.escape(kind)}-[0-9a-f]{{16}}")
    for entry in root.iterdir():
        with suppress(OSError):  # another process may do the same
            if generation.fullmatch(entry.name) and entry.lstat().st_mtime < oldest:
                shutil.rmtree(entry)
