"""Translates a pattern of a service model to one that Python `re`, ECMA-262 (with `u`) and Rust `regex` read alike.

AWS patterns match the whole value, whatever anchors they have, so a translation always has the form `^(?:…)$`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.lookaround import without_lookarounds
from shapeproof.capture.patterns.parser import MAX_LENGTH, parse
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

__all__ = ["PortablePattern", "check_pattern", "translate"]

MAX_COPIES: Final = 70_000
"""The most copies of a character class, after unrolling nested bounded repeats, that stay below the default size limit
of Rust's `regex` (10 MB of compiled program). Measured: 65,536 compile, 524,280 don't. ECMA and Python have no such
limit."""

MAX_AMBIGUOUS_COPIES: Final = 2_500
"""The same, each class counted once, for a pattern that a string can match in many ways. Rust then visits every copy for
each character of a string: a megabyte may take a minute. 2,000 is the most in AWS's models."""

# `(?=.{1,64}$)` at the start bounds the length of the whole string.
_LENGTH_AHEAD: Final = re.compile(r"\^?\(\?=\^?\.\{([0-9]{1,9}),([0-9]{0,9})\}\$\)")
_MAX_SHOWN: Final = 200
_ESCAPED: Final = frozenset("\\^$.*+?()[]{}|")
_CLASS_ESCAPED: Final = frozenset("\\]^-[")
_CONTROL: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\v": "\\v"}


@dataclass(frozen=True, slots=True)
class PortablePattern:
    """A pattern that means the same in all engines.

    Attributes:
        regex: the pattern itself.
        min_length: a lower bound of the length that the original pattern has and `regex` doesn't, because the repeat
            is too large for Rust; None if there is none.
        max_length: the upper bound, likewise.
    """

    regex: str
    min_length: int | None = None
    max_length: int | None = None


def translate(pattern: str) -> PortablePattern:
    """Translate a pattern. Raises Untranslatable, with the reason, if that is not possible."""
    if bounds := _LENGTH_AHEAD.match(pattern):
        rest = f"^{pattern[bounds.end() :]}"
        # The lookahead bounds only the first option, which minLength and maxLength can't state.
        if isinstance(parse(rest), Alternation) or _LENGTH_AHEAD.match(rest):
            raise Untranslatable("a lookahead")
        return _bounded(translate(rest), int(bounds[1]), int(bounds[2]) if bounds[2] else None)
    node = _flat(without_lookarounds(_without_anchors(parse(pattern))))
    if isinstance(node, Repeat) and isinstance(node.item, Characters) and _copies(node) > MAX_COPIES:
        regex = _regex(Repeat(node.item, 0, None))
        return PortablePattern(f"^(?:{regex})$", node.minimum or None, node.maximum)
    if _copies(node) > MAX_COPIES:
        raise Untranslatable("bounded repeats that unroll beyond the size limit of an engine")
    if _copies(node, 1) > MAX_AMBIGUOUS_COPIES:
        from shapeproof.capture.patterns.backtracking import is_ambiguous  # contracts are read by every start

        if is_ambiguous(node):
            raise Untranslatable("large repeats or alternatives that a string may match in many ways")
    regex = f"^(?:{_regex(node)})$"
    if len(regex) > MAX_LENGTH:
        raise Untranslatable(f"more than {MAX_LENGTH:,} characters")
    return PortablePattern(regex)


def check_pattern(pattern: str) -> str | None:
    """Why a pattern of a contract can't be run safely by every engine, as a phrase in English; None if it can.

    A contract may be written by hand or by a stranger: its patterns must have the form that `translate` writes.
    """
    try:
        portable = translate(pattern)
    except Untranslatable as error:
        return error.reason
    if portable != PortablePattern(pattern):
        shown = portable.regex if len(portable.regex) <= _MAX_SHOWN else f"{portable.regex[:_MAX_SHOWN]}…"
        return f"a form that engines read differently, where {shown} is the portable one"
    return None


def _bounded(rest: PortablePattern, minimum: int, maximum: int | None) -> PortablePattern:
    """`rest` with the bounds of a lookahead. Its `.` must match every character that the rest can match."""
    if not _is_within(parse(rest.regex), sets.NOT_LINE_END):
        raise Untranslatable("a lookahead")
    low = max(minimum, rest.min_length or 0)
    upper_bounds = [bound for bound in (maximum, rest.max_length) if bound is not None]
    return PortablePattern(rest.regex, low or None, min(upper_bounds, default=None))


def _is_within(node: Node, characters: sets.CharacterSet) -> bool:
    match node:
        case Characters(members=members):
            return sets.union(members, characters) == characters
        case Sequence(items=children) | Alternation(options=children):
            return all(_is_within(child, characters) for child in children)
        case Repeat(item=item):
            return _is_within(item, characters)
        case Anchor() | Lookaround():
            return True


