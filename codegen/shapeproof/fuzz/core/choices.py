"""A dial: what one draw can become, the simplest first, each as likely as its weight.

Hypothesis pays for each draw, and shrinks a byte string element by element. So everything that one structure decides
about its scalars and its own presence is read from one byte string, a byte for each dial: byte 0 is always the simplest
setting, and a smaller byte is never a more complex one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Protocol, cast

__all__ = [
    "ABSENT",
    "PRESENT",
    "ByteSource",
    "Choice",
    "ChoiceGroup",
    "CoverageClass",
    "Generated",
    "Marker",
    "Option",
    "copies",
    "copy_json",
]

_NARROW: Final = 256
_WIDE: Final = 4_096
_OCTET: Final = 8


class ByteSource(Protocol):
    """Where the bytes of a generated value come from."""

    def octets(self, most: int) -> bytes:
        """None to `most` bytes, for a value that no table holds."""
        ...


class Marker:
    """A word that stands where a value would."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


ABSENT: Final = Marker("ABSENT")
"""The member isn't there."""
PRESENT: Final = Marker("PRESENT")
"""The member is there, whatever its value."""


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """A setting that is made anew each time, out of more bytes: a text of any characters, a number of any size."""

    make: Callable[[ByteSource], Any]


def copy_json(value: Any) -> Any:
    """A copy of a JSON value that shares nothing: whoever changes one part of a response must not change another."""
    if isinstance(value, dict):
        return {key: copy_json(inner) for key, inner in cast("dict[str, Any]", value).items()}
    return [copy_json(inner) for inner in cast("list[object]", value)] if isinstance(value, list) else value


def copies(value: Any) -> Generated:
    """A setting that is this JSON value, a copy of its own each time."""
    return Generated(lambda _source: copy_json(value))


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: a value, ABSENT or PRESENT, a size, or a `Generated` one. `level` is what coverage calls it.

    `enum_value` is the value of an enum that it is, if it is one.
    """

    value: Any
    weight: float = 1.0
    level: str = "present"
    enum_value: str | None = None


@dataclass(frozen=True, slots=True)
class CoverageClass:
    """The settings from `first` to before `end` that coverage does not tell apart.

    `enum_value` is the value of an enum that they are, if they are one.
    """

    name: str
    first: int
    end: int
    enum_value: str | None = None


class Choice:
    """Options spread over a table, the simplest at 0. `width` is the number of bytes that it reads."""

    __slots__ = ("levels", "table", "width")

    def __init__(self, options: Sequence[Option]) -> None:
        size = _NARROW if len(options) <= _NARROW // 2 else _WIDE
        self.width = 1 if size == _NARROW else 2
        counts = _shares([option.weight for option in options], size)
        settings = [(option, count) for option, count in zip(options, counts, strict=True)]
        self.table: tuple[Any, ...] = tuple(option.value for option, count in settings for _ in range(count))
        self.levels: tuple[CoverageClass, ...] = tuple(_levels(settings))

    def at(self, octets: bytes) -> Any:
        """The setting that the bytes stand for."""
        return self.table[int.from_bytes(octets, "big") * len(self.table) >> _OCTET * self.width]


def _shares(weights: list[float], size: int) -> list[int]:
    """How many of `size` places each option gets: at least one, and in proportion to its weight beyond that."""
    total, spare = sum(weights), size - len(weights)
    exact = [weight * spare / total for weight in weights]
    counts = [1 + int(share) for share in exact]
    left = size - sum(counts)
    neediest = sorted(range(len(weights)), key=lambda at: (int(exact[at]) - exact[at], at))
    for at in neediest[:left]:
        counts[at] += 1
    return counts


def _levels(settings: Iterable[tuple[Option, int]]) -> Iterable[CoverageClass]:
    first = 0
    for (name, enum_value), group in groupby(settings, key=lambda setting: (setting[0].level, setting[0].enum_value)):
        end = first + sum(count for _, count in group)
        yield CoverageClass(name, first, end, enum_value)
        first = end


class ChoiceGroup:
    """The dials that one draw turns together."""

    __slots__ = ("_tables", "dials", "size")

    def __init__(self, dials: Sequence[Choice]) -> None:
        self.dials = tuple(dials)
        self.size = sum(dial.width for dial in dials)
        self._tables = tuple(dial.table for dial in dials) if self.size == len(self.dials) else None

    def read(self, octets: bytes) -> list[Any]:
        """A setting for each dial, of `size` bytes."""
        if self._tables is not None:
            return [table[octet] for table, octet in zip(self._tables, octets, strict=True)]
        settings: list[Any] = []
        place = 0
        for dial in self.dials:
            settings.append(dial.at(octets[place : place + dial.width]))
            place += dial.width
        return settings
