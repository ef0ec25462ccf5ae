"""Checks an expression against the types of its variables: each node gets a type, and what can't work is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.functions import FUNCTIONS, Overload
from shapeproof.cel.operators import BINARY, UNARY
from shapeproof.cel.patterns import portable_pattern
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
from shapeproof.cel.type_relations import compatible, joined
from shapeproof.cel.types import (
    BOOL,
    DOUBLE,
    DYN,
    INT,
    NULL,
    STRING,
    ListType,
    MapType,
    Structures,
    StructureType,
    Type,
)
from shapeproof.errors import InternalError, did_you_mean, one_line, with_article

__all__ = ["Checked", "check"]

_KEYS = (STRING, INT, BOOL, DYN)


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """An expression whose types are right.

    Attributes:
        expression: the expression.
        variables: the types of the variables that it may read.
        structures: the members of the structures that the types name.
        types: the types of its nodes, by their identity. `type_of` reads it.
        patterns: the portable form of the regular expressions of its `matches`, by the identity of the call.
    """

    expression: Expression
    variables: Mapping[str, Type]
    structures: Structures
    types: Mapping[int, Type]
    patterns: Mapping[int, str]

    @property
    def type(self) -> Type:
        """The type of the expression."""
        return self.type_of(self.expression)

    def type_of(self, node: Expression) -> Type:
        """The type of a node of the expression: the same object, not an equal one."""
        try:
            return self.types[id(node)]
        except KeyError:
            raise InternalError("the type of a node of another expression was asked for") from None


def check(
    expression: Expression,
    variables: Mapping[str, Type],
    structures: Structures,
    expected: Type | None = None,
) -> Checked:
    """Check an expression.

    Args:
        expression: what `parse` returned.
        variables: the types of the variables that it may read.
        structures: the members of the structures that the types name.
        expected: the type that the expression must have; None for any.

    Raises:
        CelError: a variable or a member is unknown, an operator or a function doesn't take what it is given, or a regular
            expression is outside of the subset.
    """
    checker = _Checker(structures)
    result = checker.type_of(expression, variables)
    if expected is not None and not compatible(result, expected):
        raise CelError(f"expected {_article(expected)}, got {_article(result)}", column=expression.column)
    return Checked(expression, variables, structures, checker.types, checker.patterns)


class _Checker:
    def __init__(self, structures: Structures) -> None:
        self.types: dict[int, Type] = {}
        self.patterns: dict[int, str] = {}
        self._structures = structures

    def type_of(self, node: Expression, scope: Mapping[str, Type]) -> Type:
        found = self.types[id(node)] = self._inferred(node, scope)
        return found

    def _inferred(self, node: Expression, scope: Mapping[str, Type]) -> Type:
        match node:
            case Literal():
                return _literal(node)
            case Name(name=name):
                if name not in scope:
                    raise CelError(
                        f"unknown variable {name}",
                        column=node.column,
                        hint=did_you_mean(name, scope) or f"the variables are: {', '.join(scope)}",
                    )
                return scope[name]
            case Member():
                return self._member(node, self.type_of(node.operand, scope))
            case Has():
                self._member(node, self.type_of(node.operand, scope))
                return BOOL
            case Index():
                return self._index(node, self.type_of(node.operand, scope), self.type_of(node.index, scope))
            case Call():
                return self._call(node, scope)
            case Unary():
                operand = self.type_of(node.operand, scope)
                overloads = UNARY[node.operator]
                return _resolved(overloads, (operand,)) or self._no_operator(node, node.operator, overloads, (operand,))
            case Binary():
                return self._binary(node, self.type_of(node.left, scope), self.type_of(node.right, scope))
            case Conditional():
                return self._conditional(node, scope)
            case ListDisplay():
                return ListType(joined([self.type_of(item, scope) for item in node.items]))
            case MapDisplay():
                return self._map(node, scope)
            case Macro():
                return self._macro(node, scope)

    def _member(self, node: Member | Has, owner: Type) -> Type:
        if owner == DYN:
            return DYN
        if isinstance(owner, MapType) and compatible(owner.key, STRING):
            return owner.value
        if not isinstance(owner, StructureType):
            hint = "a macro such as all reads the items" if isinstance(owner, ListType) else None
            raise CelError(f"{_article(owner)} has no members", column=node.column, hint=hint)
        members = self._structures[owner.name]
        if node.name not in members:
            raise CelError(
                f"{owner} has no member {one_line(node.name)}",
                column=node.column,
                hint=did_you_mean(node.name, members),
            )
        return members[node.name]

    def _index(self, node: Index, owner: Type, index: Type) -> Type:
        if owner == DYN:
            return DYN
        if isinstance(owner, ListType):
            if not compatible(index, INT):
                raise CelError(f"an index of a list is an int, got {_article(index)}", column=node.index.column)
            return owner.item
        if isinstance(owner, MapType):
            if not compatible(index, owner.key):
                raise CelError(f"expected {_article(owner.key)}, got {_article(index)}", column=node.index.column)
            return owner.value
        hint = "write value.Member" if isinstance(owner, StructureType) else None
        raise CelError(f"{_article(owner)} has no index", column=node.column, hint=hint)

    def _call(self, node: Call, scope: Mapping[str, Type]) -> Type:
        arguments = node.arguments if node.target is None else (node.target, *node.arguments)
        types = tuple(self.type_of(argument, scope) for argument in arguments)
        overloads = FUNCTIONS[node.function].overloads
        result = _resolved(overloads, types)
        if result is None:
            takes = _list_of(overloads)
            raise CelError(
                f"{node.function} doesn't take ({', '.join(map(str, types))})",
                column=node.column,
                hint=f"it takes {takes}",
            )
        if node.function == "matches":
            pattern = arguments[1]
            if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
                raise CelError("the regular expression of matches must be a literal", column=pattern.column)
            self.patterns[id(node)] = portable_pattern(pattern.value, pattern.column)
        return result

    def _binary(self, node: Binary, left: Type, right: Type) -> Type:
        if node.operator in {"==", "!="}:
            if not compatible(left, right):
                raise CelError(
                    f"{_article(left)} never equals {_article(right)}",
                    column=node.column,
                    hint=_equality_hint(left, right),
                )
            return BOOL
        if node.operator == "in":
            return self._contained(node, left, right)
        if node.operator == "+" and isinstance(left, ListType) and isinstance(right, ListType):
            return joined((left, right))
        overloads = BINARY[node.operator]
        return _resolved(overloads, (left, right)) or self._no_operator(node, node.operator, overloads, (left, right))

    def _contained(self, node: Binary, left: Type, right: Type) -> Type:
        if right == DYN:
            return BOOL
        if not isinstance(right, ListType | MapType):
            hint = "does the string contain it: string.contains(…)" if right == STRING else None
            hint = (
                "has(value.Member) tells whether a structure has a member" if isinstance(right, StructureType) else hint
            )
            raise CelError(f"expected a list or a map after in, got {_article(right)}", column=node.column, hint=hint)
        content = right.item if isinstance(right, ListType) else right.key
        if not compatible(left, content):
            raise CelError(
                f"{_article(left)} is never in a {right}", column=node.column, hint=_equality_hint(left, content)
            )
        return BOOL

    def _no_operator(
        self, node: Expression, operator: str, overloads: Sequence[Overload], types: tuple[Type, ...]
    ) -> NoReturn:
        hint = "write double(…) around the int" if set(types) == {INT, DOUBLE} else f"it takes {_list_of(overloads)}"
        given = " and ".join(_article(each) for each in types)
        raise CelError(f"{operator} doesn't take {given}", column=node.column, hint=hint)

    def _conditional(self, node: Conditional, scope: Mapping[str, Type]) -> Type:
        condition = self.type_of(node.condition, scope)
        if not compatible(condition, BOOL):
            raise CelError(f"expected a bool before ?, got {_article(condition)}", column=node.column)
        then, otherwise = self.type_of(node.then, scope), self.type_of(node.otherwise, scope)
        if not compatible(then, otherwise):
            raise CelError(
                f"both results of a conditional have one type, got {_article(then)} and {_article(otherwise)}",
                column=node.column,
            )
        return joined((then, otherwise))

    def _map(self, node: MapDisplay, scope: Mapping[str, Type]) -> Type:
        keys: list[Type] = []
        values: list[Type] = []
        for key, value in node.entries:
            keys.append(self.type_of(key, scope))
            if keys[-1] not in _KEYS:
                raise CelError(
                    f"a key of a map is a string, an int or a bool, got {_article(keys[-1])}", column=key.column
                )
            values.append(self.type_of(value, scope))
        return MapType(joined(keys), joined(values))

    def _macro(self, node: Macro, scope: Mapping[str, Type]) -> Type:
        target = self.type_of(node.target, scope)
        if isinstance(target, ListType):
            item = target.item
        elif isinstance(target, MapType):
            item = target.key
        elif target == DYN:
            item = DYN
        else:
            raise CelError(f"{node.macro} goes through a list or a map, got {_article(target)}", column=node.column)
        inner = {**scope, node.variable: item}
        body = self.type_of(node.body, inner)
        if node.condition is not None:
            self._expect_bool(node.macro, node.condition, self.type_of(node.condition, inner))
        if node.macro != "map":
            self._expect_bool(node.macro, node.body, body)
        if node.macro == "filter":
            return ListType(item)
        return ListType(body) if node.macro == "map" else BOOL

    def _expect_bool(self, macro: str, test: Expression, tested: Type) -> None:
        if not compatible(tested, BOOL):
            raise CelError(f"expected a bool in {macro}, got {_article(tested)}", column=test.column)


def _literal(node: Literal) -> Type:
    match node.value:
        case None:
            return NULL
        case bool():
            return BOOL
        case int():
            return INT
        case float():
            return DOUBLE
        case str():
            return STRING


def _resolved(overloads: Iterable[Overload], types: tuple[Type, ...]) -> Type | None:
    """The type of the result of the overloads that take the types; None if none does."""
    results = [
        overload.result if overload.result is not None else types[0]
        for overload in overloads
        if _takes(overload, types)
    ]
    return joined(results) if results else None


def _takes(overload: Overload, types: tuple[Type, ...]) -> bool:
    parameters = overload.parameters
    if overload.is_variadic and len(types) > len(parameters):
        parameters += (parameters[-1],) * (len(types) - len(parameters))
    return len(parameters) == len(types) and all(map(compatible, parameters, types))


def _equality_hint(left: Type, right: Type) -> str | None:
    if {left, right} == {INT, DOUBLE}:
        return "write double(…) around the int"
    return "has(value.Member) tells whether a member is there" if NULL in (left, right) else None


def _list_of(overloads: Iterable[Overload]) -> str:
    return " or ".join(
        f"({', '.join(map(str, overload.parameters))}{', …' if overload.is_variadic else ''})" for overload in overloads
    )


def _article(described: Type) -> str:
    return "null" if described == NULL else with_article(str(described))
