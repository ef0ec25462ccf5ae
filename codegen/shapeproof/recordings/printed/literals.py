"""Turns nodes of parsed Python into values. Nothing is executed: what isn't a literal is refused.

boto3's times are printed as calls (`datetime.datetime(2020, 5, 17, tzinfo=tzlocal())`); a short list of such calls is
read as data.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal

from shapeproof.contract import Pointer
from shapeproof.recordings.limits import MAX_DIGITS, MAX_NOT_LITERAL
from shapeproof.recordings.model import Hidden
from shapeproof.recordings.printed.nodes import describe_node, dotted_name, is_elided, items, members, quote_constant
from shapeproof.recordings.printed.statements import Statement
from shapeproof.recordings.syntax.json_token_faults import TOO_MANY_DIGITS, has_too_many_digits
from shapeproof.validation.catalog import FindingCode, reading
from shapeproof.validation.quotations import quote_name, reason_of
from shapeproof.validation.refused_values import NUMBER_HINT

__all__ = ["ONLY_LITERALS", "RefusedNode", "literal_value"]

ONLY_LITERALS = "only literals, datetimes and time zones are read; a recording is never executed"


class RefusedNode(Exception):
    """Raised for a node that can't be read.

    Attributes:
        code: a finding code of kind `reading` (SP9xx).
        message: what is wrong and, after a semicolon, what to do about it.
        node: the node at fault.
        pointer: its pointer in the response.
        hides: what can't be checked for that: the value, or which members there are; None if nothing is hidden.
        is_fault: whether no run of a program would make it right, unlike a name or a call.
    """

    def __init__(
        self,
        code: FindingCode,
        message: str,
        node: ast.expr | ast.stmt,
        pointer: Pointer = (),
        hides: Hidden | None = None,
        *,
        is_fault: bool = False,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.node = node
        self.pointer = pointer
        self.hides: Hidden | None = hides
        self.is_fault = is_fault

    @classmethod
    def not_literal(
        cls,
        description: str,
        node: ast.expr | ast.stmt,
        pointer: Pointer = (),
        hides: Hidden | None = None,
        *,
        is_fault: bool = False,
    ) -> RefusedNode:
        """The error (SP911) for a node that would have to be executed."""
        message = f"expected a literal, got {description}; write the value itself ({ONLY_LITERALS})"
        return cls(reading.NOT_A_LITERAL, message, node, pointer, hides, is_fault=is_fault)


def literal_value(
    node: ast.expr, statement: Statement, pointer: Pointer = (), unknown: list[RefusedNode] | None = None
) -> object:
    """Turn a node into a value.

    Args:
        node: the node.
        statement: the statement that the node belongs to.
        pointer: the pointer of the node in the response.
        unknown: takes what can't be checked, while everything around it is read; without it, this is refused.

    Returns:
        JSON values, datetimes, dates and bytes. Tuples become lists, decimals become numbers. A time keeps its offset
        if it has one; that of `tzlocal()` is not known, and UTC stands for it. A time without a zone is naive.
        What is unknown is None, or a member that isn't there.

    Raises:
        RefusedNode: the first part of the node that can't be read.
    """
    # One frame for each level: 200 levels have to fit under any caller's recursion limit.
    if (pairs := members(node)) is not None:
        value: dict[str, object] = {}
        for key, item in pairs:
            try:
                name = _key(key, item, statement, pointer)
            except RefusedNode as refused:
                _add_unknown(refused, unknown)
                continue
            if name in value:
                message = (
                    f"duplicate key {quote_name(name)} in one dict, of which Python silently keeps the last; delete one"
                )
                raise RefusedNode(reading.DUPLICATE_KEY, message, key or item, (*pointer, name))
            value[name] = literal_value(item, statement, (*pointer, name), unknown)
        return value
    if (elements := items(node)) is not None and not is_elided(node):
        values: list[object] = []
        for index, element in enumerate(elements):
            values.append(literal_value(element, statement, (*pointer, index), unknown))
        return values
    match node:
        case ast.Constant(value=str() | bytes() | float() | None as constant):
            return constant
        case ast.Constant(value=int() as number) | ast.UnaryOp(operand=ast.Constant(value=int() as number)) if (
            has_too_many_digits(number)
        ):
            raise RefusedNode(reading.TOO_LARGE, TOO_MANY_DIGITS, node, pointer)
        case ast.Constant(value=int() as number):
            return number
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=ast.Constant(value=int() | float() as number)) if (
            not isinstance(number, bool)
        ):
            return -number if isinstance(sign, ast.USub) else number
        case ast.Name(id="nan" | "inf" | "NaN" | "Infinity" as name):
            return float(name)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Name(id="nan" | "inf" | "NaN" | "Infinity" as name)):
            return -float(name)
        case ast.Name(id="true" | "false" | "null" as name):
            _add_json_name(node, statement, pointer, unknown)
            return {"true": True, "false": False, "null": None}[name]
        case ast.Call() if constructor := _CONSTRUCTORS.get(dotted_name(node.func)):
            try:
                return _number(_construct(constructor, node, statement, pointer), node, pointer)
            except RefusedNode as refused:
                _add_unknown(refused, unknown)
                return None
        case _:
            description = describe_node(node, statement, pointer)
            is_fault = _is_constant(node)
            _add_unknown(RefusedNode.not_literal(description, node, pointer, "value", is_fault=is_fault), unknown)
            return None


def _add_json_name(node: ast.expr, statement: Statement, pointer: Pointer, unknown: list[RefusedNode] | None) -> None:
    """Take a name of JSON's, which Python can't have printed. What it means is known, and the first is told of each response."""
    if unknown is None or not any(isinstance(known.node, ast.Name) and known.is_fault for known in unknown):
        description = describe_node(node, statement, pointer)
        _add_unknown(RefusedNode.not_literal(description, node, pointer, is_fault=True), unknown)


def _is_constant(node: ast.expr) -> bool:
    """Whether a value is known, but is none that a response has: a complex number, the negative of a boolean."""
    constant = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(constant, ast.Constant) and not is_elided(constant)


def _add_unknown(refused: RefusedNode, unknown: list[RefusedNode] | None) -> None:
    """Take what leaves the rest of the response readable. Raises the error that it is otherwise."""
    if unknown is None or not (refused.hides or refused.is_fault):
        raise refused
    if len(unknown) >= MAX_NOT_LITERAL:
        message = f"more than {MAX_NOT_LITERAL:,} values are not literals; print the response itself ({ONLY_LITERALS})"
        raise RefusedNode(reading.NOT_A_LITERAL, message, refused.node, refused.pointer)
    unknown.append(refused)


def _key(key: ast.expr | None, value: ast.expr, statement: Statement, pointer: Pointer) -> str:
    match key:
        case None:
            raise RefusedNode.not_literal("an unpacking (**)", value, pointer, "members")
        case ast.Constant(value=str() as name):
            return name
        case ast.Constant(value=constant):
            raise RefusedNode(
                reading.NOT_A_LITERAL,
                f"{quote_constant('key', constant)} is not a string; write it as one",
                key,
                pointer,
                "members",
                is_fault=True,
            )
        case _:
            description = f"a key that is {describe_node(key, statement)}"
            raise RefusedNode.not_literal(description, key, pointer, "members")


def _construct(constructor: Callable[..., object], node: ast.Call, statement: Statement, pointer: Pointer) -> object:
    arguments = [_argument(argument, statement, pointer) for argument in node.args]
    named: dict[str, object] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise RefusedNode.not_literal("an unpacking (**)", keyword.value, pointer, "value")
        named[keyword.arg] = _argument(keyword.value, statement, pointer)
    try:
        return constructor(*arguments, **named)
    except (ArithmeticError, TypeError, ValueError) as error:
        message = (
            f"{dotted_name(node.func)}() is not a valid value: {reason_of(error)}; write a time or number that exists"
        )
        raise RefusedNode(reading.NOT_A_LITERAL, message, node, pointer, "value", is_fault=True) from error


def _argument(node: ast.expr, statement: Statement, pointer: Pointer) -> object:
    if isinstance(node, ast.Call) and (zone := _ZONES.get(dotted_name(node.func))):
        return _construct(zone, node, statement, pointer)
    if dotted_name(node) in _UTC or (isinstance(node, ast.Name) and statement.source_of(node) == "<UTC>"):
        return UTC
    return literal_value(node, statement, pointer)


def _number(value: object, node: ast.expr, pointer: Pointer) -> object:
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite():
        message = f"{value} is not a JSON number; {NUMBER_HINT}"
        raise RefusedNode(reading.NUMBER_NOT_FINITE, message, node, pointer, "value", is_fault=True)
    if value.adjusted() >= MAX_DIGITS:
        raise RefusedNode(reading.TOO_LARGE, TOO_MANY_DIGITS, node, pointer)
    exponent = value.as_tuple().exponent
    return int(value) if isinstance(exponent, int) and exponent >= 0 else float(value)


def _utc() -> tzinfo:
    """`tzutc()`, and `tzlocal()`: the offset of the machine that printed the time is not part of the output."""
    return UTC


def _fixed_offset(name: str | bytes | None, offset: float | timedelta) -> tzinfo:
    del name  # an abbreviation such as 'PDT', or nothing
    return timezone(offset if isinstance(offset, timedelta) else timedelta(seconds=offset))


def _qualified(modules: tuple[str, ...], name: str) -> tuple[str, ...]:
    return (name, *(f"{module}.{name}" for module in modules))


_UTC = frozenset({"UTC", "datetime.UTC", "timezone.utc", "datetime.timezone.utc"})
_CONSTRUCTORS: Mapping[str, Callable[..., object]] = {
    **dict.fromkeys(_qualified(("datetime",), "datetime"), datetime),
    **dict.fromkeys(_qualified(("datetime",), "date"), date),
    **dict.fromkeys(_qualified(("decimal",), "Decimal"), Decimal),
}
_ZONES: Mapping[str, Callable[..., object]] = {
    **dict.fromkeys(_qualified(("tz", "dateutil.tz", "dateutil.tz.tz"), "tzlocal"), _utc),
    **dict.fromkeys(_qualified(("tz", "dateutil.tz", "dateutil.tz.tz"), "tzutc"), _utc),
    **dict.fromkeys(_qualified(("tz", "dateutil.tz", "dateutil.tz.tz"), "tzoffset"), _fixed_offset),
    **dict.fromkeys(_qualified(("datetime",), "timezone"), timezone),
    **dict.fromkeys(_qualified(("datetime",), "timedelta"), timedelta),
}
