"""The regular expressions in the code take time in proportion to what they read: it may be a stranger's.

They are collected from the modules. `re` compiles them, so Python's own parser reads them here, not that of contracts.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final, cast

import pytest

import shapeproof
from shapeproof.capture.patterns import character_sets as sets
from shapeproof.capture.patterns.ambiguity import ambiguity
from shapeproof.capture.patterns.path_counting import has_few_paths
from shapeproof.capture.patterns.position_automaton import automaton_of
from shapeproof.capture.patterns.syntax_tree import Alternation, Characters, Node, Repeat, Sequence
from shapeproof.recordings.syntax.labels import LABEL

# Private, but the only parser of what `re` compiles; the public names of it are deprecated.
codes: Final[Any] = importlib.import_module("re._constants")
parser: Final[Any] = importlib.import_module("re._parser")
CODE: Final = Path(shapeproof.__file__).parent
ANYTHING: Final = Repeat(Characters(sets.EVERYTHING), 0, None)
CONDITIONS: Final = (codes.AT, codes.ASSERT, codes.ASSERT_NOT)
SEARCHING: Final = frozenset({"search", "sub", "subn", "split", "findall", "finditer"})
LONGEST_REPEAT: Final = 40  # of a form of secrets: a search for it reads no more again
MAX_PATHS: Final = 256
BREAKS: Final = r"\n\r\x85\u2028\u2029"  # the ends of lines in YAML

BACKTRACKING_IS_BOUNDED: Final = {
    r"(?:[\t\n\f\r ]++|//[^\r\n]*+)*+": "possessive",
    r"[+-]?(?:0|(?:(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:h|ms|m|s|us|ns))++)": "possessive, and at most 100 characters",
    r"[ \t\n\v\f\r]*+[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:e[+-]?[0-9]++)?[ \t\n\v\f\r]*+"
    r"|[ \t\n\v\f\r]*+[+-]?(?:inf(?:inity)?|nan)[ \t\n\v\f\r]*+": "possessive, and at most 400 characters",
    r"(?:([*+?])|\{([0-9]++)(,?)([0-9]*+)\})([?+]?)": "possessive",
    r"(?P<indent>[ \t\f]*+)(?P<prompt>>>>(?: |$)|(?:In ?|Out ?)\[[0-9]++\]:)?\s*+(?:" + LABEL + ")?": (
        "possessive, and a label has at most 120 characters"
    ),
    r"(?P<indent>[ \t]*+)(?P<fence>`{3,}+|~{3,}+)[ \t]*+(?P<info>[^\r\n]*+)\r?\n?": "possessive",
    rf"(?:\s++|[#%][^{BREAKS}]*+)*+": "possessive",
    rf"(?:\s++|#[^{BREAKS}]*+)*+(?:---(?:\s++|#[^{BREAKS}]*+)*+)?": "possessive",
}
"""Expressions whose match from a fixed start may try many paths, but doesn't."""

