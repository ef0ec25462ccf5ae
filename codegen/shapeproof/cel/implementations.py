"""What operators and functions do, by the kinds of their operands: for types that are known, and for `dyn`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from shapeproof.cel import numbers, strings, times, values
from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.types import ListType, MapType, StructureType, Type
from shapeproof.cel.values import kind_of

__all__ = ["implementation", "kind_of_type"]

Implementation = Callable[..., Any]


def _same(value: Any) -> Any:
    return value


def _greatest_item(items: list[Any]) -> Any:
    return numbers.greatest(*items)


def _least_item(items: list[Any]) -> Any:
    return numbers.least(*items)


def _sum_of_any(items: list[Any]) -> Any:
    kind = kind_of(items[0]) if items else "int"
    if kind not in numbers.ZEROS:
        raise EvaluationError("a sum of values that are not numbers or durations")
    return numbers.sum_of(items, numbers.ZEROS[kind])


_TABLE: Mapping[str, Implementation] = {
    "- int": numbers.negative,
    "- double": operator.neg,
    "! bool": operator.not_,
    "+ int int": numbers.add,
    "+ double double": operator.add,
    "+ string string": operator.add,
    "+ list list": operator.add,
    "+ timestamp duration": times.add_duration,
    "+ duration timestamp": times.add_to_duration,
    "+ duration duration": times.add_durations,
    "- int int": numbers.subtract,
    "- double double": operator.sub,
    "- timestamp timestamp": times.subtract_timestamps,
    "- timestamp duration": times.subtract_duration,
    "- duration duration": times.subtract_durations,
    "* int int": numbers.multiply,
    "* double double": operator.mul,
    "/ int int": numbers.divide,
    "/ double double": numbers.divide_doubles,
    "% int int": numbers.remainder,
    "size string": len,
    "size list": len,
    "size map": len,
    "startsWith string string": strings.starts_with,
    "endsWith string string": strings.ends_with,
    "contains string string": operator.contains,
    "int int": _same,
    "int double": numbers.int_from_double,
    "int string": numbers.int_from_string,
    "int timestamp": numbers.int_from_timestamp,
    "double double": numbers.as_double,
    "double int": numbers.as_double,
    "double string": numbers.double_from_string,
    "string string": _same,
    "string int": numbers.string_from_int,
    "string double": numbers.string_from_double,
    "string bool": values.string_from_bool,
    "string timestamp": times.string_from_timestamp,
    "string duration": times.string_from_duration,
    "timestamp timestamp": _same,
    "timestamp string": times.timestamp_from_string,
    "timestamp int": times.timestamp_from_int,
    "duration duration": _same,
    "duration string": times.duration_from_string,
    "charAt string int": strings.char_at,
    "indexOf string string": strings.index_of,
    "indexOf string string int": strings.index_of,
    "lastIndexOf string string": strings.last_index_of,
    "lastIndexOf string string int": strings.last_index_of,
    "lowerAscii string": strings.lower_ascii,
    "upperAscii string": strings.upper_ascii,
    "replace string string string": strings.replace,
    "replace string string string int": strings.replace,
    "split string string": strings.split,
    "split string string int": strings.split,
    "substring string int": strings.substring,
    "substring string int int": strings.substring,
    "trim string": strings.trim,
    "join list": strings.join,
    "join list string": strings.join,
    "math.abs int": numbers.absolute_int,
    "math.abs double": numbers.absolute,
    "math.greatest list": _greatest_item,
    "math.least list": _least_item,
    "sum list": _sum_of_any,
    "distinct list": values.distinct,
    **{f"{name} timestamp": part for name, part in times.TIMESTAMP_PARTS.items()},
    **{f"{name} duration": part for name, part in times.DURATION_PARTS.items()},
}
"""By the name and the kinds of the operands."""

_OF_ANY_KIND: Final[Mapping[str, Implementation]] = {
    "==": values.equal,
    "!=": values.differ,
    "<": values.ordered(operator.lt),
    "<=": values.ordered(operator.le),
    ">": values.ordered(operator.gt),
    ">=": values.ordered(operator.ge),
    "in": values.contains,
    "dyn": _same,
}
"""What looks at the kinds itself."""

_VARIADIC: Final[Mapping[str, Implementation]] = {"math.greatest": numbers.greatest, "math.least": numbers.least}
"""What also takes any number of numbers."""


def kind_of_type(described: Type) -> str:
    """The kind of the values of a type: its name without parameters."""
    if isinstance(described, ListType):
        return "list"
    return "map" if isinstance(described, MapType | StructureType) else described.name


def implementation(name: str, *kinds: str) -> Implementation:
    """The function of an operator or a function of CEL.

    Args:
        name: its name.
        *kinds: the kinds of its operands. If one is `dyn`, the function looks at the values.
    """
    if name in _OF_ANY_KIND:
        return _OF_ANY_KIND[name]
    if "dyn" in kinds:
        return _dispatch(name)
    found = _TABLE.get(" ".join((name, *kinds)))
    return found if found is not None else _VARIADIC[name]


@cache
def _dispatch(name: str) -> Implementation:
    def dispatched(*operands: Any) -> Any:
        kinds = [kind_of(operand) for operand in operands]
        found = _TABLE.get(" ".join((name, *kinds)))
        if found is None:
            if name not in _VARIADIC:
                raise EvaluationError(f"{name} doesn't take ({', '.join(kinds)})")
            found = _VARIADIC[name]
        return found(*operands)

    return dispatched
