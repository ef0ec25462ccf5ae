"""The corpus of hostile strings, `hostile_strings.json` beside this file: each entry says what it attacks.

A string that would run code creates a file, the *canary*: `CANARY` stands for its path. Whoever places the strings
somewhere asserts that there is no such file afterwards. `repeat` writes a long string short.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

__all__ = ["HostileString", "hostile_strings", "parameters"]

_CORPUS: Final = Path(__file__).with_suffix(".json")
_PLACEHOLDER: Final = "CANARY"


@dataclass(frozen=True, slots=True)
class HostileString:
    """A string of the corpus.

    Attributes:
        name: a short name, unique, for the id of a test.
        attacks: what it attacks, and how.
        text: the string itself, with the path of the canary in it.
    """

    name: str
    attacks: str
    text: str

    def __str__(self) -> str:
        """The name: pytest shows it as the id of a test."""
        return self.name


def hostile_strings(canary: Path, *, longest: int | None = None) -> list[HostileString]:
    """All strings of the corpus.

    Args:
        canary: the file that a string creates if it is executed. Use a path in `tmp_path`.
        longest: leaves out strings with more characters than this, for positions that a test places them in often.
    """
    strings = [
        HostileString(name, attacks, text.replace(_PLACEHOLDER, str(canary))) for name, attacks, text in _entries()
    ]
    return [hostile for hostile in strings if longest is None or len(hostile.text) <= longest]


def parameters(*, longest: int, each: int = 2) -> list[Any]:
    """The strings as parameters of a test that executes none: the first few of each kind; `--survey` adds the others.

    Args:
        longest: as in `hostile_strings`.
        each: how many strings of each kind run by default. Their kind is the first word of their name.
    """
    seen: Counter[str] = Counter()
    found: list[Any] = []
    for hostile in hostile_strings(Path("/nowhere/canary"), longest=longest):
        kind = hostile.name.partition("-")[0]
        seen[kind] += 1
        found.append(pytest.param(hostile, id=hostile.name, marks=[pytest.mark.survey] if seen[kind] > each else []))
    return found


@cache
def _entries() -> tuple[tuple[str, str, str], ...]:
    entries = json.loads(_CORPUS.read_text(encoding="ascii"))
    return tuple((entry["name"], entry["attacks"], entry["text"] * entry.get("repeat", 1)) for entry in entries)