FROM_A_FIXED_START: Final = "matched from a fixed start, by what it is handed to"
SEARCH_IS_BOUNDED: Final = {
    r"[\t\n\f\r ]*+(?:([A-Za-z_][A-Za-z0-9_]*+)(?!['\"])|(&&|\|\||[=!<>]=|[][<>!()?:,+*%{}-]|\.(?![0-9])))": FROM_A_FIXED_START,
    r"([0-9]*+)(?:\.([0-9]*+))?(h|ms|m|s|us|ns)": "durations, of at most 100 characters",
    r"(?:([*+?])|\{([0-9]++)(,?)([0-9]*+)\})([?+]?)": FROM_A_FIXED_START,
    "[0-9A-Za-z]+(?:[.+_-][0-9A-Za-z]+)*": FROM_A_FIXED_START,
    r"(?i:(?!.*\.json\Z))[0-9A-Za-z]+(?:[.+_-][0-9A-Za-z]+)*": FROM_A_FIXED_START,
    r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*": FROM_A_FIXED_START,
    "[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*": FROM_A_FIXED_START,
    '"{3,}|"+\\Z': "fails only on fewer than three quotes",
    r"\n\s*\n": "fails only at a line break that no other one follows",
    r"-?\d[\d.,:e+-]*": "succeeds once a digit is read",
    "[A-Z]?[a-z]++|[A-Z]++|[0-9]++": "succeeds once a letter or digit is read",
    "[A-Z]+(?![a-z])|[A-Z]?[a-z]++|[0-9]++": "names of members, of at most 255 characters",
    r"(?<![\w.])((?:0[xX][0-9a-fA-F]++|[0-9]++))[lL]\b": "starts only where a number does",
    r"""'(?:[^'\\\n]|\\.)*'|`[^`\n]*`|"(?:(?!\.\.\.\))(?:[^"\\\n]|\\.))*"|"(?:[^"\\\n]|\\.)*?\\?\.\.\.(?=\))""": (
        "the line of an error or an answer, cut at 2,000 characters"
    ),
    r"\s*- ": "is found at the start of the line, as a match has shown before",
    r"(?<!#)(#+)$": "starts only at the first of several",
    r"\n+(?=\n(?:class |def |@)(?!.*\n@))": "our own source, in which at most three newlines follow one another",
    r"(@[^\n]*\n)\n+(?=class |def |@)": "our own source",
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])?|\*|[^\\*]+": "succeeds at each character",
    r"iSCSI|OTel|OAuth2|WhatsApp|[A-Z]{2,}s(?=$|[A-Z])": "names of operations, which are short",
    r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.": "globs, of which no more than some thousand characters are compiled",
    r"^fips-|-fips(?=$|-)|-[a-z]{2,4}(?:-[a-z]+)+-\d$|-external-1$|-accelerate$|(?<=^s3express)-.*$": (
        "labels of hosts, of at most 255 characters"
    ),
    r"(?<![\w./-])(?P<file>[\w./-]+\.\w++):(?P<line>\d+)": "starts only where a path does",
    r"(?<![\w-])eyJ[\w-]{8,}+\.[\w-]*+\.(?:[\w-]{8}|(?<=[\w-]{8}\.))": "starts only where a word does, and reads two",
    "(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}+={0,2}": "starts only where a word does",
    r"(?<![\w.-])-{0,2}(?P<name>[\w.-]++)"
    r"""(?=(?P<separator>["'\\]{0,8}\s*+(?:=>|:=|==?|:(?![:/]))|>|(?<=[a-z]) (?=[^-\s]))"""
    r"(?P<gap>[ \t]*+(?:[|>][+-]?[ \t]*+)?\s*+)"
    r"""["'\\]{0,8}(?!(?:true|false|null|none|undefined)\b)(?P<value>[^\s"'\\<>,;][^\s"'\\]{3})(?P<next>[\w-]*+:?))""": (
        "starts only where a word does, and reads it and the white space after it"
    ),
}
"""Expressions that are searched for, and could be tried again and again over the same characters, with why they aren't."""


