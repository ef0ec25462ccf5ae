"""Patterns without their look-around, where it bars single characters: `(?!-)[a-z-]+` is `[a-z][a-z-]*`.

Rust's regular expressions have no look-around, but the language of such a pattern is a plain one, and is written out.
"""

from __future__ import annotations

from typing import Literal

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.syntax_tree import (
    Anchor,
    Characters,
    Choice,
    Look,
    Node,
    Repeat,
    Sequence,
    Untranslatable,
)

__all__ = ["without_looks"]

Side = Literal["ahead", "behind"]


def without_looks(node: Node, *, at_start: bool = True, at_end: bool = True) -> Node:
    """The same language without Look nodes.

    `at_start` and `at_end` say that nothing stands before or behind the node. Raises Untranslatable where what a look
    sees may lie outside the part that it stands in.
    """
    match node:
        case Choice(options=options):
            return Choice(tuple(without_looks(one, at_start=at_start, at_end=at_end) for one in options))
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            return Repeat(without_looks(item, at_start=False, at_end=False), minimum, maximum)
        case Sequence(items=items):
            return _resolved(list(items), at_start=at_start, at_end=at_end)
        case Look():
            return _resolved([node], at_start=at_start, at_end=at_end)
        case Characters() | Anchor():
            return node


def _resolved(items: list[Node], *, at_start: bool, at_end: bool) -> Node:
    last = len(items) - 1
    inner = [
        one
        if isinstance(one, Look)
        else without_looks(
            one,
            at_start=at_start and all(isinstance(other, Look) for other in items[:at]),
            at_end=at_end and all(isinstance(other, Look) for other in items[at + 1 :]),
        )
        for at, one in enumerate(items)
    ]
    for at in range(last + 1):
        if isinstance(look := inner[at], Look) and look.side == "behind":
            inner = _barred(inner, at, look, is_edge=at_start)
    backwards = inner[::-1]
    for at in range(last + 1):
        if isinstance(look := backwards[at], Look) and look.side == "ahead":
            backwards = _barred(backwards, at, look, is_edge=at_end)
    return Sequence(tuple(backwards[::-1]))


def _barred(items: list[Node], at: int, look: Look, *, is_edge: bool) -> list[Node]:
    """`items` with the look at `at` worked into what it sees: all from the look before it, in the order given."""
    start = max((other + 1 for other in range(at) if isinstance(items[other], Look)), default=0)
    seen = items[start:at]
    seen_in_order = seen if look.side == "behind" else seen[::-1]
    segment = Sequence(tuple(seen_in_order))
    outside = _edge_outside(segment, look.barred, look.side)
    options: list[Node] = [] if outside is None else [outside]
    if _is_nullable(segment):
        if not (is_edge and all(isinstance(other, Look) for other in items[:start])):
            raise Untranslatable(f"look-{look.side}")
        options.append(Sequence(()))
    if not options:
        raise Untranslatable(f"a look-{look.side} that nothing passes")
    replaced: Node = options[0] if len(options) == 1 else Choice(tuple(options))
    # As many items as before, so that the positions of other looks hold.
    return [*items[:start], replaced, *([Sequence(())] * (at - start)), *items[at + 1 :]]


def _is_nullable(node: Node) -> bool:
    match node:
        case Characters():
            return False
        case Choice(options=options):
            return any(_is_nullable(one) for one in options)
        case Sequence(items=items):
            return all(_is_nullable(one) for one in items)
        case Repeat(item=item, minimum=minimum):
            return minimum == 0 or _is_nullable(item)
        case Anchor() | Look():
            return True


def _edge_outside(node: Node, barred: sets.CharacterSet, side: Side) -> Node | None:
    """The texts of a node, but for the empty one, whose last (behind) or first (ahead) character isn't barred."""
    match node:
        case Characters(members=members):
            allowed = sets.complement(sets.union(sets.complement(members), barred))
            return Characters(allowed) if allowed else None
        case Choice(options=options):
            return _choice([_edge_outside(one, barred, side) for one in options])
        case Sequence(items=items):
            return _sequence_outside(items, barred, side)
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            edge = _edge_outside(item, barred, side)
            if edge is None or maximum == 0:
                return None
            fewest = 0 if _is_nullable(item) else max(minimum - 1, 0)
            others = Repeat(item, fewest, None if maximum is None else maximum - 1)
            return Sequence((others, edge) if side == "behind" else (edge, others))
        case Anchor() | Look():
            raise Untranslatable(f"look-{side}")


def _sequence_outside(items: tuple[Node, ...], barred: sets.CharacterSet, side: Side) -> Node | None:
    """The edge may lie in any item beyond which everything can be empty."""
    options: list[Node | None] = []
    order = range(len(items) - 1, -1, -1) if side == "behind" else range(len(items))
    for at in order:
        edge = _edge_outside(items[at], barred, side)
        if edge is not None:
            kept = (*items[:at], edge) if side == "behind" else (edge, *items[at + 1 :])
            options.append(Sequence(kept))
        if not _is_nullable(items[at]):
            break
    return _choice(options)


def _choice(options: list[Node | None]) -> Node | None:
    found = tuple(one for one in options if one is not None)
    return None if not found else found[0] if len(found) == 1 else Choice(found)
