"""Rewrites patterns without lookarounds where these exclude single characters: `(?!-)[a-z-]+` is `[a-z][a-z-]*`.

Rust's regular expressions have no lookarounds, but such a pattern describes a regular language, so it can be written
without them.
"""

from __future__ import annotations

from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.syntax_tree import (
    Alternation,
    Anchor,
    Characters,
    Direction,
    Lookaround,
    Node,
    Repeat,
    Sequence,
    Untranslatable,
)

__all__ = ["without_lookarounds"]

_MAX_NODES: Final = 5_000
"""Each lookaround writes what it checks once for each item that may be its edge, so several of them multiply."""


def without_lookarounds(node: Node, *, at_start: bool = True, at_end: bool = True) -> Node:
    """The same language without Lookaround nodes.

    Args:
        node: the tree of a pattern, or a part of one.
        at_start: nothing precedes the node.
        at_end: nothing follows the node.

    Raises:
        Untranslatable: the character that a lookaround checks may lie outside the part that contains it.
    """
    match node:
        case Alternation(options=options):
            return Alternation(
                tuple(without_lookarounds(option, at_start=at_start, at_end=at_end) for option in options)
            )
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            return Repeat(without_lookarounds(item, at_start=False, at_end=False), minimum, maximum)
        case Sequence(items=items):
            return _rewritten(list(items), at_start=at_start, at_end=at_end)
        case Lookaround():
            return _rewritten([node], at_start=at_start, at_end=at_end)
        case Characters() | Anchor():
            return node


def _rewritten(items: list[Node], *, at_start: bool, at_end: bool) -> Node:
    forwards = [
        item
        if isinstance(item, Lookaround)
        else without_lookarounds(
            item,
            at_start=at_start and all(isinstance(other, Lookaround) for other in items[:index]),
            at_end=at_end and all(isinstance(other, Lookaround) for other in items[index + 1 :]),
        )
        for index, item in enumerate(items)
    ]
    for index in range(len(items)):
        if isinstance(look := forwards[index], Lookaround) and look.direction == "behind":
            forwards = _applied(forwards, index, look, is_edge=at_start)
    backwards = forwards[::-1]
    for index in range(len(items)):
        if isinstance(look := backwards[index], Lookaround) and look.direction == "ahead":
            backwards = _applied(backwards, index, look, is_edge=at_end)
    return Sequence(tuple(backwards[::-1]))


def _applied(items: list[Node], index: int, look: Lookaround, *, is_edge: bool) -> list[Node]:
    """`items` with the lookaround at `index` applied to those that it checks: all after the previous lookaround.

    The order of the items is that of the string for a lookbehind, reversed for a lookahead.
    """
    start = max((other + 1 for other in range(index) if isinstance(items[other], Lookaround)), default=0)
    checked = items[start:index]
    if len(checked) ** 2 > _MAX_NODES:
        raise Untranslatable(f"a look{look.direction} over more than {int(_MAX_NODES**0.5)} items")
    checked_in_order = checked if look.direction == "behind" else checked[::-1]
    segment = Sequence(tuple(checked_in_order))
    non_empty = _with_allowed_edge(segment, look.excluded, look.direction)
    options: list[Node] = [] if non_empty is None else [non_empty]
    if _is_nullable(segment):
        if not (is_edge and all(isinstance(other, Lookaround) for other in items[:start])):
            raise Untranslatable(f"a look{look.direction}")
        options.append(Sequence(()))
    if not options:
        raise Untranslatable(f"a look{look.direction} that nothing satisfies")
    replacement: Node = options[0] if len(options) == 1 else Alternation(tuple(options))
    if _has_more_nodes(replacement, _MAX_NODES):
        raise Untranslatable("lookarounds that become too large without them")
    # As many items as before, so that the indexes of other lookarounds stay valid.
    return [*items[:start], replacement, *([Sequence(())] * (index - start)), *items[index + 1 :]]


def _has_more_nodes(node: Node, limit: int) -> bool:
    queue, count = [node], 0
    while queue and count <= limit:
        count += 1
        match queue.pop():
            case Sequence(items=children) | Alternation(options=children):
                queue += children
            case Repeat(item=item):
                queue.append(item)
            case Characters() | Anchor() | Lookaround():
                pass
    return count > limit


def _is_nullable(node: Node) -> bool:
    match node:
        case Characters():
            return False
        case Alternation(options=options):
            return any(_is_nullable(option) for option in options)
        case Sequence(items=items):
            return all(_is_nullable(item) for item in items)
        case Repeat(item=item, minimum=minimum):
            return minimum == 0 or _is_nullable(item)
        case Anchor() | Lookaround():
            return True


def _with_allowed_edge(node: Node, excluded: sets.CharacterSet, direction: Direction) -> Node | None:
    """The non-empty strings of a node whose last character (behind) or first one (ahead) isn't excluded."""
    match node:
        case Characters(members=members):
            allowed = sets.complement(sets.union(sets.complement(members), excluded))
            return Characters(allowed) if allowed else None
        case Alternation(options=options):
            return _choice([_with_allowed_edge(option, excluded, direction) for option in options])
        case Sequence(items=items):
            return _sequence_with_allowed_edge(items, excluded, direction)
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            edge = _with_allowed_edge(item, excluded, direction)
            if edge is None or maximum == 0:
                return None
            fewest = 0 if _is_nullable(item) else max(minimum - 1, 0)
            others = Repeat(item, fewest, None if maximum is None else maximum - 1)
            return Sequence((others, edge) if direction == "behind" else (edge, others))
        case Anchor() | Lookaround():
            raise Untranslatable(f"a look{direction}")


def _sequence_with_allowed_edge(
    items: tuple[Node, ...], excluded: sets.CharacterSet, direction: Direction
) -> Node | None:
    """The same for a sequence: the edge may lie in any item beyond which all others can be empty."""
    options: list[Node | None] = []
    order = range(len(items) - 1, -1, -1) if direction == "behind" else range(len(items))
    for index in order:
        edge = _with_allowed_edge(items[index], excluded, direction)
        if edge is not None:
            kept = (*items[:index], edge) if direction == "behind" else (edge, *items[index + 1 :])
            options.append(Sequence(kept))
        if not _is_nullable(items[index]):
            break
    return _choice(options)


def _choice(options: list[Node | None]) -> Node | None:
    possible = tuple(option for option in options if option is not None)
    return None if not possible else possible[0] if len(possible) == 1 else Alternation(possible)
