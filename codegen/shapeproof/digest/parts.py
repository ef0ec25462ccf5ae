"""Small parts of a digest: skipped files, a bug, which suppressions were used."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["NO_SUPPRESSIONS", "Bug", "SkippedGroup", "SuppressionUse"]


class Bug(NamedTuple):
    """A bug of Shapeproof's because of which something was not checked.

    Attributes:
        where: the file.
        message: what happened.
        hint: what to do about it.
        details: the traceback.
    """

    where: str
    message: str
    hint: str
    details: str


class SkippedGroup(NamedTuple):
    """Files that were skipped for one reason.

    Attributes:
        files: their number.
        unknown: how many of them hold data that may be responses, but of no known contract.
        paths: the first of their paths.
    """

    files: int
    unknown: int
    paths: tuple[str, ...]


class SuppressionUse(NamedTuple):
    """Which suppressions of the run were used, by their numbers.

    Attributes:
        used: those that suppressed something.
        covered: those of which something was checked that they cover.
        operations: the checked operations, for hints about misspelt ones.
    """

    used: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()
    operations: frozenset[str] = frozenset()


NO_SUPPRESSIONS: Final = SuppressionUse()
