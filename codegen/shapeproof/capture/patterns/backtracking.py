"""Whether a pattern is safe for an engine that backtracks, as Python's `re` does.

Engines without backtracking (Rust's `regex`, which jsonschema-rs and pydantic use) take linear time for every pattern.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.ambiguity import ambiguity
from shapeproof.capture.patterns.budget import DOCUMENT_STEPS, PATTERN_STEPS, Budget, TooLarge
from shapeproof.capture.patterns.parser import parse
from shapeproof.capture.patterns.path_counting import has_few_paths
from shapeproof.capture.patterns.position_automaton import automaton_of
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

__all__ = ["is_ambiguous", "may_backtrack_long", "slow_patterns"]

_MAX_PATHS: Final = 256
"""The most paths on one string: so many steps a matcher may take for each character."""
_MAX_PATHS_IN_SHORT_STRINGS: Final = 2_048
"""The same where the length is limited: half of these on average, since the paths grow with the string."""

_MAX_EXACT_REPEAT: Final = 64


def may_backtrack_long(pattern: str, max_length: int | None = None, document: Budget | None = None) -> bool:
    """Whether a backtracking engine may take more than some thousand steps for each character of a string.

    A pattern that is too complex to tell, or that can't be read, may.

    Args:
        pattern: a regular expression that is searched for.
        max_length: the length of the longest string that the engine is given; None for no limit.
        document: what the patterns of one document may take together. It is charged; once nothing is left, all are slow.
    """
    if document is None:
        return _judged(pattern, max_length)[0]
    if document.left <= 0:
        return True
    # What is charged doesn't depend on the cache, so that the same document always gives the same result.
    is_slow, steps = _judged(pattern, max_length)
    document.left -= steps
    return is_slow


def slow_patterns(patterns: Iterable[tuple[str, int | None]]) -> frozenset[tuple[str, int | None]]:
    """Those of the patterns of one document that may backtrack long.

    Once the patterns before it have taken too many steps to analyse, each further one counts as slow.

    Args:
        patterns: the patterns, each with the length of the longest string that the engine is given, or None.
    """
    document = Budget(DOCUMENT_STEPS)
    return frozenset(
        (pattern, max_length)
        for pattern, max_length in dict.fromkeys(patterns)
        if may_backtrack_long(pattern, max_length, document)
    )


@lru_cache(maxsize=4096)
def _judged(pattern: str, max_length: int | None) -> tuple[bool, int]:
    """Whether a pattern may backtrack long, and the steps that the analysis took."""
    budget = Budget(PATTERN_STEPS)
    try:
        is_slow = _is_slow(parse(pattern), max_length, budget)
    except (Untranslatable, TooLarge):
        is_slow = True
    return is_slow, PATTERN_STEPS - budget.left


def is_ambiguous(tree: Node, document: Budget) -> bool:
    """Whether there may be strings that match the tree of an anchored pattern in ever more ways as they grow.

    Args:
        tree: the tree. One that takes too many steps to tell counts as ambiguous.
        document: what the patterns of one document may take together; it is charged.
    """
    budget = Budget(min(PATTERN_STEPS, document.left))
    granted = budget.left
    try:
        automaton = automaton_of(tree, budget=budget)
        found = ambiguity(automaton, budget)
        return found is not None or not has_few_paths(automaton, _MAX_PATHS, budget=budget)
    except TooLarge:
        return True
    finally:
        document.left -= granted - budget.left


def _is_slow(tree: Node, max_length: int | None, budget: Budget) -> bool:
    anchored = tree if _is_anchored(tree) else Sequence((Repeat(Characters(sets.EVERYTHING), 0, None), tree))
    automaton = automaton_of(anchored, budget=budget)
    found = ambiguity(automaton, budget)
    if found is None:
        return not has_few_paths(automaton, _MAX_PATHS, budget=budget)
    if found.growth == "exponential":
        return True
    longest = min((length for length in (max_length, _max_length(anchored)) if length is not None), default=None)
    if longest is None:
        return True
    # The lengths of its parts may limit the paths, too: `[a-z]{1,63}[0-9a-z]{1,63}` has 63.
    exact = automaton_of(anchored, _MAX_EXACT_REPEAT, budget)
    return not has_few_paths(exact, _MAX_PATHS_IN_SHORT_STRINGS, longest, budget)


def _is_anchored(node: Node) -> bool:
    return node == Anchor("start") or (isinstance(node, Sequence) and bool(node.items) and _is_anchored(node.items[0]))


def _max_length(node: Node) -> int | None:
    """The length of the longest string of a node; None if there is none."""
    match node:
        case Characters():
            return 1
        case Anchor() | Lookaround():
            return 0
        case Sequence(items=children) | Alternation(options=children):
            lengths = [_max_length(child) for child in children]
            known = [length for length in lengths if length is not None]
            total = sum(known) if isinstance(node, Sequence) else max(known, default=0)
            return None if len(known) < len(lengths) else total
        case Repeat(item=item, maximum=maximum):
            length = _max_length(item)
            return 0 if maximum == 0 or length == 0 else None if maximum is None or length is None else length * maximum
