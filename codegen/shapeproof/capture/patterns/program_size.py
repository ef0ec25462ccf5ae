"""How large a pattern becomes in Rust's `regex`, which compiles a copy of what a bounded repeat repeats for each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.syntax_tree import Alternation, Anchor, Characters, Lookaround, Node, Repeat, Sequence

__all__ = ["MAX_COPIES", "class_copies", "copies", "program_size"]

MAX_COPIES: Final = 70_000
"""The most copies of a character class, after unrolling nested bounded repeats, that stay below the default size limit
of Rust's `regex` (10 MB of compiled program). Measured: 65,536 compile, 524,280 don't. ECMA and Python have no such
limit."""

_STATES_OF_PATTERN: Final = 150
_RANGES_IN_STATE: Final = 4
_STATES_BEYOND_ASCII: Final = 20
_STATES_OF_RANGE_BEYOND_ASCII: Final = 3
"""Measured with jsonschema-rs, in units of the 70 bytes that a copy of `[a-z]` takes: 160 for a pattern of one copy; 10 for
40 ranges of ASCII; 20 for `[^\\u0100]`; from 1 to 3.2 for each range of a class of 100 or 1,000 ranges beyond ASCII."""


def class_copies(node: Node) -> int:
    """The number of copies of character classes, each counted once."""
    return _unrolled(node, lambda _: 1)


def copies(node: Node) -> int:
    """The number of copies of character classes, as `MAX_COPIES` limits it."""
    # A class beyond ASCII compiles to several states for each copy, since Rust matches UTF-8.
    return _unrolled(node, lambda members: 1 if _is_ascii(members) else 8)


def program_size(node: Node) -> int:
    """The approximate number of states of a compiled pattern, the memory of each range of its classes included."""
    return _STATES_OF_PATTERN + _unrolled(node, _states_of)


def _states_of(members: sets.CharacterSet) -> int:
    if _is_ascii(members):
        return 1 + len(members) // _RANGES_IN_STATE
    return _STATES_BEYOND_ASCII + _STATES_OF_RANGE_BEYOND_ASCII * len(members)


def _is_ascii(members: sets.CharacterSet) -> bool:
    return not members or members[-1][1] < 0x80


def _unrolled(node: Node, size_of: Callable[[sets.CharacterSet], int]) -> int:
    match node:
        case Sequence(items=children) | Alternation(options=children):
            return sum(_unrolled(child, size_of) for child in children)
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            return _unrolled(item, size_of) * max(1, minimum if maximum is None else maximum)
        case Characters(members=members):
            return size_of(members)
        case Anchor() | Lookaround():
            return 0