def _without_anchors(node: Node) -> Node:
    """The same language, given that the whole value must match: anchors at their own end of the pattern are redundant."""
    stripped = _strip(_strip(node, "start"), "end")
    if _has_anchor(stripped):
        raise Untranslatable("an anchor in the middle")
    return stripped


def _strip(node: Node, side: str) -> Node:
    if isinstance(node, Anchor):
        return Sequence(()) if node.side == side else node
    if isinstance(node, Alternation):
        return Alternation(tuple(_strip(option, side) for option in node.options))
    if isinstance(node, Sequence) and node.items:
        # There may be several anchors at the edge: `^^a`, or `(^a)` after `^`.
        items = list(node.items)
        edge = 0 if side == "start" else -1
        while items and isinstance(items[edge], Anchor) and items[edge] == Anchor("start" if edge == 0 else "end"):
            items.pop(edge)
        if items:
            items[edge] = _strip(items[edge], side)
        return Sequence(tuple(items))
    return node


def _has_anchor(node: Node) -> bool:
    match node:
        case Anchor():
            return True
        case Sequence(items=children) | Alternation(options=children):
            return any(_has_anchor(child) for child in children)
        case Repeat(item=item):
            return _has_anchor(item)
        case Characters() | Lookaround():
            return False


def _flat(node: Node) -> Node:
    """The same tree without sequences of one item, and without sequences directly inside another."""
    match node:
        case Sequence(items=children):
            items: list[Node] = []
            for child in map(_flat, children):
                items += child.items if isinstance(child, Sequence) else [child]
            return items[0] if len(items) == 1 else Sequence(tuple(items))
        case Alternation(options=options):
            return Alternation(tuple(_flat(option) for option in options))
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            return Repeat(_flat(item), minimum, maximum)
        case Characters() | Anchor() | Lookaround():
            return node


def _copies(node: Node, beyond_ascii: int = 8) -> int:
    match node:
        case Sequence(items=children) | Alternation(options=children):
            return sum(_copies(child, beyond_ascii) for child in children)
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            return _copies(item, beyond_ascii) * max(1, minimum if maximum is None else maximum)
        case Characters(members=members):
            # A class beyond ASCII compiles to several states for each copy, since Rust matches UTF-8.
            return 1 if not members or members[-1][1] < 0x80 else beyond_ascii
        case Anchor() | Lookaround():
            return 0


def _regex(node: Node) -> str:
    match node:
        case Alternation(options=options):
            return "|".join(_regex(option) for option in options)
        case Sequence(items=items):
            return "".join(
                _grouped(item) if isinstance(item, Alternation) and len(items) > 1 else _regex(item) for item in items
            )
        case Repeat(item=item, minimum=minimum, maximum=maximum):
            inner = _regex(item) if isinstance(item, Characters) else _grouped(item)
            return inner + _quantifier(minimum, maximum)
        case Characters(members=members):
            return _class_regex(members)
        case Anchor() | Lookaround():
            raise AssertionError("anchors and lookarounds are removed before a pattern is written")


def _grouped(node: Node) -> str:
    return f"(?:{_regex(node)})"


def _quantifier(minimum: int, maximum: int | None) -> str:
    match minimum, maximum:
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case 0, 1:
            return "?"
        case _, None:
            return f"{{{minimum},}}"
        case _:
            return f"{{{minimum}}}" if minimum == maximum else f"{{{minimum},{maximum}}}"


def _class_regex(members: sets.CharacterSet) -> str:
    if members == sets.EVERYTHING:
        return "[\\s\\S]"
    if not members:
        raise Untranslatable("a character class that matches nothing")
    if len(members) == 1 and members[0][0] == members[0][1]:
        return _escaped(members[0][0], _ESCAPED)
    others = sets.complement(members)
    if members[-1][1] == sets.EVERYTHING[-1][1] and len(others) <= len(members):
        return f"[^{_ranges_regex(others)}]"
    return f"[{_ranges_regex(members)}]"


def _ranges_regex(members: sets.CharacterSet) -> str:
    return "".join(
        _escaped(first, _CLASS_ESCAPED)
        + ("-" if last > first + 1 else "")
        + (_escaped(last, _CLASS_ESCAPED) if last > first else "")
        for first, last in members
    )


def _escaped(point: int, special: frozenset[str]) -> str:
    character = chr(point)
    if character in special:
        return "\\" + character
    if character in _CONTROL:
        return _CONTROL[character]
    # No escape of an astral character works in all three engines; the character itself does.
    return f"\\u{point:04x}" if point < 0x20 or 0x7F <= point <= 0xFFFF else character
