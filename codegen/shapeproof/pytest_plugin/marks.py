"""`@pytest.mark.shapeproof(allow=[…])`: findings that a test allows."""

from __future__ import annotations

from typing import cast

import pytest

from shapeproof.errors import UsageError
from shapeproof.validation.catalog import matching_codes

__all__ = ["allowed_codes"]


def allowed_codes(item: pytest.Item) -> frozenset[str]:
    """Return the codes that the marks of a test allow.

    Raises:
        pytest.UsageError: a mark is invalid.
    """
    codes: set[str] = set()
    for mark in item.iter_markers("shapeproof"):
        try:
            codes.update(code for selector in _selectors(mark) for code in matching_codes(selector))
        except UsageError as error:
            raise pytest.UsageError(f"{item.nodeid}: mark shapeproof: {error}") from error
    return frozenset(codes)


def _selectors(mark: pytest.Mark) -> list[str]:
    """Return the codes, groups and kinds that a mark names."""
    allow: object = mark.kwargs.get("allow")
    values = cast("list[object]", [allow] if isinstance(allow, str) else allow)
    is_valid = isinstance(allow, str | list | tuple | set) and all(isinstance(value, str) for value in values)
    if mark.args or set(mark.kwargs) != {"allow"} or not is_valid:
        raise UsageError(
            "expected the argument allow, a list of codes", hint='@pytest.mark.shapeproof(allow=["SP302"])'
        )
    return [selector.strip() for value in values for selector in str(value).split(",")]
