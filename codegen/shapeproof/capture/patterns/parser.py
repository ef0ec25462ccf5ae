"""Reads a pattern of AWS's dialect (Java's, mostly ECMA's) into a small tree; says what can't be read."""

from __future__ import annotations

import re
from typing import Final, Literal

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

__all__ = ["parse"]

_QUANTIFIER: Final = re.compile(r"(?:([*+?])|\{(\d+)(,?)(\d*)\})([?+]?)")
_GROUP: Final = re.compile(r"\?(?::|P?<[A-Za-z]\w*>|([=!]|<[=!])|(>)|([a-zA-Z-]+)([:)]))")
_CLASS_ESCAPES: Final = {"d": sets.DIGIT, "w": sets.WORD, "s": sets.SPACE}
_CONTROL_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}
_HEXADECIMAL: Final = re.compile(r"x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]+)\}")
_PROPERTY: Final = re.compile(r"([pP])(?:\{(\^?)(?:Is)?([A-Za-z_=]+)\}|([A-Z]))")


def parse(pattern: str) -> Node:
    """The tree of `pattern`.

    Raises Untranslatable for what other engines don't share: look-around (but for single barred characters), back
    references, word boundaries, Unicode properties that grow with Unicode, possessive repeats that matter; and for a
    broken pattern.
    """
    reader = _Reader(pattern)
    node = reader.choice()
    if reader.rest():
        raise Untranslatable(f"an unmatched {reader.rest()[0]!r}")
    return node


