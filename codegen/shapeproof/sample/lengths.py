"""Which lengths a pattern can reach, so that texts are built to length instead of being tried for it.

A set of lengths is an integer: bit n stands for the length n. Sums of sets are shifts, and stay fast for the few
thousand lengths that matter here.
"""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.capture.patterns.syntax_tree import Anchor, Characters, Choice, Look, Node, Repeat, Sequence

__all__ = ["ReachableLengths", "between", "closest", "each", "partners", "power", "shortest_of"]

_NOTHING_TO_ADD = 0b1
"""The set of the length 0 alone."""


def between(low: int, high: int) -> int:
    """The set of all lengths from `low` to `high`, both included."""
    return (1 << (high + 1)) - (1 << low) if high >= low else 0


def shortest_of(lengths: int) -> int:
    """The smallest length of a set that isn't empty."""
    return (lengths & -lengths).bit_length() - 1


def closest(lengths: int, wish: int) -> int:
    """The length nearest to `wish` in a set that isn't empty, the smaller one of two."""
    below = (lengths & between(0, wish)).bit_length() - 1
    above = lengths >> wish
    if not above:
        return below
    ahead = wish + shortest_of(above)
    return below if below >= 0 and wish - below <= ahead - wish else ahead


def each(lengths: int) -> Iterator[int]:
    """The lengths of a set, ascending."""
    for first, count in _runs(lengths):
        yield from range(first, first + count)


def partners(lengths: int, total: int) -> int:
    """What is left of `total` after each length of the set."""
    within = lengths & between(0, total)
    return int(format(within, f"0{total + 1}b")[::-1], 2)


def _runs(lengths: int) -> Iterator[tuple[int, int]]:
    """The set as runs of neighbours: (first, count)."""
    first = 0
    while lengths:
        gap = shortest_of(lengths)
        lengths >>= gap
        count = shortest_of(~lengths)
        yield first + gap, count
        lengths >>= count
        first += gap + count


def _count_runs(lengths: int) -> int:
    return (lengths & ~(lengths << 1)).bit_count()


def _sums(one: int, other: int, ceiling: int) -> int:
    """Every sum of a length of each set."""
    few, many = sorted((one, other), key=_count_runs)
    total = 0
    for first, count in _runs(few):
        total |= _strides(many, 1, count - 1, ceiling) << first
    return total & between(0, ceiling)


def _strides(lengths: int, stride: int, most: int, ceiling: int) -> int:
    """The set with none to `most` strides added to each of its lengths."""
    most, done = min(most, ceiling // stride), 0
    while done < most:
        step = min(done + 1, most - done)
        lengths |= lengths << step * stride
        done += step
    return lengths & between(0, ceiling)


def _any_number(lengths: int, ceiling: int) -> int:
    """The lengths of none or any number of copies."""
    reached = _NOTHING_TO_ADD
    while missing := lengths & ~reached:
        stride = shortest_of(missing)
        reached = _strides(reached, stride, ceiling, ceiling)
    return reached


def power(lengths: int, copies: int, ceiling: int) -> int:
    """The lengths of exactly so many copies, up to `ceiling`."""
    result = _NOTHING_TO_ADD
    while copies:
        if copies & 1:
            result = _sums(result, lengths, ceiling)
        copies >>= 1
        if copies:
            lengths = _sums(lengths, lengths, ceiling)
    return result


class ReachableLengths:
    """The lengths that the nodes of one pattern reach, up to `ceiling`, each computed once."""

    def __init__(self, ceiling: int) -> None:
        self.ceiling = ceiling
        # By identity: hashing a tree costs as much as it is large. The node is kept, so that no other gets its id.
        self._known: dict[int, tuple[Node, int]] = {}

    def of(self, node: Node) -> int:
        """Every length that a text of `node` can have."""
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = (node, self._compute(node))
        return known[1]

    def _compute(self, node: Node) -> int:
        match node:
            case Characters(members=members):
                return 0b10 & between(0, self.ceiling) if members else 0
            case Anchor() | Look():  # a portable pattern has anchors at its ends alone, and no looks
                return _NOTHING_TO_ADD
            case Choice(options=options):
                lengths = 0
                for option in options:
                    lengths |= self.of(option)
                return lengths
            case Sequence(items=items):
                return self.suffixes(items)[0]
            case Repeat(item=item, minimum=minimum, maximum=maximum):
                return self.copies(self.of(item), minimum, maximum)

    def suffixes(self, items: tuple[Node, ...]) -> list[int]:
        """For each place in a sequence, what it and all that follows reach together; at the end, nothing."""
        reached = [_NOTHING_TO_ADD]
        for item in reversed(items):
            reached.append(_sums(self.of(item), reached[-1], self.ceiling))
        return reached[::-1]

    def copies(self, lengths: int, minimum: int, maximum: int | None) -> int:
        """What `minimum` to `maximum` copies reach; None is without end."""
        if not lengths:
            return 0 if minimum else _NOTHING_TO_ADD
        required = power(lengths, minimum, self.ceiling)
        if maximum is None:
            optional = _any_number(lengths, self.ceiling)
        elif lengths.bit_count() == 1 and not lengths & 1:
            optional = _strides(_NOTHING_TO_ADD, shortest_of(lengths), maximum - minimum, self.ceiling)
        else:
            optional = power(lengths | _NOTHING_TO_ADD, min(maximum - minimum, self.ceiling), self.ceiling)
        return _sums(required, optional, self.ceiling)
