"""Translates a pattern of a service model to one that Python `re`, ECMA-262 (with `u`) and Rust `regex` read alike.

AWS patterns match the whole value, whatever anchors they have, so a translation always has the form `^(?:…)$`. Their `.`
matches line breaks; a translation has no `.`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.budget import PATTERN_STEPS, Budget
from shapeproof.capture.patterns.lookaround import without_lookarounds
from shapeproof.capture.patterns.parser import MAX_LENGTH, parse
from shapeproof.capture.patterns.program_size import MAX_COPIES, class_copies, copies, program_size
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
from shapeproof.errors import truncated

__all__ = ["PortablePattern", "check_pattern", "translate"]

MAX_AMBIGUOUS_COPIES: Final = 2_500
"""The most copies of character classes, each counted once, in a pattern that a string can match in many ways. Rust then
visits every copy for each character of a string: a megabyte may take a minute. 2,000 is the most in AWS's models."""

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
        program_size: how large `regex` is when it is compiled.
    """

    regex: str
    min_length: int | None = None
    max_length: int | None = None
    program_size: int = field(default=0, compare=False)


def translate(pattern: str, analysis: Budget | None = None) -> PortablePattern:
    """Translate a pattern.

    Args:
        pattern: the pattern, as a model writes it.
        analysis: the steps that are left to analyse the patterns of one document; by default, those for one pattern.

    Raises:
        Untranslatable: that is not possible, for the reason that it has.
    """
    analysis = analysis or Budget(PATTERN_STEPS)
    if bounds := _LENGTH_AHEAD.match(pattern):
        rest = f"^{pattern[bounds.end() :]}"
        # The lookahead bounds only the first option, which minLength and maxLength can't state.
        if isinstance(parse(rest), Alternation) or _LENGTH_AHEAD.match(rest):
            raise Untranslatable("a lookahead")
        return _bounded(translate(rest, analysis), int(bounds[1]), int(bounds[2]) if bounds[2] else None)
    node = _flat(without_lookarounds(_without_anchors(parse(pattern))))
    if isinstance(node, Repeat) and isinstance(node.item, Characters) and copies(node) > MAX_COPIES:
        unbounded = Repeat(node.item, 0, None)
        regex = f"^(?:{_regex(unbounded)})$"
        return PortablePattern(regex, node.minimum or None, node.maximum, program_size(unbounded))
    if copies(node) > MAX_COPIES:
        raise Untranslatable("bounded repeats that unroll beyond the size limit of an engine")
    if class_copies(node) > MAX_AMBIGUOUS_COPIES:
        from shapeproof.capture.patterns.backtracking import is_ambiguous  # contracts are read by every start

        if analysis.left <= 0:
            raise Untranslatable("a contract whose patterns take too long to analyse")
        if is_ambiguous(node, analysis):
            raise Untranslatable("large repeats or alternatives that a string may match in many ways")
    regex = f"^(?:{_regex(node)})$"
    if len(regex) > MAX_LENGTH:
        raise Untranslatable(f"more than {MAX_LENGTH:,} characters")
    return PortablePattern(regex, program_size=program_size(node))


def check_pattern(pattern: str, translated: Callable[[str], PortablePattern] = translate) -> str | None:
    """Why a pattern of a contract can't be run safely by every engine, as a phrase in English; None if it can.

    A contract may be written by hand or by a stranger: its patterns must have the form that `translate` writes.

    Args:
        pattern: the pattern.
        translated: translates it.
    """
    try:
        portable = translated(pattern)
    except Untranslatable as error:
        return error.reason
    if portable != PortablePattern(pattern):
        shown = truncated(portable.regex, _MAX_SHOWN)
        return f"a form that engines read differently, where {shown} is the portable one"
    return None


def _bounded(rest: PortablePattern, minimum: int, maximum: int | None) -> PortablePattern:
    """`rest` with the bounds of a lookahead."""
    low = max(minimum, rest.min_length or 0)
    upper_bounds = [bound for bound in (maximum, rest.max_length) if bound is not None]
    return replace(rest, min_length=low or None, max_length=min(upper_bounds, default=None))


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
