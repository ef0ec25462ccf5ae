"""All rules of a schema as one Python function, which finds those that a response may break.

It carries no pointers: nearly all responses keep their rules, and are checked in the time of the comparisons. For the few
that it finds, the places are looked up afterwards, and the rules are evaluated once more, by the form that absorbs errors.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from shapeproof.cel.checker import Checked
from shapeproof.cel.code import ExpressionCode, Variable
from shapeproof.cel.evaluation_error import FAILURES
from shapeproof.cel.python_code import Globals, call, constant, defined, load, parameters
from shapeproof.rules.checked_rule import ROOT, SELF, CheckedRule
from shapeproof.rules.outcome import Scan
from shapeproof.rules.rule_places import Container, Place, StructurePlace, StructurePlaces

__all__ = ["RESPONSE_FUNCTION", "Scan", "ScanCode", "compile_scan", "scan_code"]

RESPONSE_FUNCTION: Final = "response"
"""The name of the function that scans a response."""

_STEPS: Final = "steps"
_ROOT: Final = "root"
_VALUE: Final = "value"
_FOUND: Final = "found"


class ScanCode(NamedTuple):
    """The functions that scan, as nodes, and what they find under names. `RESPONSE_FUNCTION` is that of a response."""

    functions: list[ast.stmt]
    names: Globals


def compile_scan(places: StructurePlaces, rules: Mapping[int, CheckedRule]) -> Scan:
    """Compile the rules that need one response only.

    Args:
        places: where to look for structures with rules.
        rules: the rules by their numbers.
    """
    functions, names = scan_code(places, rules)
    compiled: Scan = defined(functions, names)[RESPONSE_FUNCTION]
    return compiled


def scan_code(places: StructurePlaces, rules: Mapping[int, CheckedRule]) -> ScanCode:
    """The code of `compile_scan`."""
    code = _Code(places, rules)
    statements = [] if places.root is None else code.visit(places.root, _ROOT)
    functions = [_function(RESPONSE_FUNCTION, [_STEPS, _ROOT, _FOUND], statements)]
    while code.pending:
        name = code.pending.pop()
        statements = code.visit(StructurePlace(name), _VALUE, is_own=True)
        functions.append(_function(code.names_of_functions[name], [_STEPS, _ROOT, _VALUE, _FOUND], statements))
    return ScanCode(functions, code.names)


class _Code:
    def __init__(self, places: StructurePlaces, rules: Mapping[int, CheckedRule]) -> None:
        self.names = Globals()
        self.pending: list[str] = []
        self._entered: set[str] = set()
        uses = Counter(_structures(places))
        # A structure at several places becomes a function, and so does one that contains itself.
        self.names_of_functions = {
            name: f"structure{number}" for number, name in enumerate(places.members) if uses[name] > 1
        }
        self._places = places
        self._rules = rules
        self._made = 0

    def visit(self, place: Place, variable: str, *, is_own: bool = False) -> list[ast.stmt]:
        """Statements that check the value of a variable, which isn't null."""
        if isinstance(place, Container):
            self._made += 1
            item = f"value{self._made}"
            items = load(variable)
            if place.kind == "map":
                items = call(ast.Attribute(items, "values", ast.Load()))
            body = self._unless_null(place.item, item)
            return [ast.For(ast.Name(item, ast.Store()), items, body, [])]
        name = place.structure
        if not is_own and name in self.names_of_functions:
            if name not in self._entered:
                self._entered.add(name)
                self.pending.append(name)
            names = (_STEPS, _ROOT, variable, _FOUND)
            return [ast.Expr(call(load(self.names_of_functions[name]), *map(load, names)))]
        return [*self._checks(name, variable), *self._members(name, variable)]

    def _unless_null(self, place: Place, variable: str) -> list[ast.stmt]:
        is_set = ast.Compare(load(variable), [ast.IsNot()], [constant(None)])
        return [ast.If(is_set, self.visit(place, variable), [])]

    def _checks(self, structure: str, variable: str) -> Iterator[ast.stmt]:
        scope = {SELF: Variable(variable, is_json=True), ROOT: Variable(_ROOT, is_json=True)}
        looping = SELF if structure in self._places.repeated else None
        for number, rule in self._rules.items():
            if rule.rule.structure != structure:
                continue
            kept = self._expression(rule.body, scope, looping)
            if rule.when is not None:
                when = self._expression(rule.when, scope, looping)
                kept = ast.BoolOp(ast.Or(), [ast.UnaryOp(ast.Not(), when), kept])
            yield self._suspected_unless(kept, number, variable)

    def _suspected_unless(self, kept: ast.expr, number: int, variable: str) -> ast.stmt:
        suspicion = ast.Tuple([constant(number), load(variable)], ast.Load())
        noted = ast.Expr(call(ast.Attribute(load(_FOUND), "append", ast.Load()), suspicion))
        test = ast.If(ast.UnaryOp(ast.Not(), kept), [noted], [])
        handler = ast.ExceptHandler(self.names.name(FAILURES), None, [noted])
        return ast.Try([test], [handler], [], [])

    def _expression(self, checked: Checked, scope: Mapping[str, Variable], looping: str | None) -> ast.expr:
        code = ExpressionCode(checked, self.names, is_exact=False, steps=_STEPS, looping=looping)
        return code.code(checked.expression, scope)

    def _members(self, structure: str, variable: str) -> Iterator[ast.stmt]:
        for member, place in self._places.members[structure].items():
            self._made += 1
            value = f"value{self._made}"
            read = call(ast.Attribute(load(variable), "get", ast.Load()), constant(member))
            yield ast.Assign([ast.Name(value, ast.Store())], read)
            yield from self._unless_null(place, value)


def _function(name: str, names: list[str], body: list[ast.stmt]) -> ast.stmt:
    (made,) = ast.parse("def name(): return").body  # with the fields that this version of Python has
    assert isinstance(made, ast.FunctionDef)  # noqa: S101 - for the type checkers
    made.name = name
    made.args = parameters(names)
    made.body[:0] = body
    return made


def _structures(places: StructurePlaces) -> Iterator[str]:
    """The structure of each place."""
    roots = [] if places.root is None else [places.root]
    for place in (*roots, *(place for members in places.members.values() for place in members.values())):
        inner = place
        while isinstance(inner, Container):
            inner = inner.item
        yield inner.structure
