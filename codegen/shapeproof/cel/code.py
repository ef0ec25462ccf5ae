"""Turns checked expressions into nodes of Python's syntax tree.

There are two forms. The *fast* one uses Python's own `and`, `or` and comparisons, and raises one of `FAILURES` as soon as
anything fails. Its results are those of CEL: what it evaluates before it returns didn't fail. Only if it raises, another
operand might still decide; then the *exact* form is evaluated, which absorbs errors as CEL does and tells the reason.

Nothing of an expression becomes Python source text (see `python_code`).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final, NamedTuple

from shapeproof.cel import values
from shapeproof.cel.checker import Checked
from shapeproof.cel.conversion import converter_for
from shapeproof.cel.counted_reading import CountedReading
from shapeproof.cel.implementations import implementation, kind_of_type
from shapeproof.cel.logic import absorbing, absorbing_each, count_true
from shapeproof.cel.numbers import as_double, sum_of, zero_of
from shapeproof.cel.python_code import Globals, call, constant, function, load
from shapeproof.cel.searching import searcher
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
from shapeproof.cel.traversal import reads
from shapeproof.cel.types import (
    BOOL,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    ListType,
    MapType,
    StructureType,
    Type,
)

__all__ = ["ExpressionCode", "Variable"]

_COMPARISONS: Final[Mapping[str, type[ast.cmpop]]] = {
    "==": ast.Eq,
    "!=": ast.NotEq,
    "<": ast.Lt,
    "<=": ast.LtE,
    ">": ast.Gt,
    ">=": ast.GtE,
}
_ARITHMETIC: Final[Mapping[tuple[str, Type], type[ast.operator]]] = {
    ("+", STRING): ast.Add,
    ("+", DOUBLE): ast.Add,
    ("-", DOUBLE): ast.Sub,
    ("*", DOUBLE): ast.Mult,
}
"""What Python's own operators do as CEL does, and without failing."""
_EXACT_SCALARS: Final = (BOOL, INT, STRING, TIMESTAMP, DURATION, DOUBLE)
_LARGE_LIST: Final = 4
_INLINED_LOOPS: Final = 2
"""How many loops inside each other Python may write into one function: from 3.12, it does so with lists, of which more than
twenty end the process, and from 3.14 also with `all` and `any`, whose code it then writes twice."""
_GROWING: Final = ("join", "replace")
"""The functions whose results may be much longer than what they read."""


class Variable(NamedTuple):
    """A variable of an expression, as generated code has it.

    Attributes:
        python_name: its name there.
        is_json: whether its value is JSON, in which times are strings.
    """

    python_name: str
    is_json: bool


