"""How long the strings are that a pattern matches, and the same pattern without its lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from shapeproof.capture.patterns.syntax_tree import Alternation, Anchor, Characters, Lookaround, Node, Repeat, Sequence

__all__ = ["Width", "width_of", "without_lengths"]


class Width(NamedTuple):
    """Bounds of the lengths of the strings of a pattern: none is shorter or longer.

    They needn't be reached where the tree has anchors, lookarounds or classes without characters.

    Attributes:
        minimum: the lower bound.
        maximum: the upper bound; None if there is none.
    """

    minimum: int
    maximum: int | None


def width_of(node: Node) -> Width:
    """The width of a tree."""
    match node:
        case Characters():
            return Width(1, 1)
        case Anchor() | Lookaround():
            return Width(0, 0)
        case Sequence(items=items):
            widths = [width_of(item) for item in items]
            return Width(sum(width.minimum for width in widths), _combined(sum, (width.maximum for width in widths)))
        case Alternation(options=options):
            widths = [width_of(option) for option in options]
            return Width(min(width.minimum for width in widths), _combined(max, (width.maximum for width in widths)))
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            inner = width_of(item)
            if maximum == 0 or inner.maximum == 0:
                return Width(0, 0)
            if maximum is None or inner.maximum is None:
                return Width(minimum * inner.minimum, None)
            return Width(minimum * inner.minimum, maximum * inner.maximum)


def without_lengths(node: Node) -> Node:
    """The tree with repeats of any number: once or more where it has several, or none or more.

    `[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}` becomes `[0-9a-f]+-(?:[0-9a-f]+-)+`. What may be once or not remains so.
    """
    match node:
        case Sequence(items=items):
            return Sequence(tuple(map(without_lengths, items)))
        case Alternation(options=options):
            return Alternation(tuple(map(without_lengths, options)))
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            is_several = maximum is None or maximum > 1
            return Repeat(without_lengths(item), min(minimum, 1), None if is_several else maximum)
        case Characters() | Anchor() | Lookaround():
            return node


def _combined(combine: Callable[[Iterable[int]], int], maxima: Iterable[int | None]) -> int | None:
    """What the maxima are together; None if one of them is None."""
    known: list[int] = []
    for maximum in maxima:
        if maximum is None:
            return None
        known.append(maximum)
    return combine(known)
