"""Whether all strings of one pattern match another one: an exact answer within a budget, and strings that don't.

Both patterns become automata. A search walks through pairs of a state of the first and the set of states that the second
may be in, so that it meets the shortest string that only the first one matches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.budget import PATTERN_STEPS, Budget, TooLarge
from shapeproof.capture.patterns.parser import parse
from shapeproof.capture.patterns.position_automaton import PositionAutomaton, automaton_of
from shapeproof.capture.patterns.syntax_tree import (
    Alternation,
    Anchor,
    Characters,
    Lookaround,
    Node,
    Repeat,
    Sequence,
    Untranslatable,
)
from shapeproof.sample.string_builder import plain_characters

__all__ = ["Inclusion", "inclusion"]

_MAX_UNROLLED: Final = 2_048
_FEW: Final = 16
"""Repeats up to so many times are short."""
_MOST_PAIRS: Final = 5_000
_MOST_STRINGS: Final = 20


class Inclusion(NamedTuple):
    """What a search found.

    Attributes:
        counterexamples: strings that match the first pattern and not the second, the shortest first.
        is_proven: whether the search was complete and found none, so that all strings of the first match the second.
    """

    counterexamples: tuple[str, ...]
    is_proven: bool


@lru_cache(maxsize=4096)
def inclusion(first: str, second: str) -> Inclusion:
    """Search for strings that match one pattern and not the other.

    Args:
        first: a portable pattern.
        second: another one.
    """
    try:
        trees = parse(first), parse(second)
    except (Untranslatable, RecursionError):
        return Inclusion((), is_proven=False)
    # Fewer strings of the first and more of the second: what is found then is found fast, and true.
    found, _ = _search(lambda: (_exact(_smaller(trees[0])), _exact(_larger(trees[1]))))
    if found:
        return Inclusion(found, is_proven=False)
    found, is_complete = _search(lambda: (_exact(trees[0]), _exact(trees[1])))
    return Inclusion(found, is_proven=is_complete and not found)


def _search(trees: Callable[[], tuple[Node, Node]]) -> tuple[tuple[str, ...], bool]:
    """Counterexamples, and whether the search came to its end."""
    budget = Budget(PATTERN_STEPS)
    found: list[str] = []
    try:
        of_first, of_second = (automaton_of(tree, _MAX_UNROLLED, budget) for tree in trees())
        for string in _counterexamples(of_first, of_second, budget):
            found.append(string)
            if len(found) == _MOST_STRINGS:
                return tuple(found), False
    except (TooLarge, RecursionError):
        return tuple(found), False
    return tuple(found), True


def _smaller(node: Node) -> Node:
    """A tree of some of the strings: long repeats are made few times."""
    match node:
        case Repeat(item=item, minimum=minimum, maximum=maximum) if maximum is not None and maximum > _FEW:
            return Repeat(_smaller(item), minimum, min(maximum, max(minimum + 1, _FEW)))
        case _:
            return _mapped(node, _smaller)


def _larger(node: Node) -> Node:
    """A tree of all of the strings and more: long repeats have no end."""
    match node:
        case Repeat(item=item, minimum=minimum, maximum=maximum) if maximum is not None and maximum > _FEW:
            return Repeat(_larger(item), min(minimum, _FEW), None)
        case _:
            return _mapped(node, _larger)


def _exact(node: Node) -> Node:
    """The tree with no repeat that an automaton only approximates. Raises TooLarge for one that it would be too large for."""
    match node:
        case Repeat(minimum=minimum, maximum=maximum) if max(minimum, maximum or 0) > _MAX_UNROLLED:
            raise TooLarge
        case Repeat(item=item, minimum=minimum, maximum=None) if minimum > 1:
            exact = _exact(item)
            return Sequence((Repeat(exact, minimum, minimum), Repeat(exact, 0, None)))
        case Lookaround():
            raise TooLarge
        case _:
            return _mapped(node, _exact)


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    match node:
        case Sequence(items=items):
            return Sequence(tuple(map(change, items)))
        case Alternation(options=options):
            return Alternation(tuple(map(change, options)))
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            return Repeat(change(item), minimum, maximum)
        case Characters() | Anchor() | Lookaround():
            return node


def _counterexamples(first: PositionAutomaton, second: PositionAutomaton, budget: Budget) -> Iterator[str]:
    if first.matches_empty and not second.matches_empty:
        yield ""
    seen: set[tuple[int, frozenset[int]]] = set()
    pending: deque[tuple[Iterable[int], frozenset[int], str]] = deque([(first.initial, frozenset(second.initial), "")])
    while pending:
        states, others, string = pending.popleft()
        for state in states:
            for part, fitting in _parts(first.members[state], others, second, budget):
                if (state, fitting) in seen:
                    continue
                if len(seen) == _MOST_PAIRS:
                    raise TooLarge
                seen.add((state, fitting))
                longer = string + plain_characters(part)[0]
                if state in first.final and not fitting & second.final:
                    yield longer
                budget.spend(sum(len(second.edges[other]) for other in fitting))
                following = frozenset(target for other in fitting for target in second.edges[other])
                pending.append((first.edges[state], following, longer))


def _parts(
    members: sets.CharacterSet, others: frozenset[int], second: PositionAutomaton, budget: Budget
) -> Iterator[tuple[sets.CharacterSet, frozenset[int]]]:
    """The characters of a state, divided by which of the other states they can enter."""
    parts: list[tuple[sets.CharacterSet, frozenset[int]]] = [(members, frozenset())]
    by_members: dict[sets.CharacterSet, list[int]] = {}
    for other in others:
        by_members.setdefault(second.members[other], []).append(other)
    for other_members, entered in sorted(by_members.items()):
        divided: list[tuple[sets.CharacterSet, frozenset[int]]] = []
        for part, fitting in parts:
            budget.spend(len(part) + len(other_members))
            inside = sets.intersection(part, other_members)
            outside = sets.intersection(part, sets.complement(other_members))
            if inside:
                divided.append((inside, fitting.union(entered)))
            if outside:
                divided.append((outside, fitting))
        parts = divided
    return iter(parts)
