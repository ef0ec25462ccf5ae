"""Matches whole strings in a time that grows with their length alone, for globs and paths that strangers write."""

from __future__ import annotations

import re
from collections.abc import Callable

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.backtracking import may_backtrack_long
from shapeproof.capture.patterns.budget import Budget, TooLarge
from shapeproof.capture.patterns.parser import parse
from shapeproof.capture.patterns.position_automaton import PositionAutomaton, automaton_of
from shapeproof.capture.patterns.syntax_tree import Node, Untranslatable

__all__ = ["full_matcher", "tree_matcher"]


def full_matcher(regex: str, document: Budget | None = None) -> Callable[[str], bool]:
    """What matches strings from end to end: `re` where it is fast, else a walk of the automaton, some 100 times slower.

    Args:
        regex: a regular expression without repeats that have a maximum above one.
        document: what the expressions of one document may take together; it is charged.

    Raises:
        ValueError: it is too large, alone or after those before it.
    """
    anchored = f"^(?:{regex})$"
    if may_backtrack_long(anchored, document=document):
        try:
            automaton = automaton_of(parse(anchored), budget=document)
        except (TooLarge, Untranslatable) as error:
            raise ValueError("it is too long, or has too many wildcards") from error
        return lambda string: _is_match(automaton, string)
    compiled = re.compile(regex)
    return lambda string: compiled.fullmatch(string) is not None


def tree_matcher(node: Node) -> Callable[[str], bool]:
    """What matches strings from end to end with a tree, by a walk of its automaton.

    Args:
        node: a tree without repeats that have a maximum above one.

    Raises:
        ValueError: it is too large.
    """
    try:
        automaton = automaton_of(node)
    except TooLarge as error:
        raise ValueError("it is too large") from error
    return lambda string: _is_match(automaton, string)


def _is_match(automaton: PositionAutomaton, string: str) -> bool:
    if not string:
        return automaton.matches_empty
    following = set(automaton.initial)
    states: set[int] = set()
    for character in string:
        point = ord(character)
        states = {state for state in following if sets.contains_point(automaton.members[state], point)}
        if not states:
            return False
        following = {target for state in states for target in automaton.edges[state]}
    return not states.isdisjoint(automaton.final)
