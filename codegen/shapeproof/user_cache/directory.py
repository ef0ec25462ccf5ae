"""The directory of the cache: the user's own, which nobody else can write to, with a key that signs what is in it."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from shapeproof.files import read_file
from shapeproof.operating_system.descriptors import HAS_OWNERS, is_own
from shapeproof.operating_system.open_flags import CREATE_NEW
from shapeproof.operating_system.user_directories import caches_of_user

__all__ = ["CACHE_VARIABLE", "cache_directory", "open_directory", "signing_key"]

CACHE_VARIABLE: Final = "SHAPEPROOF_CACHE_DIR"
"""The environment variable that places the cache."""

_KEY_FILE: Final = "key"
_KEY_BYTES: Final = 32
_BY_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_WRITE_BY_OTHERS: Final = stat.S_IWGRP | stat.S_IWOTH


def cache_directory(environment: Mapping[str, str]) -> Path:
    """The directory that the environment names, else `shapeproof` in the user's directory of caches.

    It is never in the checkout that is tested: that may be a stranger's, and ship files.

    Raises:
        OSError: the user has no such directory.
    """
    if chosen := environment.get(CACHE_VARIABLE):
        return Path(chosen).absolute()
    parent = caches_of_user(environment)
    if not os.path.isabs(parent):
        raise OSError(f"there is no home directory; {CACHE_VARIABLE} can name another one")
    return Path(parent, "shapeproof")


def open_directory(directory: Path) -> None:
    """Create a directory unless it exists, and check that it is the user's own.

    Raises:
        OSError: it can't be created, belongs to somebody else, or others may write to it.
    """
    os.makedirs(directory, mode=0o700, exist_ok=True)
    _require_own(os.stat(directory), directory, _WRITE_BY_OTHERS, "others may write to it")


def signing_key(directory: Path) -> bytes:
    """The secret key of a cache, made when there is none.

    Args:
        directory: the directory of the cache, created and checked.

    Raises:
        OSError: it can't be read or written, or others may read it.
    """
    file = directory / _KEY_FILE
    if not os.path.lexists(file):
        _create_key(file)
    # No checkout can ship a key: Git keeps no such permissions.
    _require_own(os.stat(file, follow_symlinks=False), file, _BY_OTHERS, "others may read it")
    key = read_file(file, limit=_KEY_BYTES)
    if len(key) != _KEY_BYTES:
        raise OSError(0, "it is damaged: remove it", str(file))
    return key


def _create_key(file: Path) -> None:
    """Of several processes that do so at once, one wins, and nobody sees half of a key."""
    temporary = file.with_name(f"{_KEY_FILE}-{secrets.token_hex(8)}")
    descriptor = os.open(temporary, CREATE_NEW, 0o600)
    try:
        try:
            os.write(descriptor, secrets.token_bytes(_KEY_BYTES))
        finally:
            os.close(descriptor)
        with suppress(FileExistsError):
            os.link(temporary, file)
    finally:
        os.unlink(temporary)


def _require_own(status: os.stat_result, path: Path, forbidden: int, reason: str) -> None:
    if not HAS_OWNERS:
        return
    if not is_own(status):
        raise PermissionError(0, "it belongs to another user", str(path))
    if status.st_mode & forbidden:
        raise PermissionError(0, reason, str(path))
