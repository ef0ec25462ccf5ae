"""Where the wheels of botocore's releases come from."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from shapeproof.capture.name_grammar import is_name

__all__ = ["WHEELS_HINT", "Wheels", "is_release"]

WHEELS_HINT = "--wheels DIR reads releases from a directory of botocore wheels"


def is_release(text: str) -> bool:
    """Whether a string is the version of a release, such as `1.29.145`, and not a path."""
    return is_name("edition", text) and "." in text and text[0].isdigit() and not text.endswith(".whl")


class Wheels(Protocol):
    """A source of botocore's wheels.

    Attributes:
        is_local: whether listing the versions needs no network.
    """

    is_local: bool

    def versions(self) -> tuple[str, ...]:
        """The versions that there are, oldest first. Raises ReleaseError if they can't be told."""
        ...

    def origin(self, version: str) -> str:
        """What tells the wheel of a version from other wheels of it. Raises ReleaseError if there is none."""
        ...

    def wheel(self, version: str) -> AbstractContextManager[Path]:
        """The wheel of a version, there while the context lasts. Raises ReleaseError if it can't be had."""
        ...
