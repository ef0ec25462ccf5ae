"""File systems at URLs, by the library fsspec and those that it finds for a scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from typing import IO, Any, Final, Protocol, cast

from shapeproof.errors import ShapeproofError, UsageError, did_you_mean, needs_extra
from shapeproof.far.urls import is_absolute, is_chained, name_of, scheme_of

__all__ = ["FileSystem", "Info", "open_url", "size_of", "version_of"]

Info = Mapping[str, Any]
"""What a file system tells about a file."""

_WEB: Final = frozenset({"http", "https"})
_LOCAL: Final = frozenset({"file", "local"})
_WEB_OPTIONS: Final[Mapping[str, Any]] = {
    # The bytes as they are stored: a server may otherwise pack them, and the client unpack them.
    "headers": {"Accept-Encoding": "identity"},
    "client_kwargs": {"auto_decompress": False},
}
_VERSION_KEYS: Final = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "Last-Modified", "last_modified", "created")
"""What tells that a file has changed, the surest first."""
_SCHEMES: Final = ("s3", "gs", "az", "abfs", "http", "https", "file", "memory")
_MAX_SCHEME: Final = 50


class FileSystem(Protocol):
    """What is used of fsspec's file systems."""

    def info(self, path: str) -> Info:
        """What is known about a file or a directory. Raises FileNotFoundError, or what the library raises."""
        ...

    def ls(self, path: str, detail: bool) -> Sequence[Info]: ...

    def open(self, path: str, mode: str, **options: Any) -> IO[bytes]: ...

    def cat_file(self, path: str) -> bytes: ...


def open_url(url: str) -> tuple[FileSystem, str]:
    """The file system of a URL, and the path in it.

    Raises:
        MissingExtraError: the extra `far` is not installed.
        UsageError: the scheme is unknown, the URL is chained, or it isn't one that the scheme has.
        ShapeproofError: the library for the scheme is not installed.
        Exception: what the library raises, if it can't be reached; see `failures.failure_of`.
    """
    with needs_extra("checking an archive", extra="far"):
        fsspec: Any = import_module("fsspec")  # it has no types

    scheme = scheme_of(url)
    if is_chained(url):
        raise UsageError(
            "URLs that are read through others, with ::, are not supported",
            where=f"{scheme}://",
            hint="name the file itself; .gz files are unpacked",
        )
    _require_scheme(scheme, url)
    if scheme in _LOCAL and not is_absolute(url):
        raise UsageError("expected an absolute path", where=name_of(url), hint="file:///data/recordings")
    options = _WEB_OPTIONS if scheme in _WEB else {}
    try:
        file_system, path = fsspec.core.url_to_fs(scheme + url[len(scheme) :], use_listings_cache=False, **options)
    except TypeError as error:
        hint = f"fsspec's documentation says how those of {scheme}:// are written"
        raise UsageError("the URL lacks a part", where=name_of(url), hint=hint) from error
    return cast("FileSystem", file_system), cast("str", path)


def size_of(info: Info) -> int | None:
    """The size of a file; None if the file system does not tell."""
    size: object = info.get("size")
    return size if isinstance(size, int) else None


def version_of(info: Info) -> str:
    """What tells a state of a file from others; empty if the file system does not tell."""
    for key in _VERSION_KEYS:
        value: object = info.get(key)
        if isinstance(value, datetime):
            value = value.timestamp()
        if value:
            return str(value).strip('"')
    return ""


@lru_cache(maxsize=16)
def _class_of(scheme: str) -> object:
    fsspec: Any = import_module("fsspec")
    return cast("object", fsspec.get_filesystem_class(scheme))


def _require_scheme(scheme: str, url: str) -> None:
    """Raise an error with a hint if there is no file system for a scheme."""
    registry: Any = import_module("fsspec.registry")
    known = cast("Mapping[str, Mapping[str, str]]", registry.known_implementations)
    try:
        _class_of(scheme)
    except ValueError as error:
        hint = did_you_mean(scheme, [*_SCHEMES, *known])
        raise UsageError(
            f"unknown scheme {scheme[:_MAX_SCHEME]!r}",
            where=name_of(url),
            hint=hint or f"for example {', '.join(f'{name}://' for name in _SCHEMES[:3])} or https://",
        ) from error
    except ImportError as error:
        package = known[scheme]["class"].partition(".")[0] if scheme in known else "fsspec"
        if package == "fsspec":  # its own, which need other packages
            package = error.name or f"fsspec[{scheme}]"
        raise ShapeproofError(
            f"{scheme}:// needs {package}, which isn't installed", where=name_of(url), hint=f"pip install {package}"
        ) from error