class _Reader:
    """A cursor over the pattern's text, one method for each level of its grammar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._ignore_case = False
        self._dot_all = False

    def rest(self) -> str:
        return self._text[self._at :]

    def _accept(self, token: str) -> bool:
        if self._text.startswith(token, self._at):
            self._at += len(token)
            return True
        return False

    def _take(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        match = expression.match(self._text, self._at)
        if match:
            self._at = match.end()
        return match

    def choice(self) -> Node:
        flags = (self._ignore_case, self._dot_all)
        options = [self._sequence()]
        while self._accept("|"):
            options.append(self._sequence())
        self._ignore_case, self._dot_all = flags
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Node:
        items: list[Node] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            atom = self._atom()
            if atom is not None:
                items.append(self._repeated(atom))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _repeated(self, atom: Node) -> Node:
        while match := self._take(_QUANTIFIER):
            sign, low, comma, high, mode = match.groups()
            if sign:
                minimum, maximum = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
            else:
                minimum = int(low)
                maximum = minimum if not comma else int(high) if high else None
            # A fixed number of single characters has nothing to give back; a group may have, between its turns.
            if mode == "+" and not (minimum == maximum and isinstance(atom, Characters)):
                raise Untranslatable("a possessive repeat")
            if maximum is not None and maximum < minimum:
                raise Untranslatable("a repeat whose bounds are in the wrong order")
            if isinstance(atom, Anchor | Look):
                raise Untranslatable(
                    "a repeated anchor" if isinstance(atom, Anchor) else f"a repeated look-{atom.side}"
                )
            atom = Repeat(atom, minimum, maximum)
        return atom

    def _atom(self) -> Node | None:
        character = self._text[self._at]
        self._at += 1
        match character:
            case "(":
                return self._group()
            case "[":
                return Characters(self._cased(self._class()))
            case ".":
                return Characters(sets.EVERYTHING if self._dot_all else sets.NOT_LINE_END)
            case "^":
                return Anchor("start")
            case "$":
                return Anchor("end")
            case "\\":
                return self._escaped_atom()
            case "*" | "+" | "?":
                raise Untranslatable(f"a {character!r} with nothing to repeat")
            case _:
                return self._literal(character)

    def _literal(self, character: str) -> Characters:
        point = ord(character)
        return Characters(self._cased(((point, point),)))

    def _cased(self, characters: sets.CharacterSet) -> sets.CharacterSet:
        return sets.fold(characters) if self._ignore_case else characters

    def _group(self) -> Node | None:
        flags = (self._ignore_case, self._dot_all)
        if self._text.startswith("?", self._at):
            match = self._take(_GROUP)
            if not match:
                raise Untranslatable(f"an unknown group (?{self._text[self._at + 1 : self._at + 3]}")
            look, atomic, letters, closing = match.groups()
            if look:
                return self._look("behind" if look.startswith("<") else "ahead", is_negative=look.endswith("!"))
            if atomic:
                raise Untranslatable("an atomic group")
            if letters:
                self._set_flags(letters)
                if closing == ")":
                    return None
        node = self.choice()
        if not self._accept(")"):
            raise Untranslatable("an unclosed group")
        self._ignore_case, self._dot_all = flags
        return node

    def _look(self, side: Literal["ahead", "behind"], *, is_negative: bool) -> Look:
        seen = self.choice()
        if not self._accept(")"):
            raise Untranslatable("an unclosed group")
        if not is_negative or not isinstance(seen, Characters):
            raise Untranslatable(f"look-{side}")
        return Look(side, seen.members)

    def _set_flags(self, letters: str) -> None:
        if set(letters) - set("is"):
            raise Untranslatable(f"the flags (?{letters})")
        self._ignore_case = self._ignore_case or "i" in letters
        self._dot_all = self._dot_all or "s" in letters

    def _escaped_atom(self) -> Node:
        if self._accept("A"):
            return Anchor("start")
        if self._accept("z") or self._accept("Z"):
            return Anchor("end")
        if self._accept("b") or self._accept("B"):
            raise Untranslatable("a word boundary")
        return Characters(self._cased(self._escape()))

    def _escape(self) -> sets.CharacterSet:
        """What follows a backslash, in a class or outside."""
        if match := self._take(_HEXADECIMAL):
            return self._code_point(int(next(group for group in match.groups() if group), 16))
        if match := self._take(_PROPERTY):
            return self._property(match)
        if self._at == len(self._text):
            raise Untranslatable("a backslash at the end")
        character = self._text[self._at]
        self._at += 1
        if (lower := character.lower()) in _CLASS_ESCAPES:
            members = _CLASS_ESCAPES[lower]
            return members if character == lower else sets.complement(members)
        if character in _CONTROL_ESCAPES:
            point = ord(_CONTROL_ESCAPES[character])
        elif character.isdigit():
            raise Untranslatable("an octal escape" if character == "0" else "a back reference")
        elif character.isalpha():
            raise Untranslatable(f"the escape \\{character}")
        else:
            point = ord(character)
        return ((point, point),)

    def _code_point(self, point: int) -> sets.CharacterSet:
        # Java reads an escaped surrogate pair as the one character it stands for.
        if 0xD800 <= point <= 0xDBFF:
            following = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})").match(self._text, self._at)
            if not following:
                raise Untranslatable("a lone surrogate")
            self._at = following.end()
            point = 0x10000 + ((point - 0xD800) << 10) + (int(following[1], 16) - 0xDC00)
        elif 0xDC00 <= point <= 0xDFFF:
            raise Untranslatable("a lone surrogate")
        return ((point, point),)

    def _property(self, match: re.Match[str]) -> sets.CharacterSet:
        letter, inverted, long_name, short_name = match.groups()
        name = long_name or short_name
        if name not in sets.NAMED:
            raise Untranslatable(f"the Unicode property \\p{{{name}}}")
        members = sets.NAMED[name]
        return sets.complement(members) if (letter == "P") != bool(inverted) else members

    def _class(self) -> sets.CharacterSet:
        inverted = self._accept("^")
        if self._text.startswith("]", self._at):
            raise Untranslatable("a class that starts with ]")
        members: list[tuple[int, int]] = []
        while not self._accept("]"):
            if self._at >= len(self._text):
                raise Untranslatable("an unclosed class")
            if self._text.startswith("&&", self._at):
                raise Untranslatable("an intersection of classes")
            first = self._class_item()
            if self._is_range_ahead() and _is_single(first):
                self._at += 1
                last = self._class_item()
                if not _is_single(last):
                    members += [*first, (ord("-"), ord("-")), *last]
                elif last[0][0] < first[0][0]:
                    raise Untranslatable("a class range in the wrong order")
                else:
                    members.append((first[0][0], last[0][0]))
            else:
                members += first
        result = sets.union(members)
        return sets.complement(self._cased(result)) if inverted else result

    def _is_range_ahead(self) -> bool:
        return self._text.startswith("-", self._at) and not self._text.startswith("-]", self._at)

    def _class_item(self) -> sets.CharacterSet:
        if self._accept("[:"):
            raise Untranslatable("a POSIX class in brackets")
        character = self._text[self._at]
        self._at += 1
        return self._escape() if character == "\\" else ((ord(character), ord(character)),)


def _is_single(members: sets.CharacterSet) -> bool:
    return len(members) == 1 and members[0][0] == members[0][1]
