"""`@pytest.mark.shapeproof(allow=[…])`: lies that a test tells on purpose."""

from __future__ import annotations

from typing import cast

import pytest

from shapeproof.errors import UsageError
from shapeproof.validation.catalog import matching_codes

__all__ = ["allowed"]


def allowed(item: pytest.Item) -> frozenset[str]:
    """The codes that a test's marks allow. Raises pytest.UsageError for a mark of another form."""
    codes: set[str] = set()
    for mark in item.iter_markers("shapeproof"):
        try:
            codes.update(code for text in _texts(mark) for code in matching_codes(text))
        except UsageError as error:
            raise pytest.UsageError(f"{item.nodeid}: its mark shapeproof: {error}") from None
    return frozenset(codes)


def _texts(mark: pytest.Mark) -> list[str]:
    allow: object = mark.kwargs.get("allow")
    texts = cast("list[object]", [allow] if isinstance(allow, str) else allow)
    is_sound = isinstance(allow, str | list | tuple | set) and all(isinstance(one, str) for one in texts)
    if mark.args or set(mark.kwargs) != {"allow"} or not is_sound:
        raise UsageError("this is not how it is written", hint='@pytest.mark.shapeproof(allow=["SP302"])')
    return [part.strip() for one in texts for part in str(one).split(",")]
