"""Reads an expression: CEL's grammar, without what the subset leaves out."""

from __future__ import annotations

from typing import Final, NoReturn, cast, get_args

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.functions import FUNCTIONS
from shapeproof.cel.syntax import (
    Binary,
    BinaryOperator,
    Call,
    Conditional,
    Expression,
    Has,
    Index,
    ListDisplay,
    Literal,
    Macro,
    MacroName,
    MapDisplay,
    Member,
    Name,
    Unary,
    UnaryOperator,
)
from shapeproof.cel.tokens import Token, tokens_of
from shapeproof.cel.traversal import iter_nodes
from shapeproof.errors import did_you_mean

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "MAX_NESTING", "MAX_NODES", "parse"]

MAX_LENGTH: Final = 10_000
MAX_NODES: Final = 2_000
MAX_DEPTH: Final = 100
"""How deep a tree may be; a chain `a && b && c && …` is as deep as it has operands."""
MAX_NESTING: Final = 40
"""How deep brackets and conditionals may be nested. Like the other limits, it keeps what walks a tree within Python's stack;
CEL asks for 32 of each."""

_LEVELS: Final[dict[str, int]] = {
    operator: level
    for level, operators in enumerate(
        (("||",), ("&&",), ("==", "!=", "<", "<=", ">", ">=", "in"), ("+", "-"), ("*", "/", "%")), start=1
    )
    for operator in operators
}
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_NOT_MEMBERS: Final = frozenset({"true", "false", "null", "in"})
_RESERVED: Final = frozenset(
    (
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "namespace",
        "package",
        "return",
        "var",
        "void",
        "while",
    )
)
_MACROS: Final[frozenset[str]] = frozenset(get_args(MacroName))
_NAMESPACES: Final = frozenset(name.partition(".")[0] for name in FUNCTIONS if "." in name)


def parse(source: str) -> Expression:
    """Read an expression.

    Args:
        source: the expression. It may have several lines; columns count from its start.

    Raises:
        CelError: it is not CEL, outside of the subset, or too large.
    """
    if len(source) > MAX_LENGTH:
        raise CelError(f"an expression has at most {MAX_LENGTH:,} characters", column=MAX_LENGTH)
    try:
        source.encode()
    except UnicodeEncodeError as error:
        raise CelError("half of a surrogate pair is not a character", column=error.start) from error
    tokens = tokens_of(source)
    parser = _Parser(tokens)
    expression = parser.expression()
    parser.expect_end()
    if len(tokens) <= MAX_DEPTH:  # each token makes one node at most
        return expression
    for number, (node, depth) in enumerate(iter_nodes(expression), start=1):
        if number > MAX_NODES:
            raise CelError(f"an expression has at most {MAX_NODES:,} parts", column=node.column)
        if depth > MAX_DEPTH:
            raise CelError(f"more than {MAX_DEPTH} operations, one inside the other", column=node.column)
    return expression


