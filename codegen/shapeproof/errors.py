"""The one root of every error that Shapeproof raises: each says what is wrong, where, and how to mend it."""

from __future__ import annotations

__all__ = [
    "CaptureError",
    "MissingExtraError",
    "ShapeproofError",
    "UnknownContractError",
    "UsageError",
    "one_line",
]


def one_line(text: str) -> str:
    """A text from outside, such as a path or a key, as it can be printed: line breaks and control codes as escapes."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


class ShapeproofError(Exception):
    """Something that stops the job.

    `problem` says what is wrong, `where` names the file, line or name it is about, `mend` says what to do about it.
    `str()` of the error is the one message that a person reads: a line, and another one that says how to mend it.
    """

    def __init__(self, problem: str, *, where: str | None = None, mend: str | None = None) -> None:
        super().__init__(problem, where, mend)
        self.problem = problem
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f"\n  {one_line(self.mend)}" if self.mend else ""
        return one_line(f"{place}{self.problem}") + cure


class UsageError(ShapeproofError):
    """An option or argument that can't be carried out as given."""


class UnknownContractError(ShapeproofError):
    """A name that no place knows: not the project, not the shipped contracts, not the installed botocore."""


class CaptureError(ShapeproofError):
    """A service model that can't be read or turned into a contract."""


class MissingExtraError(ShapeproofError):
    """A command that needs an optional dependency which isn't installed."""

    def __init__(self, purpose: str, *, extra: str) -> None:
        super().__init__(
            f"{purpose} needs the extra '{extra}', which isn't installed",
            mend=f"pip install 'shapeproof[{extra}]'",
        )
        self.extra = extra
