"""The lengths that strings of a pattern can have, so that a string is built to length instead of searched for.

A set of lengths is an integer: bit n is set if the set contains the length n. The sums of two sets are shifts, fast
for the few thousand lengths that matter here.
"""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.capture.patterns.syntax_tree import Alternation, Anchor, Characters, Lookaround, Node, Repeat, Sequence

__all__ = [
    "ReachableLengths",
    "closest",
    "iter_lengths",
    "length_range",
    "lengths_of_copies",
    "remainders",
    "shortest_in",
]

_ZERO_ONLY = 0b1
"""The set that contains the length 0 alone."""


def length_range(low: int, high: int) -> int:
    """The set of all lengths from `low` to `high`, both included."""
    return (1 << (high + 1)) - (1 << low) if high >= low else 0


def shortest_in(lengths: int) -> int:
    """The smallest length of a set that isn't empty."""
    return (lengths & -lengths).bit_length() - 1


def closest(lengths: int, target: int) -> int:
    """The length nearest to `target` in a set that isn't empty, the smaller one of two."""
    below = (lengths & length_range(0, target)).bit_length() - 1
    at_or_above = lengths >> target
    if not at_or_above:
        return below
    above = target + shortest_in(at_or_above)
    return below if below >= 0 and target - below <= above - target else above


def iter_lengths(lengths: int) -> Iterator[int]:
    """The lengths of a set, ascending."""
    for first, count in _runs(lengths):
        yield from range(first, first + count)


def remainders(lengths: int, total: int) -> int:
    """The set of `total - n` for each length n of the set, up to `total`."""
    within = lengths & length_range(0, total)
    return int(format(within, f"0{total + 1}b")[::-1], 2)


def _runs(lengths: int) -> Iterator[tuple[int, int]]:
    """The set as runs of consecutive lengths: (first, count)."""
    first = 0
    while lengths:
        gap = shortest_in(lengths)
        lengths >>= gap
        count = shortest_in(~lengths)
        yield first + gap, count
        lengths >>= count
        first += gap + count


def _count_runs(lengths: int) -> int:
    return (lengths & ~(lengths << 1)).bit_count()


def _sums(left: int, right: int, ceiling: int) -> int:
    """Every sum of a length of each set, up to `ceiling`."""
    fewer_runs, more_runs = sorted((left, right), key=_count_runs)
    sums = 0
    for first, count in _runs(fewer_runs):
        sums |= _strides(more_runs, 1, count - 1, ceiling) << first
    return sums & length_range(0, ceiling)


def _strides(lengths: int, stride: int, max_strides: int, ceiling: int) -> int:
    """The set with 0 to `max_strides` strides added to each of its lengths."""
    max_strides, added = min(max_strides, ceiling // stride), 0
    while added < max_strides:
        step = min(added + 1, max_strides - added)
        lengths |= lengths << step * stride
        added += step
    return lengths & length_range(0, ceiling)


def _any_number_of_copies(lengths: int, ceiling: int) -> int:
    """The lengths of zero or more copies, up to `ceiling`."""
    reached = _ZERO_ONLY
    while missing := lengths & ~reached:
        stride = shortest_in(missing)
        reached = _strides(reached, stride, ceiling, ceiling)
    return reached


def lengths_of_copies(lengths: int, copies: int, ceiling: int) -> int:
    """The lengths of exactly `copies` copies, up to `ceiling`."""
    reached = _ZERO_ONLY
    while copies:  # by repeated squaring
        if copies & 1:
            reached = _sums(reached, lengths, ceiling)
        copies >>= 1
        if copies:
            lengths = _sums(lengths, lengths, ceiling)
    return reached


class ReachableLengths:
    """The lengths that strings of each node of one pattern can have, up to `ceiling`, each computed once."""

    def __init__(self, ceiling: int) -> None:
        self.ceiling = ceiling
        # By identity: hashing a tree takes time in proportion to its size. The node is kept so that its id isn't reused.
        self._computed: dict[int, tuple[Node, int]] = {}

    def of(self, node: Node) -> int:
        """Every length that a string of `node` can have."""
        computed = self._computed.get(id(node))
        if computed is None:
            computed = self._computed[id(node)] = (node, self._compute(node))
        return computed[1]

    def _compute(self, node: Node) -> int:
        match node:
            case Characters(members=members):
                return 0b10 & length_range(0, self.ceiling) if members else 0
            case Anchor() | Lookaround():  # a portable pattern has anchors at its ends only, and no lookarounds
                return _ZERO_ONLY
            case Alternation(options=options):
                lengths = 0
                for option in options:
                    lengths |= self.of(option)
                return lengths
            case Sequence(items=items):
                return self.of_suffixes(items)[0]
            case Repeat(item=item, minimum=minimum, maximum=maximum):
                return self.of_copies(self.of(item), minimum, maximum)

    def of_suffixes(self, items: tuple[Node, ...]) -> list[int]:
        """The lengths of each suffix of a sequence, from the whole sequence to the empty suffix."""
        suffixes = [_ZERO_ONLY]
        for item in reversed(items):
            suffixes.append(_sums(self.of(item), suffixes[-1], self.ceiling))
        return suffixes[::-1]

    def of_copies(self, lengths: int, minimum: int, maximum: int | None) -> int:
        """The lengths of `minimum` to `maximum` copies; None means without limit."""
        if not lengths:
            return 0 if minimum else _ZERO_ONLY
        required = lengths_of_copies(lengths, minimum, self.ceiling)
        if maximum is None:
            optional = _any_number_of_copies(lengths, self.ceiling)
        elif lengths.bit_count() == 1 and not lengths & 1:
            optional = _strides(_ZERO_ONLY, shortest_in(lengths), maximum - minimum, self.ceiling)
        else:
            optional = lengths_of_copies(lengths | _ZERO_ONLY, min(maximum - minimum, self.ceiling), self.ceiling)
        return _sums(required, optional, self.ceiling)