class _Parser:
    """A recursive-descent parser; operators of two operands are read by precedence climbing."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._nesting = 0

    def expression(self) -> Expression:
        self._enter()
        condition = self._binary(1)
        question = self._next
        if self._accept("?"):
            then = self._binary(1)
            if self._is_next("?"):
                self._fail("expected ':'", hint="put a conditional between ? and : in parentheses")
            self._expect(":")
            condition = Conditional(condition, then, self.expression(), question.column)
        self._nesting -= 1
        return condition

    def expect_end(self) -> None:
        if self._next.kind != "end":
            self._fail("expected an operator or the end")

    def _enter(self) -> None:
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise CelError(f"more than {MAX_NESTING} levels of brackets and conditionals", column=self._next.column)

    def _binary(self, least: int) -> Expression:
        left = self._unary()
        while (token := self._next).kind in {"operator", "name"} and _LEVELS.get(token.text, 0) >= least:
            self._position += 1
            right = self._binary(_LEVELS[token.text] + 1)
            left = Binary(cast("BinaryOperator", token.text), left, right, token.column)
        return left

    def _unary(self) -> Expression:
        operators: list[Token] = []
        while self._is_next("!") or self._is_next("-"):
            operators.append(self._advance())
        token = self._next
        if token.kind == "int" and operators and operators[-1].text == "-":
            self._advance()
            minus = operators.pop()
            node = self._suffixes(Literal(-cast("int", token.value), minus.column))
        else:
            node = self._suffixes(self._primary())
        for operator in reversed(operators):
            node = Unary(cast("UnaryOperator", operator.text), node, operator.column)
        return node

    def _suffixes(self, node: Expression) -> Expression:
        while True:
            if self._accept("."):
                node = self._selection(node)
            elif self._is_next("["):
                bracket = self._advance()
                node = Index(node, self.expression(), bracket.column)
                self._expect("]")
            elif self._is_next("{") and isinstance(node, Name | Member):
                self._fail("messages are outside of this subset of CEL", hint="a map is written {'key': value}")
            else:
                return node

    def _selection(self, operand: Expression) -> Expression:
        token = self._advance()
        if token.kind not in {"name", "quoted name"} or (token.kind == "name" and token.text in _NOT_MEMBERS):
            self._fail("expected the name of a member or a function", token)
        if token.kind == "name" and self._accept("("):
            return self._method(operand, token)
        return Member(operand, token.text, token.column)

    def _method(self, target: Expression, name: Token) -> Expression:
        if name.text in _MACROS:
            return self._macro(target, name)
        if isinstance(target, Name) and target.name in _NAMESPACES:
            return self._call(f"{target.name}.{name.text}", None, target.column)
        return self._call(name.text, target, name.column)

    def _call(self, name: str, target: Expression | None, column: int) -> Expression:
        function = FUNCTIONS.get(name)
        if function is None:
            hint = did_you_mean(name, [*FUNCTIONS, *_MACROS, "has"])
            raise CelError(f"unknown function {name}", column=column, hint=hint)
        if target is None and function.style == "method":
            raise CelError(f"{name} is called as value.{name}(…)", column=column)
        if target is not None and function.style == "function":
            raise CelError(f"{name} is called as {name}(value)", column=column)
        return Call(name, target, self._list(")"), column)

    def _macro(self, target: Expression, name: Token) -> Expression:
        arguments = self._list(")")
        macro = cast("MacroName", name.text)
        if len(arguments) != 2 and not (macro == "map" and len(arguments) == 3):
            raise CelError(
                f"{macro} takes a variable and an expression, got {len(arguments)} arguments",
                column=name.column,
                hint=f"as in list.{macro}(item, item > 0)",
            )
        variable, *conditions, body = arguments
        if not isinstance(variable, Name):
            raise CelError(f"the first argument of {macro} is the name of its variable", column=variable.column)
        return Macro(macro, target, variable.name, conditions[0] if conditions else None, body, name.column)

    def _primary(self) -> Expression:
        token = self._advance()
        if token.kind == "name":
            return self._named(token)
        if token.kind == "int":
            if token.value == 2**63:
                self._fail("an integer must fit in 64 bits", token)
            return Literal(token.value, token.column)
        if token.kind in {"double", "string"}:
            return Literal(token.value, token.column)
        if token.kind == "operator" and token.text == "(":
            node = self.expression()
            self._expect(")")
            return node
        if token.kind == "operator" and token.text == "[":
            return ListDisplay(self._list("]"), token.column)
        if token.kind == "operator" and token.text == "{":
            return MapDisplay(self._entries(), token.column)
        return self._fail("expected a value", token)

    def _named(self, token: Token) -> Expression:
        name = token.text
        if name in _CONSTANTS:
            return Literal(_CONSTANTS[name], token.column)
        if name in _RESERVED:
            self._fail(f"{name} is a reserved word of CEL", token)
        if name == "in":
            self._fail("expected a value", token)
        if not self._accept("("):
            return Name(name, token.column)
        if name == "has":
            arguments = self._list(")")
            if len(arguments) != 1 or not isinstance(arguments[0], Member):
                raise CelError("has takes a member", column=token.column, hint="as in has(self.Name)")
            return Has(arguments[0].operand, arguments[0].name, token.column)
        if name in _MACROS:
            raise CelError(f"{name} is called as list.{name}(item, …)", column=token.column)
        return self._call(name, None, token.column)

    def _list(self, closing: str) -> tuple[Expression, ...]:
        """The expressions up to a closing bracket, with commas between them. A list may end with a comma, as in CEL."""
        items: list[Expression] = []
        while not self._accept(closing):
            items.append(self.expression())
            if not self._accept(","):
                self._expect(closing, also="','")
                break
            if closing == ")" and self._is_next(")"):
                self._fail("expected a value")
        return tuple(items)

    def _entries(self) -> tuple[tuple[Expression, Expression], ...]:
        entries: list[tuple[Expression, Expression]] = []
        while not self._accept("}"):
            key = self.expression()
            self._expect(":")
            entries.append((key, self.expression()))
            if not self._accept(","):
                self._expect("}", also="','")
                break
        return tuple(entries)

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    def _is_next(self, operator: str) -> bool:
        token = self._tokens[self._position]
        return token.text == operator and token.kind == "operator"

    def _advance(self) -> Token:
        """The next token, which is passed unless it is the end."""
        token = self._next
        if token.kind != "end":
            self._position += 1
        return token

    def _accept(self, operator: str) -> bool:
        is_next = self._is_next(operator)
        self._position += is_next
        return is_next

    def _expect(self, operator: str, also: str | None = None) -> None:
        if not self._accept(operator):
            self._fail(f"expected {also} or '{operator}'" if also else f"expected '{operator}'")

    def _fail(self, message: str, token: Token | None = None, hint: str | None = None) -> NoReturn:
        token = token or self._next
        found = token.text if token.kind == "end" else f"{token.text[:40]!r}"
        has_found = message.startswith("expected")
        raise CelError(f"{message}, got {found}" if has_found else message, column=token.column, hint=hint)