def collected() -> dict[tuple[str, int], set[str]]:
    """The expressions with their flags, and the methods with which the code uses them."""
    found: dict[tuple[str, int], set[str]] = {}
    used: dict[tuple[str, str], set[str]] = {}
    for path in CODE.rglob("*.py"):
        module_name = ".".join(path.relative_to(CODE.parent).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                owner = owner.value if isinstance(owner, ast.Subscript | ast.Attribute) else owner
                if isinstance(owner, ast.Name):
                    used.setdefault((module_name, owner.id), set()).add(node.func.attr)
                    if owner.id == "re" and node.func.attr != "compile" and isinstance(node.args[0], ast.Constant):
                        found.setdefault((str(node.args[0].value), 0), set()).add(node.func.attr)
    for module in pkgutil.walk_packages([str(CODE)], "shapeproof."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                for expression in _expressions(value):
                    text = expression.pattern
                    text = text.decode("latin-1") if isinstance(text, bytes) else text
                    found.setdefault((text, expression.flags), set()).update(used.get((module.name, name), ()))
    return found


def _expressions(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(pattern := getattr(value, "pattern", None), str):  # compiled on first use
        yield re.compile(pattern, getattr(value, "flags", 0))
    elif isinstance(value, tuple | list | dict):
        items = cast("dict[object, object]", value).values() if isinstance(value, dict) else cast("list[object]", value)
        for item in items:
            yield from _expressions(item)


@pytest.fixture(scope="module")
def expressions() -> dict[tuple[str, int], set[str]]:
    return collected()


def test_expressions_are_found(expressions: dict[tuple[str, int], set[str]]) -> None:
    assert len(expressions) > 60
    assert {text for text, _ in expressions} >= {r"\n\s*\n", r"\w+"}


def test_a_match_from_a_fixed_start_backtracks_little(expressions: dict[tuple[str, int], set[str]]) -> None:
    slow = {text for text, flags in expressions if _is_slow(_tree(text, flags))}
    assert slow == set(BACKTRACKING_IS_BOUNDED)


def test_a_search_does_not_start_again_and_again(expressions: dict[tuple[str, int], set[str]]) -> None:
    slow = {
        text
        for (text, flags), methods in expressions.items()
        if not (methods and methods.isdisjoint(SEARCHING))
        and not _succeeds_once_started(_tree(text, flags, CONDITIONS))
        and _starts_again(Alternation(tuple(_searched_options(text, flags))))
    }
    # What splits a text into tokens reads an unclosed string, or the spaces of a fold, once: then it stops or goes on
    # after them.
    tokens = {text for text in slow if '[^"\\\\]*+' in text or "(?P<fold>" in text}
    assert slow - tokens == set(SEARCH_IS_BOUNDED)


def _starts_again(tree: Node) -> bool:
    """Whether a search may read a character once for each of the characters before it."""
    return ambiguity(automaton_of(Sequence((ANYTHING, tree)), LONGEST_REPEAT)) is not None


def _searched_options(text: str, flags: int) -> Iterator[Node]:
    """The options that may match anywhere in a line."""
    items = list(_parsed(text, flags))
    options = items[0][1][1] if len(items) == 1 and items[0][0] is codes.BRANCH else [items]
    return (_sequence(option, flags, ()) for option in options if not (option and _starts_with_a_line(option)))


def _starts_with_a_line(items: Any) -> bool:
    """Whether every match starts where a line does, so that a line is searched once."""
    code, argument = items[0]
    if code is codes.SUBPATTERN:
        return _starts_with_a_line(argument[3])
    if code is codes.BRANCH:
        return all(branch and _starts_with_a_line(branch) for branch in argument[1])
    return code is codes.AT and argument in {codes.AT_BEGINNING, codes.AT_BEGINNING_STRING}


def _succeeds_once_started(tree: Node) -> bool:
    """Whether a match can end after each of its characters, so that none is read twice."""
    automaton = automaton_of(tree)
    return len(automaton.final) == len(automaton.members)


def _is_slow(tree: Node) -> bool:
    automaton = automaton_of(tree)
    return ambiguity(automaton) is not None or not has_few_paths(automaton, MAX_PATHS)


def _parsed(text: str, flags: int) -> Any:
    return parser.parse(text, flags & ~re.UNICODE)


def _tree(text: str, flags: int, conditions: Collection[Any] = ()) -> Node:
    return _sequence(_parsed(text, flags), flags, conditions)


def _sequence(items: Any, flags: int, conditions: Collection[Any]) -> Node:
    return Sequence(tuple(_node(code, argument, flags, conditions) for code, argument in items))


_BEYOND_ASCII: Final = ((0x80, 0x10FFFF),)
_WORD: Final = sets.union(sets.WORD, _BEYOND_ASCII)
_SPACE: Final = sets.union(sets.SPACE, ((ord("\n"), ord("\r")), (0x1C, 0x1F), (0x85, 0x85), (0xA0, 0xA0)))
_CATEGORIES: Final = {
    codes.CATEGORY_DIGIT: sets.DIGIT,
    codes.CATEGORY_WORD: _WORD,
    codes.CATEGORY_SPACE: _SPACE,
    codes.CATEGORY_NOT_DIGIT: sets.complement(sets.DIGIT),
    codes.CATEGORY_NOT_WORD: sets.complement(_WORD),
    codes.CATEGORY_NOT_SPACE: sets.complement(_SPACE),
}


def _node(code: Any, argument: Any, flags: int, conditions: Collection[Any]) -> Node:
    """Python's parse as a tree. Possessive repeats count as greedy ones.

    Lookarounds and anchors read nothing; those of `conditions` count as a character that no string has.
    """
    if code is codes.LITERAL:
        return Characters(((argument, argument),))
    if code is codes.NOT_LITERAL:
        return Characters(sets.complement(((argument, argument),)))
    if code is codes.ANY:
        return Characters(sets.EVERYTHING if flags & re.DOTALL else sets.complement(((10, 10),)))
    if code is codes.IN:
        return Characters(_members(argument))
    if code is codes.BRANCH:
        return Alternation(tuple(_sequence(branch, flags, conditions) for branch in argument[1]))
    if code is codes.SUBPATTERN:
        return _sequence(argument[3], flags, conditions)
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
        minimum, maximum, item = argument
        return Repeat(_sequence(item, flags, conditions), minimum, None if maximum == codes.MAXREPEAT else maximum)
    assert code in CONDITIONS, code
    return Characters(()) if code in conditions else Sequence(())


def _members(items: Any) -> sets.CharacterSet:
    ranges: list[tuple[int, int]] = []
    for code, argument in items:
        if code is codes.LITERAL:
            ranges.append((argument, argument))
        elif code is codes.RANGE:
            ranges.append(argument)
        elif code is codes.CATEGORY:
            ranges += _CATEGORIES[argument]
    members = sets.union(ranges)
    return sets.complement(members) if items[0][0] is codes.NEGATE else members
