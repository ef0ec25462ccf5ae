"""The order of versions, which name editions."""

from __future__ import annotations

__all__ = ["version_key"]


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """The key by which versions are ordered: numeric parts by value, after any others."""
    # As many digits, and the same digits in order: Python limits the conversion of numbers that others wrote.
    return tuple(
        (len(part.lstrip("0")), part.lstrip("0")) if part.isascii() and part.isdigit() else (-1, part)
        for part in version.split(".")
    )
