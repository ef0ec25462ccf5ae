"""All rules of a schema as one Python function, which tells whether a response keeps them.

It says nothing else: whoever wants to know which rule is broken, and where, asks afterwards. So the function carries no
places, and a response that keeps its rules, as nearly all do, is checked in the time of their comparisons.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from shapeproof.cel.checker import Checked
from shapeproof.cel.code import ExpressionCode, Globals, Variable, call, constant, defined, load, parameters
from shapeproof.cel.steps import Steps
from shapeproof.rules.checked_rule import ROOT, SELF, CheckedRule
from shapeproof.rules.rule_places import Container, Place, StructurePlace, StructurePlaces

__all__ = ["compile_kept_check"]

_STEPS: Final = "steps"
_ROOT: Final = "root"
_VALUE: Final = "value"
_FUNCTION: Final = "response"


def compile_kept_check(
    places: StructurePlaces, rules: Mapping[str, Sequence[CheckedRule]]
) -> Callable[[Steps, object], bool]:
    """Compile the rules that need one response only.

    Args:
        places: where to look for structures with rules.
        rules: the rules, by the names of their structures.

    Returns:
        A function of the `Steps` and the response. It returns False as soon as a rule is broken, and raises one of
        `FAILURES` as soon as one can't be evaluated, or the response doesn't have the shape of the schema.
    """
    code = _Code(places, rules)
    statements = [] if places.root is None else code.visit(places.root, _ROOT)
    functions = [_function(_FUNCTION, [_STEPS, _ROOT], statements)]
    while code.pending:
        name = code.pending.pop()
        statements = code.visit(StructurePlace(name), _VALUE, is_own=True)
        functions.append(_function(code.names_of_functions[name], [_STEPS, _ROOT, _VALUE], statements))
    compiled: Callable[[Steps, object], bool] = defined(functions, code.names)[_FUNCTION]
    return compiled


class _Code:
    def __init__(self, places: StructurePlaces, rules: Mapping[str, Sequence[CheckedRule]]) -> None:
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
            checked = call(load(self.names_of_functions[name]), load(_STEPS), load(_ROOT), load(variable))
            return [_return_false_unless(checked)]
        return [*self._checks(name, variable), *self._members(name, variable)]

    def _unless_null(self, place: Place, variable: str) -> list[ast.stmt]:
        is_set = ast.Compare(load(variable), [ast.IsNot()], [constant(None)])
        return [ast.If(is_set, self.visit(place, variable), [])]

    def _checks(self, structure: str, variable: str) -> Iterator[ast.stmt]:
        scope = {SELF: Variable(variable, is_json=True), ROOT: Variable(_ROOT, is_json=True)}
        looping = SELF if structure in self._places.repeated else None
        for rule in self._rules.get(structure, ()):
            kept = self._expression(rule.body, scope, looping)
            if rule.when is not None:
                when = self._expression(rule.when, scope, looping)
                kept = ast.BoolOp(ast.Or(), [ast.UnaryOp(ast.Not(), when), kept])
            yield _return_false_unless(kept)

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
    (made,) = ast.parse("def name(): return True").body  # with the fields that this version of Python has
    assert isinstance(made, ast.FunctionDef)  # noqa: S101 - for the type checkers
    made.name = name
    made.args = parameters(names)
    made.body[:0] = body
    return made


def _return_false_unless(test: ast.expr) -> ast.stmt:
    return ast.If(ast.UnaryOp(ast.Not(), test), [ast.Return(constant(False))], [])


def _structures(places: StructurePlaces) -> Iterator[str]:
    """The structure of each place."""
    roots = [] if places.root is None else [places.root]
    for place in (*roots, *(place for members in places.members.values() for place in members.values())):
        inner = place
        while isinstance(inner, Container):
            inner = inner.item
        yield inner.structure