class ExpressionCode:
    """The code of one expression in one of the forms."""

    def __init__(
        self,
        checked: Checked,
        names: Globals,
        *,
        is_exact: bool,
        steps: str,
        looping: str | None = None,
    ) -> None:
        """Prepare the code.

        Args:
            checked: the expression.
            names: where functions and constants are kept.
            is_exact: which of the forms to make.
            steps: the Python name of the `Steps` that are left.
            looping: the variable that has another value in each turn of a loop around the expression; None if it is
                evaluated once.
        """
        self._checked = checked
        self._globals = names
        self._is_exact = is_exact
        self._reading = CountedReading(checked, steps, looping)
        self._made = 0
        self._loops = 0

    def code(self, node: Expression, scope: Mapping[str, Variable]) -> ast.expr:
        """The code whose value is that of a node."""
        made, is_json = self._node(node, scope)
        return self._converted(made, node) if is_json else made

    def _type(self, node: Expression) -> Type:
        return self._checked.type_of(node)

    def _converted(self, made: ast.expr, node: Expression) -> ast.expr:
        described = self._type(node)
        converter = converter_for(described, self._checked.structures)
        if converter is None:
            return made
        if not isinstance(described, ListType | MapType | StructureType):
            return call(self._globals.name(converter), made)
        return call(self._globals.name(converter), self._reading.counted(made, node, is_deep=True))

    def _node(self, node: Expression, scope: Mapping[str, Variable]) -> tuple[ast.expr, bool]:
        """The code of a node, and whether its value is JSON that may have to be converted."""
        match node:
            case Literal():
                return constant(node.value), False
            case Name():
                variable = scope[node.name]
                return load(variable.python_name), variable.is_json
            case Member():
                owner, is_json = self._node(node.operand, scope)
                return self._member(owner, node.name), is_json
            case Has():
                owner, _ = self._node(node.operand, scope)
                if self._is_exact or self._type(node.operand) == DYN:
                    return call(self._globals.name(values.has_member), owner, constant(node.name)), False
                return ast.Compare(constant(node.name), [ast.In()], [owner]), False
            case Index():
                owner, is_json = self._node(node.operand, scope)
                return self._index(node, owner, self.code(node.index, scope)), is_json
            case Call():
                return self._call(node, scope), False
            case Unary():
                return self._unary(node, scope), False
            case Binary():
                return self._binary(node, scope), False
            case Conditional():
                return self._conditional(node, scope)
            case ListDisplay():
                return ast.List([self.code(item, scope) for item in node.items], ast.Load()), False
            case MapDisplay():
                entries = [(self.code(key, scope), self.code(value, scope)) for key, value in node.entries]
                pairs: list[ast.expr] = [ast.Tuple([key, value], ast.Load()) for key, value in entries]
                return call(self._globals.name(values.new_map), *pairs), False
            case Macro():
                return self._macro(node, scope)

    def _member(self, owner: ast.expr, name: str) -> ast.expr:
        if self._is_exact:
            return call(self._globals.name(values.member_of), owner, constant(name))
        return ast.Subscript(owner, constant(name), ast.Load())

    def _index(self, node: Index, owner: ast.expr, index: ast.expr) -> ast.expr:
        owner_type = self._type(node.operand)
        if not self._is_exact:
            literal = node.index.value if isinstance(node.index, Literal) else None
            is_position = isinstance(owner_type, ListType) and isinstance(literal, int) and literal >= 0
            is_key = isinstance(owner_type, MapType) and owner_type.key == STRING and self._type(node.index) == STRING
            if is_position or is_key:
                return ast.Subscript(owner, index, ast.Load())
        return call(self._globals.name(values.item_at), owner, index)

    def _conditional(self, node: Conditional, scope: Mapping[str, Variable]) -> tuple[ast.expr, bool]:
        test = self._test(node.condition, scope)
        then, then_is_json = self._node(node.then, scope)
        otherwise, otherwise_is_json = self._node(node.otherwise, scope)
        if then_is_json and otherwise_is_json:
            return ast.IfExp(test, then, otherwise), True
        then = self._converted(then, node.then) if then_is_json else then
        otherwise = self._converted(otherwise, node.otherwise) if otherwise_is_json else otherwise
        return ast.IfExp(test, then, otherwise), False

    def _test(self, node: Expression, scope: Mapping[str, Variable]) -> ast.expr:
        """The code of a node that must be a bool."""
        made = self.code(node, scope)
        if self._type(node) == DYN or (self._is_exact and not isinstance(node, Binary | Call | Has | Macro | Unary)):
            return call(self._globals.name(values.as_bool), made)
        return made

    def _unary(self, node: Unary, scope: Mapping[str, Variable]) -> ast.expr:
        if node.operator == "!":
            return ast.UnaryOp(ast.Not(), self._test(node.operand, scope))
        operand = self.code(node.operand, scope)
        if self._type(node.operand) == DOUBLE:
            return ast.UnaryOp(ast.USub(), operand)
        return self._applied("-", node.operand, args=[operand])

    def _applied(self, name: str, *operands: Expression, args: list[ast.expr]) -> ast.expr:
        kinds = [kind_of_type(self._type(operand)) for operand in operands]
        return call(self._globals.result(implementation, name, *kinds), *args)

    def _binary(self, node: Binary, scope: Mapping[str, Variable]) -> ast.expr:
        if node.operator in {"&&", "||"}:
            return self._logic(node, scope)
        left, right = self.code(node.left, scope), self.code(node.right, scope)
        if node.operator == "in":
            return self._contained(node, left, right)
        types = self._type(node.left), self._type(node.right)
        comparison = _COMPARISONS.get(node.operator)
        if comparison is None:
            left, right = self._reading.counted(left, node.left), self._reading.counted(right, node.right)
            found = _ARITHMETIC.get((node.operator, types[0])) if types[0] == types[1] else None
            if node.operator == "+" and all(isinstance(each, ListType) for each in types):
                found = ast.Add
            if found is not None:
                return ast.BinOp(left, found(), right)
            return self._applied(node.operator, node.left, node.right, args=[left, right])
        if not (self._reading.reads_turn(node.left) or self._reading.reads_turn(node.right)):
            is_deep = not all(each in _EXACT_SCALARS for each in types)
            left = self._reading.counted(left, node.left, is_deep=is_deep)
        is_exact_scalar = all(each in _EXACT_SCALARS for each in types)
        if is_exact_scalar or all(map(_has_exact_items, types)):
            return ast.Compare(left, [comparison()], [right])
        return self._applied(node.operator, node.left, node.right, args=[left, right])

    def _logic(self, node: Binary, scope: Mapping[str, Variable]) -> ast.expr:
        operands: list[Expression] = []
        rest: Expression = node
        while isinstance(rest, Binary) and rest.operator == node.operator:
            operands.append(rest.right)
            rest = rest.left
        operands.append(rest)
        operands.reverse()
        tests = [self._test(operand, scope) for operand in operands]
        if not self._is_exact:
            return ast.BoolOp(ast.And() if node.operator == "&&" else ast.Or(), tests)
        functions = [function([], test) for test in tests]
        return call(self._globals.name(absorbing), constant(node.operator == "||"), *functions)

    def _contained(self, node: Binary, item: ast.expr, collection: ast.expr) -> ast.expr:
        item_type, collection_type = self._type(node.left), self._type(node.right)
        content = collection_type.item if isinstance(collection_type, ListType) else collection_type
        if isinstance(collection_type, MapType) and collection_type.key == STRING and item_type == STRING:
            return ast.Compare(item, [ast.In()], [collection])
        is_deep = isinstance(collection_type, ListType) and item_type not in _EXACT_SCALARS
        collection = self._reading.counted(collection, node.right, is_deep=is_deep)
        if item_type in _EXACT_SCALARS and item_type != DOUBLE and content == item_type:
            is_constant = isinstance(node.right, ListDisplay) and all(
                isinstance(each, Literal) for each in node.right.items
            )
            if is_constant and isinstance(collection, ast.List) and item_type == STRING:
                is_large = len(collection.elts) >= _LARGE_LIST
                collection = ast.Set(collection.elts) if is_large else ast.Tuple(collection.elts, ast.Load())
            return ast.Compare(item, [ast.In()], [collection])
        return self._applied("in", node.left, node.right, args=[item, collection])

    def _call(self, node: Call, scope: Mapping[str, Variable]) -> ast.expr:
        arguments = node.arguments if node.target is None else (node.target, *node.arguments)
        if node.function == "size":
            if (count := self._count_of_distinct(arguments[0], scope)) is not None:
                return count
            measured, _ = self._node(arguments[0], scope)
            if not self._is_exact and self._type(arguments[0]) != DYN:
                return call(load("len"), measured)
            return self._applied("size", arguments[0], args=[measured])
        is_deep = node.function == "distinct" and not _has_exact_items(self._type(arguments[0]))
        args = [self._reading.counted(self.code(argument, scope), argument, is_deep=is_deep) for argument in arguments]
        if node.function == "matches":
            search = self._globals.result(searcher, self._checked.patterns[id(node)])
            return call(search, args[0])
        if node.function == "sum" and isinstance(listed := self._type(arguments[0]), ListType) and listed.item != DYN:
            return call(self._globals.name(sum_of), args[0], self._globals.result(zero_of, kind_of_type(listed.item)))
        if node.function == "distinct" and _has_exact_items(self._type(arguments[0])):
            return call(self._globals.name(values.distinct_scalars), args[0])
        if not self._is_exact and all(self._type(argument) == STRING for argument in arguments):
            if node.function == "contains":
                return ast.Compare(args[1], [ast.In()], [args[0]])
            if node.function in {"startsWith", "endsWith"}:
                return call(ast.Attribute(args[0], node.function.lower(), ast.Load()), args[1])
        applied = self._applied(node.function, *arguments, args=args)
        if node.function in _GROWING and self._reading.is_in_loop:
            return self._reading.read(applied)
        # The items of a list of doubles may be written without a fraction.
        return call(self._globals.name(as_double), applied) if self._type(node) == DOUBLE else applied

    def _count_of_distinct(self, node: Expression, scope: Mapping[str, Variable]) -> ast.expr | None:
        """The code for `size(list.distinct())`: a set has that size, and is made faster. None for other nodes."""
        if not isinstance(node, Call) or node.function != "distinct" or node.target is None:
            return None
        if self._is_exact or not _has_exact_items(self._type(node.target)):
            return None
        items = self._reading.counted(self.code(node.target, scope), node.target)
        return call(load("len"), ast.Set([ast.Starred(items, ast.Load())]))

    def _macro(self, node: Macro, scope: Mapping[str, Variable]) -> tuple[ast.expr, bool]:
        target, is_json = self._node(node.target, scope)
        # Loops in loops are counted even if each is short.
        target = self._reading.counted(target, node.target, is_loop=True)
        if self._is_exact or self._type(node.target) == DYN:
            target = call(self._globals.name(values.items_of), target)
        if (searched := self._search(node, scope, target, is_json=is_json)) is not None:
            return searched, False
        self._made += 1
        variable = f"v{self._made}"
        inner = {**scope, node.variable: Variable(variable, is_json)}
        self._loops += 1
        with self._reading.turn_of(node):
            if node.macro == "map":
                conditions = [] if node.condition is None else [self._test(node.condition, inner)]
                body = self.code(node.body, inner)
            else:
                conditions = []
                body = self._test(node.body, inner)
        self._loops -= 1
        return self._comprehension(node, target, variable, conditions, body), is_json and node.macro == "filter"

    def _search(
        self, node: Macro, scope: Mapping[str, Variable], target: ast.expr, *, is_json: bool
    ) -> ast.expr | None:
        """The fast code for `list.exists(item, item.Member == value)`, and for `all` with `!=`: Python's `in`.

        It reads the member of each item, and the value even if the list is empty. If that fails, the exact form decides.
        """
        body = node.body
        operator = {"exists": "==", "all": "!="}.get(node.macro)
        if self._is_exact or not isinstance(body, Binary) or body.operator != operator:
            return None
        sides = [body.left, body.right]
        if reads(sides[0], node.variable) == reads(sides[1], node.variable):
            return None
        of_item, value = sides if reads(sides[0], node.variable) else reversed(sides)
        if any(self._type(side) not in _EXACT_SCALARS or self._type(side) == DOUBLE for side in sides):
            return None
        if not isinstance(of_item, Name | Member) or not self._is_cheap(value):
            return None
        self._made += 1
        variable = f"v{self._made}"
        item = self.code(of_item, {**scope, node.variable: Variable(variable, is_json)})
        generator = ast.comprehension(ast.Name(variable, ast.Store()), target, [], 0)
        test: ast.cmpop = ast.In() if node.macro == "exists" else ast.NotIn()
        return ast.Compare(self.code(value, scope), [test], [ast.ListComp(item, [generator])])

    def _is_cheap(self, node: Expression) -> bool:
        """Whether a value is read without a step to count."""
        if isinstance(node, Member):
            return self._is_cheap(node.operand)
        return isinstance(node, Literal | Name)

    def _comprehension(
        self, node: Macro, target: ast.expr, variable: str, conditions: list[ast.expr], body: ast.expr
    ) -> ast.expr:
        stored = ast.Name(variable, ast.Store())
        if node.macro == "map":
            return self._list(body, ast.comprehension(stored, target, conditions, 0))
        if node.macro == "filter":
            return self._list(load(variable), ast.comprehension(stored, target, [body], 0))
        each = ast.GeneratorExp(body, [ast.comprehension(stored, target, [], 0)])
        if node.macro == "exists_one":
            count = call(self._globals.name(count_true), each)
            return ast.Compare(count, [ast.Eq()], [constant(1)])
        if self._is_exact:
            decisive = constant(node.macro == "exists")
            return call(self._globals.name(absorbing_each), decisive, target, function([variable], body))
        if self._loops < _INLINED_LOOPS:
            return call(load(node.macro if node.macro == "all" else "any"), each)
        return call(self._globals.name(all if node.macro == "all" else any), each)

    def _list(self, item: ast.expr, loop: ast.comprehension) -> ast.expr:
        if self._loops < _INLINED_LOOPS:
            return ast.ListComp(item, [loop])
        return call(self._globals.name(list), ast.GeneratorExp(item, [loop]))


def _has_exact_items(described: Type) -> bool:
    """Whether Python compares lists of a type as CEL does: not if they may contain NaN, or true beside 1."""
    return isinstance(described, ListType) and described.item in _EXACT_SCALARS and described.item != DOUBLE
