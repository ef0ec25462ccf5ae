"""Expressions as JSON Schema.

An expression about a value becomes a schema that accepts the value exactly where the expression is true. Where an
expression has no value, because a member is absent, the schema may say either: such a rule is not checked. That is why
operators of CEL, which absorb errors, and keywords, which pass over absent members, agree wherever a rule is kept or broken.
"""

from __future__ import annotations

from typing import Any, Final, cast

from shapeproof.cel.checker import Checked
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
    Member,
    Name,
    Unary,
)
from shapeproof.cel.types import BOOL, DOUBLE, INT, STRING, ListType, MapType, StructureType, Type

__all__ = ["NotExpressibleError", "expression_as_schema"]

_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_BOUNDS: Final = {"<": "exclusiveMaximum", "<=": "maximum", ">": "exclusiveMinimum", ">=": "minimum"}
_PATTERNS: Final = {"startsWith": ("^", ""), "endsWith": ("", "$"), "contains": ("", "")}
"""What is around a string in the pattern that says the same."""
_SPECIAL: Final = frozenset("^$\\.*+?()[]{}|/")


class NotExpressibleError(Exception):
    """JSON Schema can't say what an expression says.

    Attributes:
        reason: what it can't say, as a phrase.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def expression_as_schema(checked: Checked, variable: str) -> dict[str, Any]:
    """The schema of the value of a variable that accepts what an expression is true for.

    Args:
        checked: the expression.
        variable: the variable.

    Raises:
        NotExpressibleError: JSON Schema can't say it.
    """
    return _Translation(checked, variable).schema(checked.expression)


class _Translation:
    """Translates an expression, or the body of a macro, which is about the value of one variable."""

    def __init__(self, checked: Checked, variable: str) -> None:
        self._checked = checked
        self._variable = variable

    def schema(self, node: Expression) -> dict[str, Any]:
        match node:
            case Literal(value=bool(value)):
                return {} if value else _nothing()
            case Has():
                return self._at(node.operand, {"type": "object", "required": [node.name]})
            case Unary(operator="!"):
                return {"not": self.schema(node.operand)}
            case Conditional():
                return {
                    "if": self.schema(node.condition),
                    "then": self.schema(node.then),
                    "else": self.schema(node.otherwise),
                }
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)
            case Macro():
                return self._macro(node)
            case Member() | Index():
                return self._at(node, {"const": True})
            case _:
                raise NotExpressibleError("has a value that it computes")

    def _binary(self, node: Binary) -> dict[str, Any]:
        left, right, operator = node.left, node.right, node.operator
        if operator == "&&":
            return {"allOf": [self.schema(left), self.schema(right)]}
        if operator == "||":
            return {"anyOf": [self.schema(left), self.schema(right)]}
        if operator == "in":
            return self._membership(left, right)
        if operator not in _FLIPPED:
            raise NotExpressibleError("calculates")
        if _is_constant(left) and not _is_constant(right):
            left, right, operator = right, left, cast("Any", _FLIPPED[operator])
        if _is_constant(right):
            return self._comparison(left, operator, _constant(right))
        if operator in {"==", "!="} and self._type_of(left) == self._type_of(right) == BOOL:
            first, second = self.schema(left), self.schema(right)
            same = {"if": first, "then": second, "else": {"not": second}}
            return same if operator == "==" else {"not": same}
        raise NotExpressibleError("compares members with each other")

    def _comparison(self, operand: Expression, operator: str, constant: Any) -> dict[str, Any]:
        if (sized := _sized(operand)) is not None:
            return self._size(sized, operator, constant)
        if operator == "==":
            return self._at(operand, {"const": constant})
        if operator == "!=":
            return self._at(operand, {"not": {"const": constant}})
        if self._type_of(operand) not in {INT, DOUBLE}:
            raise NotExpressibleError("compares the order of what are not numbers")
        return self._at(operand, {"type": "number", _BOUNDS[operator]: constant})

    def _size(self, operand: Expression, operator: str, size: int) -> dict[str, Any]:
        kind, noun = _size_words(self._type_of(operand))
        low, high = f"min{noun}", f"max{noun}"
        match operator:
            case "<" | "<=":
                limit = size - (operator == "<")
                return self._at(operand, {"type": kind, high: limit}) if limit >= 0 else _nothing()
            case ">" | ">=":
                limit = size + (operator == ">")
                return self._at(operand, {"type": kind, low: limit}) if limit > 0 else {}
            case _:
                exactly = self._at(operand, {"type": kind, low: size, high: size}) if size >= 0 else _nothing()
                return exactly if operator == "==" else {"not": exactly}

    def _membership(self, item: Expression, owner: Expression) -> dict[str, Any]:
        if isinstance(owner, ListDisplay):
            values = [_constant(value) for value in owner.items if _is_constant(value)]
            if len(values) < len(owner.items):
                raise NotExpressibleError("compares members with each other")
            return self._at(item, {"enum": values} if values else _nothing())
        if not _is_constant(item):
            raise NotExpressibleError("compares members with each other")
        if isinstance(self._type_of(owner), MapType):
            return self._at(owner, {"type": "object", "required": [_constant(item)]})
        return self._at(owner, {"type": "array", "contains": {"const": _constant(item)}})

    def _call(self, node: Call) -> dict[str, Any]:
        if node.function == "matches":
            subject = node.arguments[0] if node.target is None else node.target
            return self._at(subject, {"type": "string", "pattern": self._checked.patterns[id(node)]})
        if node.function not in _PATTERNS or node.target is None or not _is_constant(node.arguments[0]):
            raise NotExpressibleError(f"calls {node.function}")
        start, end = _PATTERNS[node.function]
        return self._at(
            node.target, {"type": "string", "pattern": f"{start}{_escaped(_constant(node.arguments[0]))}{end}"}
        )

    def _macro(self, node: Macro) -> dict[str, Any]:
        inner = _Translation(self._checked, node.variable)
        is_map = not isinstance(self._type_of(node.target), ListType)
        if node.macro == "all":
            each = "propertyNames" if is_map else "items"
            return self._at(node.target, {"type": "object" if is_map else "array", each: inner.schema(node.body)})
        if node.macro not in {"exists", "exists_one"} or (is_map and node.macro == "exists_one"):
            raise NotExpressibleError(f"calls {node.macro}")
        if is_map:
            none = {"type": "object", "propertyNames": {"not": inner.schema(node.body)}}
            return {"not": self._at(node.target, none)}
        one = {"minContains": 1, "maxContains": 1} if node.macro == "exists_one" else {}
        return self._at(node.target, {"type": "array", "contains": inner.schema(node.body), **one})

    def _at(self, node: Expression, schema: dict[str, Any]) -> dict[str, Any]:
        """A schema of the variable that holds the given one at a member of it."""
        match node:
            case Name(name=name) if name == self._variable:
                return schema
            case Member(operand=operand, name=name):
                return self._at(operand, {"type": "object", "properties": {name: schema}})
            case Index(operand=operand, index=Literal(value=str(name))):
                return self._at(operand, {"type": "object", "properties": {name: schema}})
            case Name():
                raise NotExpressibleError("reads what is outside of an item")
            case _:
                raise NotExpressibleError("reads more than members")

    def _type_of(self, node: Expression) -> Type:
        return self._checked.type_of(node)


def _nothing() -> dict[str, Any]:
    """The schema of no value."""
    return {"not": dict[str, Any]()}


def _sized(node: Expression) -> Expression | None:
    """What an expression is the size of; None if it is anything else."""
    if isinstance(node, Call) and node.function == "size":
        return node.target or node.arguments[0]
    return None


def _size_words(kind: Type) -> tuple[str, str]:
    if kind == STRING:
        return "string", "Length"
    if isinstance(kind, ListType):
        return "array", "Items"
    if isinstance(kind, MapType | StructureType):
        return "object", "Properties"
    raise NotExpressibleError("has the size of what may be anything")


def _is_constant(node: Expression) -> bool:
    if isinstance(node, Unary) and node.operator == "-":
        node = node.operand
    return isinstance(node, Literal)


def _constant(node: Expression) -> Any:
    if isinstance(node, Unary):
        return -_constant(node.operand)
    return node.value if isinstance(node, Literal) else None


def _escaped(text: str) -> str:
    """A string as a regular expression that all dialects read alike."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in text)
