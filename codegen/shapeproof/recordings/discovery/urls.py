"""URLs among the paths of recordings."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_url", "split_scheme"]

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


def is_url(path: str) -> bool:
    """Whether a path is a URL, such as `s3://bucket/key`."""
    return _SCHEME.match(path) is not None


def split_scheme(url: str) -> tuple[str, str] | None:
    """The scheme of a URL as it is written, and what follows `://`; None for what is no URL."""
    match = _SCHEME.match(url)
    return (match[1], url[match.end() :]) if match else None
