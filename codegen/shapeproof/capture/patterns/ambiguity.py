"""How the time of a backtracking matcher grows with the string that a pattern fails to match.

Such a matcher tries every path of the automaton. Their number grows exponentially if a state reaches itself on two paths
that read the same word, and as a power of the length if a state reaches itself and another one that also reaches itself,
all on the same word (A. Weber and H. Seidl: On the degree of ambiguity of finite automata, 1991).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.budget import PATTERN_STEPS, Budget, TooLarge
from shapeproof.capture.patterns.graphs import components, shortest_path
from shapeproof.capture.patterns.position_automaton import PositionAutomaton

__all__ = ["Ambiguity", "ambiguity"]

_MAX_STEPS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Why the time of a backtracking matcher grows faster than the length of a string, with an attack that shows it.

    Attributes:
        growth: `polynomial` is at least the square of the length.
        prefix: what an attack starts with. Its repeats may have to be longer than they are here.
        pump: what the attack repeats after it. A character that the pattern refuses ends it.
    """

    growth: Literal["polynomial", "exponential"]
    prefix: str
    pump: str


def ambiguity(automaton: PositionAutomaton, budget: Budget | None = None) -> Ambiguity | None:
    """The worst ambiguity of an automaton. Raises TooLarge; by default, the steps are limited to those for one pattern."""
    search = _Search(automaton, budget or Budget(PATTERN_STEPS))
    return search.exponential() or search.polynomial()


class _Search:
    """The search in one automaton. Its loops are the strongly connected components."""

    def __init__(self, automaton: PositionAutomaton, budget: Budget) -> None:
        self._members = automaton.members
        self._budget = budget
        # Many states share few character sets.
        numbers = {members: number for number, members in enumerate(dict.fromkeys(automaton.members))}
        self._set_numbers = [numbers[members] for members in automaton.members]
        self._common_by_sets: dict[frozenset[int], sets.CharacterSet] = {}
        self._edges = automaton.edges
        self._initial = automaton.initial
        self._steps = 0

    def exponential(self) -> Ambiguity | None:
        for loop in self._loops:
            pump = self._doubled_edge(loop) or self._two_paths(loop)
            if pump:
                return self._found("exponential", *pump)
        return None

    def polynomial(self) -> Ambiguity | None:
        loops = self._loops
        for number, loop in enumerate(loops):
            reached = self._reached_from(loop)
            for other in loops[:number] + loops[number + 1 :]:
                self._budget.spend(len(other))
                if not reached.isdisjoint(other):
                    pump = self._loop_and_way(loop, other)
                    if pump:
                        return self._found("polynomial", *pump)
        return None

    @cached_property
    def _loops(self) -> list[list[int]]:
        return [
            component
            for component in components(len(self._members), lambda state: self._edges[state])
            if len(component) > 1 or component[0] in self._edges[component[0]]
        ]

    def _reached_from(self, states: Iterable[int]) -> set[int]:
        seen = set(states)
        queue = list(seen)
        while queue:
            edges = self._edges[queue.pop()]
            self._budget.spend(1 + len(edges))
            for target in edges:
                if target not in seen:
                    seen.add(target)
                    queue.append(target)
        return seen

    def _doubled_edge(self, loop: list[int]) -> tuple[int, str] | None:
        inside = set(loop)
        for state in loop:
            for target, ways in self._edges[state].items():
                if ways > 1 and target in inside:
                    back = shortest_path([target], lambda s: (t for t in self._edges[s] if t in inside), state)
                    if back:
                        return state, "".join(map(self._character, back))
        return None

    def _two_paths(self, loop: list[int]) -> tuple[int, str] | None:
        """Two paths from a state to itself on one word: a way in the product from the diagonal, off it and back."""
        inside = set(loop)

        def following(pair: tuple[int, int]) -> Iterator[tuple[int, int]]:
            for first in self._edges[pair[0]]:
                for second in self._edges[pair[1]]:
                    self._step()
                    if first in inside and second in inside and self._share(first, second):
                        yield first, second

        for state in loop:
            targets = [target for target in self._edges[state] if target in inside]
            for index, first in enumerate(targets):
                for second in targets[index + 1 :]:
                    if self._share(first, second):
                        way = shortest_path([(first, second)], following, (state, state))
                        if way:
                            return state, "".join(self._character(*pair) for pair in way)
        return None

    def _loop_and_way(self, loop: list[int], other: list[int]) -> tuple[int, str] | None:
        """A word on which one loop reaches itself and the other one, which reaches itself: `a*` and `a+` in `a*b?a+`."""
        inside, beyond = set(loop), set(other)

        def following(triple: tuple[int, int, int]) -> Iterator[tuple[int, int, int]]:
            for first in self._edges[triple[0]]:
                if first not in inside:
                    continue
                for third in self._edges[triple[2]]:
                    if third not in beyond or not self._share(first, third):
                        continue
                    for second in self._edges[triple[1]]:
                        self._step()
                        if self._share(first, second, third):
                            yield first, second, third

        if not any(self._share(state, target) for state in loop for target in other):
            return None
        for state in loop:
            for target in other:
                start, end = (state, state, target), (state, target, target)
                way = shortest_path(following(start), following, end)
                if way:
                    return state, "".join(self._character(*triple) for triple in way)
        return None

    def _share(self, *states: int) -> bool:
        return bool(self._common(*states))

    def _common(self, *states: int) -> sets.CharacterSet:
        numbers = frozenset(self._set_numbers[state] for state in states)
        self._budget.spend(len(states))
        if numbers not in self._common_by_sets:
            self._budget.spend(sum(len(self._members[state]) for state in states))
            common, *others = (self._members[state] for state in states)
            for other in others:
                common = sets.intersection(common, other)
            self._common_by_sets[numbers] = common
        return self._common_by_sets[numbers]

    def _character(self, *states: int) -> str:
        return chr(self._common(*states)[0][0])

    def _found(self, growth: Literal["polynomial", "exponential"], state: int, pump: str) -> Ambiguity:
        way = shortest_path(self._initial, lambda s: self._edges[s], state)
        return Ambiguity(growth, "".join(map(self._character, way or ())), pump)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _MAX_STEPS:
            raise TooLarge
