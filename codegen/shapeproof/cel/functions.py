"""The functions of the subset: one table, from which expressions are checked and the reference page is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from shapeproof.cel.types import BOOL, DOUBLE, DURATION, DYN, INT, STRING, TIMESTAMP, ListType, MapType, Type

__all__ = ["FUNCTIONS", "Function", "FunctionSource", "Overload"]

FunctionSource = Literal["CEL", "strings", "math", "lists"]


class Overload(NamedTuple):
    """The types that a function takes, and the one that it returns.

    Attributes:
        parameters: the types of its arguments. That of `target.function()` is the first.
        result: the type of its value; None for the type of the first argument.
        is_variadic: whether the last argument may be repeated.
    """

    parameters: tuple[Type, ...]
    result: Type | None
    is_variadic: bool = False


class Function(NamedTuple):
    """A function.

    Attributes:
        name: its name, with its namespace.
        style: how it is called: `f(x)` or `x.f()`, or either.
        overloads: what it takes.
        description: what it returns, in a line.
        source: where it is specified: CEL itself, or an extension of it: `strings` and `math` of CEL, `lists` of CEL and
            Kubernetes. The reference engine has no `lists`: it is given ours.
    """

    name: str
    style: Literal["function", "method", "either"]
    overloads: tuple[Overload, ...]
    description: str
    source: FunctionSource


_ANY_LIST: Final = ListType(DYN)
_STRINGS: Final = ListType(STRING)


def _overload(*parameters: Type, result: Type | None) -> Overload:
    return Overload(parameters, result)


def _of_time(name: str, description: str, *types: Type) -> Function:
    overloads = tuple(_overload(argument, result=INT) for argument in types or (TIMESTAMP,))
    return Function(name, "method", overloads, description, "CEL")


def _extremum(name: str, description: str) -> Function:
    overloads = tuple(
        overload
        for number in (INT, DOUBLE)
        for overload in (Overload((number,), number, is_variadic=True), _overload(ListType(number), result=number))
    )
    return Function(name, "function", overloads, description, "math")


def _string(
    name: str, description: str, *parameters: Type, result: Type = STRING, optional: Type | None = None
) -> Function:
    overloads = [_overload(STRING, *parameters, result=result)]
    if optional:
        overloads.append(_overload(STRING, *parameters, optional, result=result))
    return Function(name, "method", tuple(overloads), description, "strings")


_TABLE: Final = (
    Function(
        "size",
        "either",
        tuple(_overload(argument, result=INT) for argument in (STRING, _ANY_LIST, MapType(DYN, DYN))),
        "the number of characters, items or entries",
        "CEL",
    ),
    Function("startsWith", "method", (_overload(STRING, STRING, result=BOOL),), "whether a string starts so", "CEL"),
    Function("endsWith", "method", (_overload(STRING, STRING, result=BOOL),), "whether a string ends so", "CEL"),
    Function("contains", "method", (_overload(STRING, STRING, result=BOOL),), "whether a string contains another", "CEL"),
    Function(
        "matches",
        "either",
        (_overload(STRING, STRING, result=BOOL),),
        "whether a regular expression, written as a literal, matches somewhere in a string",
        "CEL",
    ),
    Function(
        "int",
        "function",
        tuple(_overload(argument, result=INT) for argument in (INT, DOUBLE, STRING, TIMESTAMP)),
        "the integer that a string writes, a double without its fraction, or the seconds since 1970",
        "CEL",
    ),
    Function(
        "double",
        "function",
        tuple(_overload(argument, result=DOUBLE) for argument in (DOUBLE, INT, STRING)),
        "an integer as a double, or the number that a string writes",
        "CEL",
    ),
    Function(
        "string",
        "function",
        tuple(_overload(argument, result=STRING) for argument in (STRING, INT, DOUBLE, BOOL, TIMESTAMP, DURATION)),
        "a value as a string",
        "CEL",
    ),
    Function(
        "timestamp",
        "function",
        tuple(_overload(argument, result=TIMESTAMP) for argument in (TIMESTAMP, STRING, INT)),
        "the time that a string in RFC 3339 writes, or that so many seconds after 1970",
        "CEL",
    ),
    Function(
        "duration",
        "function",
        tuple(_overload(argument, result=DURATION) for argument in (DURATION, STRING)),
        'the duration that a string writes: `"1h30m"`, with the units h, m, s, ms, us, ns',
        "CEL",
    ),
    Function("dyn", "function", (_overload(DYN, result=DYN),), "the value itself, of a type known when evaluated", "CEL"),
    _of_time("getFullYear", "the year"),
    _of_time("getMonth", "the month, from 0"),
    _of_time("getDate", "the day of the month, from 1"),
    _of_time("getDayOfMonth", "the day of the month, from 0"),
    _of_time("getDayOfWeek", "the day of the week, from 0 for Sunday"),
    _of_time("getDayOfYear", "the day of the year, from 0"),
    _of_time("getHours", "the hour of a time; the hours of a duration in all", TIMESTAMP, DURATION),
    _of_time("getMinutes", "the minute of a time; the minutes of a duration in all", TIMESTAMP, DURATION),
    _of_time("getSeconds", "the second of a time; the seconds of a duration in all", TIMESTAMP, DURATION),
    _of_time("getMilliseconds", "the milliseconds of the second", TIMESTAMP, DURATION),
    _string("charAt", "the character at a position, from 0; empty at the end", INT),
    _string("indexOf", "where a string is found first, from 0 or the given position; -1 if nowhere", STRING,
            result=INT, optional=INT),
    _string("lastIndexOf", "where a string is found last, at the given position at the latest; -1 if nowhere", STRING,
            result=INT, optional=INT),
    _string("lowerAscii", "the letters A to Z made small"),
    _string("upperAscii", "the letters a to z made capital"),
    _string("replace", "all occurrences of a string replaced by another, or the given number of them", STRING, STRING,
            optional=INT),
    _string("split", "the parts between separators, or the given number of parts", STRING, result=_STRINGS, optional=INT),
    _string("substring", "the characters from a position on, or up to another, which isn't included", INT, optional=INT),
    _string("trim", "without the white space around it"),
    Function(
        "join",
        "method",
        (_overload(_STRINGS, result=STRING), _overload(_STRINGS, STRING, result=STRING)),
        "the strings of a list as one, with a separator between them",
        "strings",
    ),
    Function(
        "math.abs",
        "function",
        tuple(_overload(number, result=number) for number in (INT, DOUBLE)),
        "a number without its sign",
        "math",
    ),
    _extremum("math.greatest", "the greatest of the numbers, or of those in a list"),
    _extremum("math.least", "the least of the numbers, or of those in a list"),
    Function(
        "sum",
        "method",
        tuple(_overload(ListType(item), result=item) for item in (INT, DOUBLE, DURATION)),
        "the items of a list added up; zero for an empty one",
        "lists",
    ),
    Function("distinct", "method", (_overload(_ANY_LIST, result=None),), "the items of a list, without repetitions", "lists"),
)  # fmt: skip

FUNCTIONS: Final[Mapping[str, Function]] = {function.name: function for function in _TABLE}
"""The functions by name."""
