"""Parses a pattern of AWS's dialect (Java's, mostly ECMA's) into a syntax tree."""

from __future__ import annotations

import re
from typing import Final

from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.character_classes import read_class, read_escape
from shapeproof.capture.patterns.cursor import Cursor
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

__all__ = ["MAX_LENGTH", "parse"]

_QUANTIFIER: Final = re.compile(r"(?:([*+?])|\{([0-9]++)(,?)([0-9]*+)\})([?+]?)")
_GROUP: Final = re.compile(r"\?(?::|P?<[A-Za-z]\w*>|([=!]|<[=!])|(>)|([a-zA-Z-]+)([:)]))")
MAX_LENGTH: Final = 10_000
_MAX_DEPTH: Final = 50
_MAX_STACKED_QUANTIFIERS: Final = 5
_MAX_DIGITS: Final = 9
"""Limits that no pattern of AWS comes near: a model is not trusted. Trees are walked by recursion."""


def parse(pattern: str) -> Node:
    """Parse a pattern.

    Raises:
        Untranslatable: the pattern is broken, or other engines don't share a construct: lookarounds (except those that
            exclude single characters), backreferences, word boundaries, Unicode properties that change with the
            version of Unicode, possessive quantifiers that make a difference. Or the pattern exceeds a limit.
    """
    if len(pattern) > MAX_LENGTH:
        raise Untranslatable(f"more than {MAX_LENGTH:,} characters")
    parser = _Parser(Cursor(pattern))
    node = parser.choice()
    if unmatched := parser.cursor.peek():
        raise Untranslatable(f"an unmatched {unmatched!r}")
    return node


class _Parser:
    """A recursive-descent parser with one method for each level of the grammar."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self._ignore_case = False
        self._depth = 0

    def choice(self) -> Node:
        ignore_case = self._ignore_case
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Untranslatable(f"more than {_MAX_DEPTH} nested groups")
        options = [self._sequence()]
        while self.cursor.accept("|"):
            options.append(self._sequence())
        self._ignore_case = ignore_case
        self._depth -= 1
        return options[0] if len(options) == 1 else Alternation(tuple(options))

    def _sequence(self) -> Node:
        items: list[Node] = []
        while not self.cursor.is_at_end and self.cursor.peek() not in "|)":
            atom = self._atom()
            if atom is not None:
                items.append(self._quantified(atom))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _quantified(self, atom: Node) -> Node:
        stacked = 0
        while match := self.cursor.match(_QUANTIFIER):
            stacked += 1
            sign, low, comma, high, mode = match.groups()
            if stacked > _MAX_STACKED_QUANTIFIERS:
                raise Untranslatable(f"more than {_MAX_STACKED_QUANTIFIERS} quantifiers in a row")
            if max(len(low or ""), len(high or "")) > _MAX_DIGITS:
                raise Untranslatable(f"a quantifier of more than {_MAX_DIGITS} digits")
            if sign:
                minimum, maximum = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
            else:
                minimum = int(low)
                maximum = minimum if not comma else int(high) if high else None
            # A fixed number of single characters can't give any back; a group can, between its iterations.
            if mode == "+" and not (minimum == maximum and isinstance(atom, Characters)):
                raise Untranslatable("a possessive quantifier")
            if maximum is not None and maximum < minimum:
                raise Untranslatable("a quantifier whose bounds are out of order")
            if isinstance(atom, Anchor | Lookaround):
                raise Untranslatable(
                    "a quantified anchor" if isinstance(atom, Anchor) else f"a quantified look{atom.direction}"
                )
            atom = Repeat(atom, minimum, maximum)
        return atom

    def _atom(self) -> Node | None:
        match character := self.cursor.next():
            case "(":
                return self._group()
            case "[":
                return Characters(read_class(self.cursor, self._cased))
            case ".":
                # Line breaks, too: models mean "any text" (`.*`) or "not blank" (`.*\S.*`), and services send lines.
                return Characters(sets.EVERYTHING)
            case "^":
                return Anchor("start")
            case "$":
                return Anchor("end")
            case "\\":
                return self._escaped_atom()
            case "*" | "+" | "?":
                raise Untranslatable(f"a {character!r} with nothing to repeat")
            case _:
                point = ord(character)
                return Characters(self._cased(((point, point),)))

    def _cased(self, characters: sets.CharacterSet) -> sets.CharacterSet:
        return sets.fold(characters) if self._ignore_case else characters

    def _group(self) -> Node | None:
        ignore_case = self._ignore_case
        if self.cursor.peek() == "?":
            match = self.cursor.match(_GROUP)
            if not match:
                raise Untranslatable(f"an unknown group ({self.cursor.peek(3)}")
            look, atomic, letters, closing = match.groups()
            if look:
                return self._lookaround("behind" if look.startswith("<") else "ahead", is_negative=look.endswith("!"))
            if atomic:
                raise Untranslatable("an atomic group")
            if letters:
                self._set_flags(letters)
                if closing == ")":
                    return None
        node = self.choice()
        if not self.cursor.accept(")"):
            raise Untranslatable("an unclosed group")
        self._ignore_case = ignore_case
        return node

    def _lookaround(self, direction: Direction, *, is_negative: bool) -> Lookaround:
        condition = self.choice()
        if not self.cursor.accept(")"):
            raise Untranslatable("an unclosed group")
        if not is_negative or not isinstance(condition, Characters):
            raise Untranslatable(f"a look{direction}")
        return Lookaround(direction, condition.members)

    def _set_flags(self, letters: str) -> None:
        if set(letters) - set("is"):
            raise Untranslatable(f"the flags (?{letters})")
        self._ignore_case = self._ignore_case or "i" in letters

    def _escaped_atom(self) -> Node:
        if self.cursor.accept("A"):
            return Anchor("start")
        if self.cursor.accept("z") or self.cursor.accept("Z"):
            return Anchor("end")
        if self.cursor.accept("b") or self.cursor.accept("B"):
            raise Untranslatable("a word boundary")
        return Characters(self._cased(read_escape(self.cursor)))
