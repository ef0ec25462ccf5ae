"""The position automaton of a pattern: a state for each character class, an edge for each way to get to the next one.

Two edges between the same states are counted as two where a backtracking matcher would try both: `(?:a*)*` reaches its
`a` from itself by the inner repeat and by the outer one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.budget import PATTERN_STEPS, Budget, TooLarge
from shapeproof.capture.patterns.syntax_tree import Alternation, Anchor, Characters, Lookaround, Node, Repeat, Sequence

__all__ = ["PositionAutomaton", "automaton_of"]

_MAX_EDGES: Final = 50_000
MAX_UNROLLED: Final = 4
"""By default, few repeats are unrolled, so that nested ones count as ambiguous: their cost is as good as unlimited."""
_MAX_UNROLLED_CHARACTERS: Final = 16
"""The same for a fixed number of single characters (`[0-9]{12}`), which can't be ambiguous alone."""
_STEPS_OF_PART: Final = 25


@dataclass(frozen=True, slots=True)
class PositionAutomaton:
    """States are numbers; to enter one takes a character of its set.

    Attributes:
        members: the characters of each state.
        initial: the states that a match can start with, and in how many ways.
        edges: the states that can follow each state, and in how many ways.
        final: the states that a match can end with.
        matches_empty: whether the empty string matches.
    """

    members: tuple[sets.CharacterSet, ...]
    initial: Counter[int]
    edges: tuple[Counter[int], ...]
    final: frozenset[int]
    matches_empty: bool


def automaton_of(node: Node, max_unrolled: int = MAX_UNROLLED, budget: Budget | None = None) -> PositionAutomaton:
    """The automaton of a tree.

    Args:
        node: the tree.
        max_unrolled: the largest maximum of a repeat that is kept; a larger one is taken for none.
        budget: the steps that this may take; by default, those for one pattern.

    Raises:
        TooLarge: it has too many edges, or takes too many steps.
    """
    builder = _Builder(max_unrolled, budget or Budget(PATTERN_STEPS))
    whole = builder.part(node)
    return PositionAutomaton(
        tuple(builder.members), whole.first, tuple(builder.edges), frozenset(whole.last), bool(whole.empty)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern: the ways to match the empty string, to enter it, and to leave it, each capped at two."""

    empty: int = 1
    first: Counter[int] = field(default_factory=Counter[int])
    last: Counter[int] = field(default_factory=Counter[int])


class _Builder:
    def __init__(self, max_unrolled: int, budget: Budget) -> None:
        self._max_unrolled = max_unrolled
        self._spend = budget.spend
        self.members: list[sets.CharacterSet] = []
        self.edges: list[Counter[int]] = []
        self._size = 0

    def part(self, node: Node) -> _Part:
        self._spend(_STEPS_OF_PART)
        match node:
            case Characters(members=members):
                self._grow(1)
                self._spend(len(members))  # whoever compares or hashes the set takes that long
                self.members.append(members)
                self.edges.append(Counter())
                only = Counter({len(self.members) - 1: 1})
                return _Part(0, only, only)
            case Sequence(items=items):
                return self._joined(map(self.part, items))
            case Alternation(options=options):
                parts = [self.part(option) for option in options]
                return _Part(
                    min(2, sum(part.empty for part in parts)),
                    self._sum(*(part.first for part in parts)),
                    self._sum(*(part.last for part in parts)),
                )
            case Repeat():
                return self._repeat(node)
            case Anchor() | Lookaround():
                return _Part()

    def _joined(self, parts: Iterable[_Part]) -> _Part:
        whole = _Part()
        for part in parts:
            self._connect(whole.last, part.first)
            whole = _Part(
                min(2, whole.empty * part.empty),
                self._sum(whole.first, self._times(part.first, whole.empty)),
                self._sum(part.last, self._times(whole.last, part.empty)),
            )
        return whole

    def _sum(self, *parts: Counter[int]) -> Counter[int]:
        total: Counter[int] = Counter()
        for counts in parts:
            self._spend(len(counts))
            for state, count in counts.items():
                total[state] = min(2, total[state] + count)
        return total

    def _times(self, counts: Counter[int], factor: int) -> Counter[int]:
        if not factor:
            return Counter()
        self._spend(len(counts))
        return Counter({state: min(2, count * factor) for state, count in counts.items()})

    def _connect(self, sources: Counter[int], targets: Counter[int], factor: int = 1) -> None:
        self._grow(len(sources) * len(targets))
        for source, ways in sources.items():
            edges = self.edges[source]
            for target, more in targets.items():
                edges[target] = min(2, edges[target] + ways * more * factor)

    def _grow(self, edges: int) -> None:
        self._size += edges
        if self._size > _MAX_EDGES:
            raise TooLarge

    def _repeat(self, node: Repeat) -> _Part:
        item, minimum, maximum = node.item, node.minimum, node.maximum
        if maximum == 0:
            return _Part()
        is_fixed = isinstance(item, Characters) and minimum == maximum
        limit = max(self._max_unrolled, _MAX_UNROLLED_CHARACTERS if is_fixed else 0)
        if maximum is not None and maximum <= limit:
            return self._unrolled(item, minimum, maximum)
        part = self.part(item)
        if not part.first:
            raise TooLarge  # Python makes each of the iterations, though all of them are empty
        # Iterations that must be made may be empty or not: there are many ways to choose which of them are.
        self._connect(part.last, part.first, 2 if part.empty and minimum > 1 else 1)
        return _Part(min(2, part.empty + (minimum == 0)), part.first, part.last)

    def _unrolled(self, item: Node, minimum: int, maximum: int) -> _Part:
        parts: list[_Part] = []
        for _ in range(maximum):
            # A part without characters has no states of its own. Nested repeats of nothing would take for ever.
            parts.append(parts[0] if parts and not parts[0].first else self.part(item))
        rest = _Part()
        for part in parts[minimum:]:
            inner = self._joined([part, rest])
            rest = _Part(min(2, inner.empty + 1), inner.first, inner.last)
        return self._joined([*parts[:minimum], rest])
