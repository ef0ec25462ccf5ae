"""The errors that Shapeproof raises, with one base class: each says what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from typing import Any, Final

__all__ = [
    "CaptureError",
    "InternalError",
    "MissingExtraError",
    "ShapeproofError",
    "UnknownContractError",
    "UsageError",
    "did_you_mean",
    "nearest",
    "needs_extra",
    "one_line",
    "unknown_name_hint",
    "with_article",
]

_LEAST_SIMILARITY: Final = 0.7
"""A transposition in a name of four letters scores 0.75; names that differ in half of their letters score 0.5."""


def nearest(name: str, known: Iterable[str], *, limit: int = 1) -> list[str]:
    """The known names that are most like `name`, whatever their case; at most `limit`, the most similar first."""
    from difflib import get_close_matches  # only a wrong name needs it, and start-up must stay fast

    spellings: dict[str, str] = {}
    for spelling in known:
        spellings.setdefault(spelling.casefold(), spelling)
    similar = get_close_matches(name.casefold(), spellings, n=limit, cutoff=_LEAST_SIMILARITY)
    return [spellings[key] for key in similar]


def did_you_mean(name: str, known: Iterable[str], *, limit: int = 1) -> str | None:
    """The hint for an unknown name: `did you mean A or B?`; None if no known name is like it."""
    similar = nearest(name, known, limit=limit)
    return f"did you mean {' or '.join(similar)}?" if similar else None


def unknown_name_hint(name: str, known: Iterable[str], listing: str) -> str:
    """The hint for an unknown name of a short list: the similar name, if there is one, then the list.

    Args:
        name: the unknown name.
        known: the known names.
        listing: the known names, as a sentence.
    """
    suggestion = did_you_mean(name, known)
    return f"{suggestion} {listing}" if suggestion else listing


def with_article(noun: str) -> str:
    """A noun with its article: `a dict`, `an int`."""
    return f"{'an' if noun[:1].lower() in {'a', 'e', 'i', 'o'} else 'a'} {noun}"


def one_line(text: str) -> str:
    """Escape the line breaks and control characters in a string from outside, such as a path or a key."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


class ShapeproofError(Exception):
    """The base class of all errors that Shapeproof raises on purpose.

    `str()` of the error is what a person reads: a line with the location and the message, and one with the hint.

    Attributes:
        message: what is wrong.
        where: the file, line, option or name that it is about.
        hint: what to do about it.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        prefix = f"{self.where}: " if self.where else ""
        suffix = f"\n  {one_line(self.hint)}" if self.hint else ""
        return one_line(f"{prefix}{self.message}") + suffix

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors travel between processes with all their attributes, whatever their constructors take."""
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[ShapeproofError], args: tuple[object, ...], attributes: dict[str, object]) -> ShapeproofError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


class UsageError(ShapeproofError):
    """An option, argument or setting is invalid."""


class UnknownContractError(ShapeproofError):
    """No contract has this name: neither in the project, nor among those that ship with Shapeproof, nor in botocore."""


class CaptureError(ShapeproofError):
    """A service model or a committed contract can't be read, or can't be turned into a contract."""


class MissingExtraError(ShapeproofError):
    """An optional dependency isn't installed.

    Attributes:
        extra: the extra of Shapeproof that installs it.
    """

    def __init__(self, purpose: str, *, extra: str) -> None:
        super().__init__(
            f"{purpose} needs the extra '{extra}', which isn't installed",
            hint=f"pip install 'shapeproof[{extra}]'",
        )
        self.extra = extra


class InternalError(ShapeproofError):
    """A bug in Shapeproof, never the user's fault. Exit code 3.

    Attributes:
        details: the traceback of a cause in another process; otherwise empty.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None, details: str = "") -> None:
        super().__init__(message, where=where, hint=hint)
        self.details = details


@contextmanager
def needs_extra(purpose: str, *, extra: str, modules: Collection[str]) -> Generator[None]:
    """Raise MissingExtraError if an import in the block fails because an optional dependency isn't installed.

    Args:
        purpose: what needs the dependency, as the subject of a sentence.
        extra: the extra of Shapeproof that installs it.
        modules: its top-level modules. If any other module is missing, that is a bug or a broken installation, and the
            ModuleNotFoundError is raised as it is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in modules:
            raise
        raise MissingExtraError(purpose, extra=extra) from error
