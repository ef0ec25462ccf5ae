"""Expressions are read as CEL's grammar says; what the subset leaves out is refused with its column."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.functions import FUNCTIONS
from shapeproof.cel.parser import MAX_DEPTH, MAX_LENGTH, MAX_NESTING, parse
from shapeproof.cel.syntax import (
    Binary,
    Call,
    Conditional,
    Expression,
    Has,
    Index,
    ListDisplay,
    Literal,
    Macro,
    MapDisplay,
    Member,
    Name,
    Unary,
)


def written(node: Expression) -> str:
    """An expression with all its parentheses."""
    match node:
        case Literal(value=value):
            return repr(value)
        case Name(name=name):
            return name
        case Member():
            return f"{written(node.operand)}.{node.name}"
        case Has():
            return f"has({written(node.operand)}.{node.name})"
        case Index():
            return f"{written(node.operand)}[{written(node.index)}]"
        case Call():
            target = "" if node.target is None else f"{written(node.target)}."
            return f"{target}{node.function}({', '.join(map(written, node.arguments))})"
        case Unary():
            return f"{node.operator}{written(node.operand)}"
        case Binary():
            return f"({written(node.left)} {node.operator} {written(node.right)})"
        case Conditional():
            return f"({written(node.condition)} ? {written(node.then)} : {written(node.otherwise)})"
        case ListDisplay():
            return f"[{', '.join(map(written, node.items))}]"
        case MapDisplay():
            return "{" + ", ".join(f"{written(key)}: {written(value)}" for key, value in node.entries) + "}"
        case Macro():
            parts = [node.condition, node.body] if node.condition else [node.body]
            return f"{written(node.target)}.{node.macro}({', '.join([node.variable, *map(written, parts)])})"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a || b && c", "(a || (b && c))"),
        ("a && b && c", "((a && b) && c)"),
        ("a == b && c < d", "((a == b) && (c < d))"),
        ("a < b == c", "((a < b) == c)"),
        ("a + b * c - d", "((a + (b * c)) - d)"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b % c", "((a / b) % c)"),
        ("a in b || c", "((a in b) || c)"),
        ("!a.b && c", "(!a.b && c)"),
        ("!!a", "!!a"),
        ("-a.b + c", "(-a.b + c)"),
        ("1-1", "(1 - 1)"),
        ("1 - -1", "(1 - -1)"),
        ("--1", "--1"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("a || b ? c : d", "((a || b) ? c : d)"),
        ("(a || b) && c", "((a || b) && c)"),
        ("a.b[c + 1].d", "a.b[(c + 1)].d"),
        ("a.`b-c`", "a.b-c"),
        ("a.namespace", "a.namespace"),
        ("has(a.b.c)", "has(a.b.c)"),
        ("a.all(x, x > 0)", "a.all(x, (x > 0))"),
        ("a.map(x, x > 0, x)", "a.map(x, (x > 0), x)"),
        ("size(a) + a.size()", "(size(a) + a.size())"),
        ("math.least([1])", "math.least([1])"),
        ("[a, b,]", "[a, b]"),
        ("{'a': 1, 'b': c,}", "{'a': 1, 'b': c}"),
        ("[] == {}", "([] == {})"),
        ("a // and\n  && b // the end", "(a && b)"),
        ("indigo in inside", "(indigo in inside)"),
    ],
)
def test_grammar(source: str, expected: str) -> None:
    assert written(parse(source)) == expected


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("null", None),
        ("true", True),
        ("0", 0),
        ("007", 7),
        ("0x1F", 31),
        ("-0x1f", -31),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
        ("'a\"b'", 'a"b'),
        ('"a\'b"', "a'b"),
        (r"'\a\b\f\n\r\t\v\\\?\"\'\`'", "\a\b\f\n\r\t\v\\?\"'`"),
        (r"'\x41\X42\u00e9\U0001F600\101\377'", "AB\u00e9\U0001f600A\u00ff"),
        (r"r'\d+\n'", r"\d+\n"),
        (r'R"\"', "\\"),
        ("'''a\n'b''c'''", "a\n'b''c"),
        ('"""\\"""\\n"""', '"""\n'),
        ("r'''a\\\nb'''", "a\\\nb"),
        ("''", ""),
        ("''''''", ""),
    ],
)
def test_literals(source: str, value: Any) -> None:
    node = parse(source)
    assert isinstance(node, Literal)
    assert (node.value, type(node.value)) == (value, type(value))


def test_columns_are_those_of_names_and_operators() -> None:
    node = parse("has(self.A) && self.Bcd.startsWith('x')")
    assert isinstance(node, Binary)
    assert node.column == 12
    assert isinstance(node.left, Has)
    assert node.left.column == 0
    assert isinstance(node.right, Call)
    assert node.right.column == 24
    assert isinstance(node.right.target, Member)
    assert node.right.target.column == 20


@pytest.mark.parametrize(
    ("source", "column", "message", "hint"),
    [
        ("", 0, "expected a value, got the end", None),
        ("a b", 2, "expected an operator or the end, got 'b'", None),
        ("a &&", 4, "expected a value, got the end", None),
        ("(a", 2, "expected ')', got the end", None),
        ("[a b]", 3, "expected ',' or ']', got 'b'", None),
        ("a = b", 2, "unexpected '='", "to compare, write =="),
        ("a & b", 2, "unexpected '&'", "write && for and"),
        ("a.in", 2, "expected the name of a member or a function, got 'in'", None),
        ("a ? b ? c : d : e", 6, "expected ':', got '?'", "put a conditional between ? and : in parentheses"),
        ("size(a,)", 7, "expected a value, got ')'", None),
        ("1u", 0, "unsigned integers are outside of this subset of CEL", "leave out the u"),
        ("a == b'x'", 5, "bytes are outside of this subset of CEL", "write a string"),
        ("Job{a: 1}", 3, "messages are outside of this subset of CEL", "a map is written {'key': value}"),
        ("a.b{}", 3, "messages are outside of this subset of CEL", "a map is written {'key': value}"),
        (".a", 0, "expected a value, got '.'", None),
        ("5.", 2, "expected the name of a member or a function, got the end", None),
        ("while", 0, "while is a reserved word of CEL", None),
        ("sise(a)", 0, "unknown function sise", "did you mean size?"),
        ("a.startWith('b')", 2, "unknown function startWith", "did you mean startsWith?"),
        ("type(a)", 0, "unknown function type", None),
        ("a.exist(x, x)", 2, "unknown function exist", "did you mean exists?"),
        ("startsWith(a, b)", 0, "startsWith is called as value.startsWith(…)", None),
        ("a.int()", 2, "int is called as int(value)", None),
        ("all(a, b)", 0, "all is called as list.all(item, …)", None),
        ("has(a)", 0, "has takes a member", "as in has(self.Name)"),
        ("has(a[0])", 0, "has takes a member", "as in has(self.Name)"),
        ("a.all(x)", 2, "all takes a variable and an expression, got 1 arguments", "as in list.all(item, item > 0)"),
        ("a.all(x.y, true)", 8, "the first argument of all is the name of its variable", None),
        ("9223372036854775808", 0, "an integer must fit in 64 bits", None),
        ("-9223372036854775809", 1, "an integer must fit in 64 bits", None),
        ("1" * 5000, 0, "an integer must fit in 64 bits", None),
        ("1e999", 0, "a double must be finite", None),
        ("12a", 2, "'a' in a number", None),
        ("'abc", 0, "a string isn't closed: expected '", None),
        ("'a\nb'", 2, "a line break in a string", "write \\n, or put three quotes around the string"),
        (r"'\q'", 1, r"unknown escape \q", "write \\\\ for a backslash, or r'…' for a string without escapes"),
        (r"'\400'", 1, r"unknown escape \4", "write \\\\ for a backslash, or r'…' for a string without escapes"),
        (r"'\u12'", 1, r"\u needs 4 hexadecimal digits", None),
        (r"'\ud800'", 1, "U+D800 is not a character", None),
        ("'\ud800'", 1, "half of a surrogate pair is not a character", None),
        ("a #", 2, "unexpected '#'", None),
    ],
)
def test_refused(source: str, column: int, message: str, hint: str | None) -> None:
    with pytest.raises(CelError) as caught:
        parse(source)
    assert (caught.value.column, caught.value.message, caught.value.hint) == (column, message, hint)
    assert f"column {column + 1}: " in str(caught.value)


@pytest.mark.parametrize(
    "source",
    [
        "a" * (MAX_LENGTH + 1),
        "(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1),
        "[" * 5000,
        "true ? 1 : " * 500 + "2",
        " && ".join(["a"] * (MAX_DEPTH + 1)),
        "a" + ".b" * MAX_DEPTH,
        "!" * 5000 + "a",
        "-" * 5000 + "1",
        "[" + "1," * 4000 + "]",
        "size(" * 1000,
        "a.all(x," * 500,
        "{a:" * 1000,
    ],
)
def test_too_large(source: str) -> None:
    with pytest.raises(CelError):
        parse(source)


@pytest.mark.parametrize(
    "source",
    [
        "(" * 32 + "a" + ")" * 32,
        " || ".join(["a"] * 32),
        " + ".join(["a"] * 32),
        "a" + ".b" * 32,
        "a" + "[0]" * 32,
        "[" + ",".join("1" * 32) + "]",
        "a ? b : " * 32 + "c",
        "!" * 32 + "a",
    ],
)
def test_what_cel_requires_at_least(source: str) -> None:
    parse(source)


PIECES = st.sampled_from(
    [
        *(
            "self",
            "a",
            "x",
            "has",
            "in",
            "true",
            "null",
            "while",
            "0",
            "1.5",
            "1e9",
            "0x",
            "9" * 25,
            "'s'",
            '"',
            "'",
            "'''",
        ),
        *("r'\\", "\\", "b'", "u", ".", "..", ",", ":", "?", "(", ")", "[", "]", "{", "}", "&&", "||", "&", "!", "=="),
        *(
            "=",
            "<",
            ">=",
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "`a-b`",
            "`",
            "\n",
            " ",
            "é",
            "\ud800",
            "\0",
            "'\\u0",
            "all",
            "map",
        ),
        *FUNCTIONS,
    ]
)


@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map(" ".join)
    )
)
def test_garbage_is_read_or_refused(source: str) -> None:
    try:
        parse(source)
    except CelError as error:
        column = error.column
    else:
        column = 0
    assert 0 <= column <= len(source)
