"""The errors that Shapeproof raises, with one base class: each says what is wrong, where, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, Final

__all__ = [
    "MAX_POINTER",
    "MODULES_OF_EXTRAS",
    "CaptureError",
    "InternalError",
    "MissingExtraError",
    "ReleaseError",
    "ShapeproofError",
    "UnknownContractError",
    "UsageError",
    "cut",
    "did_you_mean",
    "nearest",
    "needs_extra",
    "one_line",
    "printable",
    "shorten",
    "truncated",
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


_INVISIBLE: Final = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Fillers and variation selectors: they show nothing, although Python takes them for printable."""
_CI_COMMAND: Final = re.compile(r"^( *:)(?=:)|(##\w*)(?=\[)")
"""What CI services take for a command in a log: `::name::` at the start of a line, and `##[name]` anywhere in it."""


def printable(text: str) -> str:
    """Write everything in a string from outside that a person can't see as its Python escape, except for line feeds.

    That is: controls, so that no sequence of them reaches a terminal; format characters, which hide or reorder text;
    surrogates, private and unassigned characters; all spaces but the usual one.
    """
    if text.isprintable() and (text.isascii() or not _INVISIBLE.search(text)):
        return text
    return "".join(
        character
        if character == "\n" or (character.isprintable() and not _INVISIBLE.match(character))
        else _escape(character)
        for character in text
    )


def one_line(text: str) -> str:
    """Write a string from outside, such as a path or a key, as one printable line that no CI service obeys.

    Whatever is printed passes through here. Line feeds become escapes, too, and a backslash breaks `::name::` at the
    start and `##[name]` anywhere.
    """
    return _CI_COMMAND.sub(r"\1\2\\", printable(text).replace("\n", r"\n"))


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


_MAX_LENGTH: Final = 500
_MAX_END: Final = 150


MAX_POINTER: Final = 200
"""The most characters of a pointer that people are shown."""


def cut(message: str) -> str:
    """A message, without its middle where it is long: it may quote names of any length, and its end is the hint."""
    if len(message) <= _MAX_LENGTH:
        return message
    return f"{message[: _MAX_LENGTH - _MAX_END - 1]}…{message[-_MAX_END:]}"


def shorten(pointer: str) -> str:
    """A pointer or path on one line, without its middle where it is long: responses may be hundreds of levels deep."""
    if len(pointer) <= MAX_POINTER:
        return one_line(pointer)
    half = MAX_POINTER // 2
    return one_line(f"{pointer[:half]}…{pointer[-half:]}")


def truncated(text: str, limit: int) -> str:
    """The first characters of a text, at most `limit`; an ellipsis stands for the others."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


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
        prefix = f"{cut(self.where)}: " if self.where else ""
        suffix = f"\n  {one_line(cut(self.hint))}" if self.hint else ""
        return one_line(f"{prefix}{cut(self.message)}") + suffix

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


class ReleaseError(ShapeproofError):
    """A release of botocore can't be had: nobody has it, or it can't be downloaded."""


MODULES_OF_EXTRAS: Final[Mapping[str, frozenset[str]]] = {
    "aws": frozenset({"botocore", "cbor2"}),
    "far": frozenset({"aiohttp", "distributed", "fsspec", "pyarrow"}),
    "fuzz": frozenset({"hypothesis", "psutil"}),
    "generate": frozenset({"datamodel_code_generator", "isort", "jinja2", "msgspec", "pydantic", "pydantic_core"}),
    "html": frozenset({"jinja2"}),
    "reference": frozenset({"jsonschema"}),
    "rules": frozenset({"cel_expr_python", "google", "google.protobuf"}),  # others may share the namespace `google`
    "vcr": frozenset({"yaml"}),
}
"""The modules of the distributions that each extra brings (see `pyproject.toml`)."""


class MissingExtraError(ShapeproofError):
    """An optional dependency isn't installed.

    Attributes:
        extra: the extra of Shapeproof that installs it.
    """

    def __init__(self, purpose: str, *, extra: str) -> None:
        super().__init__(
            f"{purpose} needs the extra '{extra}', which isn't installed",
            hint=f'pip install "shapeproof[{extra}]"',
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
def needs_extra(purpose: str, *, extra: str) -> Generator[None]:
    """Raise MissingExtraError if an import in the block fails because an optional dependency isn't installed.

    The block may hold all that the purpose needs, whatever it imports on the way. If a module is missing that isn't one
    of the extra, that is a bug or a broken installation, and the ModuleNotFoundError is raised as it is.

    Args:
        purpose: what needs the dependency, as the subject of a sentence.
        extra: the extra of Shapeproof that installs it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in MODULES_OF_EXTRAS[extra]:
            raise
        raise MissingExtraError(purpose, extra=extra) from error
