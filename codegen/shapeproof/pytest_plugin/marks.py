"""`@pytest.mark.shapeproof(allow=[…])`: findings that a test allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

import pytest

from shapeproof.errors import UsageError, one_line, unknown_name_hint
from shapeproof.validation.catalog import matching_codes

__all__ = ["allowed_codes", "check_marks"]


_EXAMPLE: Final = '@pytest.mark.shapeproof(allow=["SP302"])'
_ALLOW: Final = "allow"


def check_marks(items: Iterable[pytest.Item]) -> None:
    """Check the marks of all tests, so that everything to mend is told in one run.

    Args:
        items: the tests.

    Raises:
        pytest.UsageError: marks are invalid. A mark of several tests, such as a class, is told once.
    """
    checked: dict[int, pytest.Mark] = {}  # by identity: marks with lists can't be hashed
    problems: list[str] = []
    for item in items:
        marks = [mark for mark in item.iter_markers("shapeproof") if id(mark) not in checked]
        checked.update((id(mark), mark) for mark in marks)
        problems += _problems(item, marks)
    if problems:
        raise pytest.UsageError(*problems)


def allowed_codes(item: pytest.Item) -> frozenset[str]:
    """Return the codes that the marks of a test allow.

    Raises:
        pytest.UsageError: a mark is invalid. It was added while the test ran, else `check_marks` had told.
    """
    marks = list(item.iter_markers("shapeproof"))
    if problems := _problems(item, marks):
        raise pytest.UsageError(*problems)
    return frozenset[str]().union(*(_read(mark)[0] for mark in marks))


def _problems(item: pytest.Item, marks: Iterable[pytest.Mark]) -> list[str]:
    place = one_line(item.nodeid)
    return [f"{place}: mark shapeproof: {error}" for mark in marks for error in _read(mark)[1]]


def _read(mark: pytest.Mark) -> tuple[set[str], list[UsageError]]:
    """Return the codes that a mark allows, and what is wrong with it."""
    codes: set[str] = set()
    errors: list[UsageError] = []
    try:
        selectors = _selectors(mark)
    except UsageError as error:
        return codes, [error]
    for selector in selectors:
        try:
            codes.update(matching_codes(selector))
        except UsageError as error:
            errors.append(error)
    return codes, errors


def _selectors(mark: pytest.Mark) -> list[str]:
    """Return the codes, groups and kinds that a mark names."""
    if unknown := [name for name in mark.kwargs if name != _ALLOW]:
        raise UsageError(
            f"unknown argument {unknown[0]!r}",
            hint=unknown_name_hint(unknown[0], [_ALLOW], f"for example {_EXAMPLE}"),
        )
    allow: object = mark.kwargs.get(_ALLOW)
    values = cast("list[object]", [allow] if isinstance(allow, str) else allow)
    is_valid = isinstance(allow, str | list | tuple | set) and all(isinstance(value, str) for value in values)
    if mark.args or not is_valid:
        raise UsageError("expected the argument allow, a list of codes", hint=f"for example {_EXAMPLE}")
    return [selector.strip() for value in values for selector in str(value).split(",")]
