"""How many paths a backtracking matcher may have to try on one string.

This also counts what isn't a loop: thirty times `(?:a|a)` has a billion paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.position_automaton import PositionAutomaton, TooLarge

__all__ = ["has_few_paths"]

_MAX_WORK: Final = 200_000

_Paths = frozenset[tuple[int, int]]
"""States that a matcher can be in after some string, each with the number of paths to it."""


def has_few_paths(automaton: PositionAutomaton, limit: int, length: int | None = None) -> bool:
    """Whether no string, of up to `length` characters, has more than so many paths. Raises TooLarge."""
    kinds = _kinds_of_characters(automaton.members)
    start: _Paths = frozenset(automaton.initial.items())
    seen = {start}
    frontier = [start]
    work = position = 0
    while frontier and (length is None or position < length):
        position += 1
        reached: list[_Paths] = []
        for paths in frontier:
            for taken in _taken_together(paths, kinds):
                following: dict[int, int] = {}
                for state, count in taken:
                    edges = automaton.edges[state]
                    work += len(edges)
                    for target, ways in edges.items():
                        following[target] = following.get(target, 0) + count * ways
                if sum(following.values()) > limit:
                    return False
                if work > _MAX_WORK:
                    raise TooLarge
                after = frozenset(following.items())
                if after and after not in seen:
                    seen.add(after)
                    reached.append(after)
        frontier = reached
    return True


def _taken_together(paths: _Paths, kinds: list[int]) -> Iterable[list[tuple[int, int]]]:
    """The paths whose states take the same character, for each kind of character."""
    states = sum(1 << state for state, _ in paths)
    for kind in {kind & states for kind in kinds}:
        yield [(state, count) for state, count in paths if kind >> state & 1]


def _kinds_of_characters(members: Sequence[sets.CharacterSet]) -> list[int]:
    """The characters that the sets tell apart, each kind as the set of states that take it: bit n for the state n."""
    points = {point for ranges in set(members) for first, last in ranges for point in (first, last + 1)}
    states_by_set: dict[sets.CharacterSet, int] = {}
    for state, ranges in enumerate(members):
        states_by_set[ranges] = states_by_set.get(ranges, 0) | 1 << state
    return list(
        {
            sum(states for ranges, states in states_by_set.items() if sets.contains_point(ranges, point))
            for point in points
        }
    )
