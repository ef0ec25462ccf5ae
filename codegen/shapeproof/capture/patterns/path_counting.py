"""How many paths a backtracking matcher may have to try on one string.

This also counts what isn't a loop: thirty times `(?:a|a)` has a billion paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.budget import PATTERN_STEPS, Budget, TooLarge
from shapeproof.capture.patterns.position_automaton import PositionAutomaton

__all__ = ["has_few_paths"]

_MAX_WORK: Final = 200_000

_Paths = frozenset[tuple[int, int]]
"""States that a matcher can be in after some string, each with the number of paths to it."""


def has_few_paths(
    automaton: PositionAutomaton, limit: int, length: int | None = None, budget: Budget | None = None
) -> bool:
    """Whether no string, of up to `length` characters, has more than so many paths.

    Raises:
        TooLarge: it takes more steps than the budget has: by default, those for one pattern.
    """
    budget = budget or Budget(PATTERN_STEPS)
    kinds = _kinds_of_characters(automaton.members, budget)
    steps_of_kinds = _steps(len(kinds), len(automaton.members))
    start: _Paths = frozenset(automaton.initial.items())
    seen = {start}
    frontier = [start]
    work = position = 0
    while frontier and (length is None or position < length):
        position += 1
        reached: list[_Paths] = []
        for paths in frontier:
            budget.spend(steps_of_kinds + len(paths))
            for taken in _taken_together(paths, kinds):
                budget.spend(len(paths))
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


def _kinds_of_characters(members: Sequence[sets.CharacterSet], budget: Budget) -> list[int]:
    """The characters that the sets tell apart, each kind as the set of states that take it: bit n for the state n."""
    states_by_set: dict[sets.CharacterSet, int] = {}
    budget.spend(_steps(len(members), len(members)))
    for state, ranges in enumerate(members):
        states_by_set[ranges] = states_by_set.get(ranges, 0) | 1 << state
    edges = sum(2 * len(ranges) for ranges in states_by_set)
    budget.spend(_steps(edges, len(members)))
    # A state takes the characters from one edge of its set to the next.
    changes: dict[int, int] = {}
    for ranges, states in states_by_set.items():
        for first, last in ranges:
            changes[first] = changes.get(first, 0) ^ states
            changes[last + 1] = changes.get(last + 1, 0) ^ states
    kinds: set[int] = set()
    states = 0
    for point in sorted(changes):
        states ^= changes[point]
        kinds.add(states)
    return list(kinds)


def _steps(count: int, bits: int) -> int:
    """The steps of so many operations with numbers of so many bits."""
    return count * (1 + bits // 512)
