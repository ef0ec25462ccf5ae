"""Choices: the options of one decision about a response, the simplest first, each as likely as its weight.

Each draw costs Hypothesis time, and it shrinks a byte string element by element. So all choices of one structure, about
its scalars and its own presence, are read from one byte string, a byte for each choice. Byte 0 always selects the
simplest option, and a smaller byte never selects a more complex one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Protocol

from shapeproof.contract.json_values import copy_json

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
]

_NARROW: Final = 256
_WIDE: Final = 4_096
_BITS_PER_BYTE: Final = 8


class ByteSource(Protocol):
    """The source of the bytes of a generated value."""

    def draw_bytes(self, max_size: int) -> bytes:
        """From no bytes to `max_size` bytes, for a value that is not in a table."""
        ...


class Marker:
    """A marker that stands for a value."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


ABSENT: Final = Marker("ABSENT")
"""The member is absent."""
PRESENT: Final = Marker("PRESENT")
"""The member is present, whatever its value."""


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """The value of an option that is generated anew each time, from further bytes: any string, a number of any size."""

    make: Callable[[ByteSource], Any]


def copies(value: Any) -> Generated:
    """An option that is a new copy of a JSON value each time."""
    return Generated(lambda _source: copy_json(value))


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice.

    Attributes:
        value: a JSON value, ABSENT or PRESENT, a size, or a `Generated` value.
        weight: how likely it is, relative to the other options.
        coverage_class: the name under which coverage counts it.
        enum_value: the value, if it is one of an enum's.
    """

    value: Any
    weight: float = 1.0
    coverage_class: str = "present"
    enum_value: str | None = None


@dataclass(frozen=True, slots=True)
class CoverageClass:
    """Options that coverage counts as one: the entries of a choice's table from `first` to before `end`.

    `enum_value` is their value, if it is one of an enum's.
    """

    name: str
    first: int
    end: int
    enum_value: str | None = None


class Choice:
    """Options spread over a table, the simplest at 0. `width` is the number of bytes that select one of them."""

    __slots__ = ("coverage_classes", "table", "width")

    def __init__(self, options: Sequence[Option]) -> None:
        size = _NARROW if len(options) <= _NARROW // 2 else _WIDE
        self.width = 1 if size == _NARROW else 2
        counts = _shares([option.weight for option in options], size)
        shares = list(zip(options, counts, strict=True))
        self.table: tuple[Any, ...] = tuple(option.value for option, count in shares for _ in range(count))
        self.coverage_classes: tuple[CoverageClass, ...] = tuple(_coverage_classes(shares))

    def at(self, data: bytes) -> Any:
        """The value of the option that the bytes select."""
        return self.table[int.from_bytes(data, "big") * len(self.table) >> _BITS_PER_BYTE * self.width]


def _shares(weights: list[float], size: int) -> list[int]:
    """How many of `size` entries each option gets: at least one, the rest in proportion to the weights."""
    total, spare = sum(weights), size - len(weights)
    exact = [weight * spare / total for weight in weights]
    counts = [1 + int(share) for share in exact]
    remaining = size - sum(counts)
    by_remainder = sorted(range(len(weights)), key=lambda index: (int(exact[index]) - exact[index], index))
    for index in by_remainder[:remaining]:
        counts[index] += 1
    return counts


def _coverage_classes(shares: Iterable[tuple[Option, int]]) -> Iterable[CoverageClass]:
    first = 0
    for (name, enum_value), group in groupby(shares, key=lambda entry: (entry[0].coverage_class, entry[0].enum_value)):
        end = first + sum(count for _, count in group)
        yield CoverageClass(name, first, end, enum_value)
        first = end


class ChoiceGroup:
    """Choices that are made together, with one draw."""

    __slots__ = ("_tables", "choices", "size")

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = tuple(choices)
        self.size = sum(choice.width for choice in choices)
        self._tables = tuple(choice.table for choice in choices) if self.size == len(self.choices) else None

    def read(self, data: bytes) -> list[Any]:
        """The selected value of each choice. `data` has `size` bytes."""
        if self._tables is not None:
            return [table[byte] for table, byte in zip(self._tables, data, strict=True)]
        selected: list[Any] = []
        offset = 0
        for choice in self.choices:
            selected.append(choice.at(data[offset : offset + choice.width]))
            offset += choice.width
        return selected
