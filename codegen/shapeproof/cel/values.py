"""Values of unknown type: their kinds, equality, order, membership."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast

from shapeproof.cel.evaluation_error import EvaluationError, quoted
from shapeproof.errors import with_article

__all__ = [
    "as_bool",
    "contains",
    "differ",
    "distinct",
    "distinct_scalars",
    "equal",
    "has_member",
    "item_at",
    "items_of",
    "kind_of",
    "member_of",
    "new_map",
    "ordered",
    "string_from_bool",
]

_KINDS: Final[Mapping[type, str]] = {
    bool: "bool",
    int: "int",
    float: "double",
    str: "string",
    type(None): "null_type",
    list: "list",
    dict: "map",
    datetime: "timestamp",
    timedelta: "duration",
}
_NUMBERS: Final = frozenset({"int", "double"})
_ORDERED: Final = frozenset({"bool", "string", "timestamp", "duration"})
_KEYS: Final = frozenset({"bool", "int", "string"})


def kind_of(value: object) -> str:
    """The name of the type of a value in CEL, without its parameters."""
    try:
        return _KINDS[type(value)]
    except KeyError:
        raise EvaluationError(f"{quoted(value)} is not a value of JSON") from None


def equal(left: Any, right: Any) -> bool:
    """Whether two values are equal: numbers by what they are worth, NaN with nothing, other kinds only with their own."""
    kind, other = kind_of(left), kind_of(right)
    if kind != other:
        return kind in _NUMBERS and other in _NUMBERS and bool(left == right)
    if kind == "list":
        return len(left) == len(right) and all(map(equal, left, right))
    if kind == "map":
        return len(left) == len(right) and all(
            contains(key, right) and equal(value, right[key]) for key, value in left.items()
        )
    return bool(left == right)


def differ(left: Any, right: Any) -> bool:
    """Whether two values are not equal."""
    return not equal(left, right)


def string_from_bool(value: bool) -> str:
    """A bool as a string."""
    return "true" if value else "false"


def ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A comparison of values of unknown type: of two numbers, or of two values of one kind that has an order."""

    def compared(left: Any, right: Any) -> bool:
        kind, other = kind_of(left), kind_of(right)
        if (kind == other and kind in _ORDERED) or (kind in _NUMBERS and other in _NUMBERS):
            return compare(left, right)
        raise EvaluationError(f"{with_article(kind)} can't be compared with {with_article(other)}")

    return compared


def contains(item: Any, collection: Any) -> bool:
    """Whether a list has an item, or a map a key."""
    kind = kind_of(collection)
    if kind == "list":
        return any(equal(item, other) for other in collection)
    if kind == "map":
        # Python takes 1 and True for one key. Maps with keys that are not strings are short: expressions write them.
        return item in collection if isinstance(item, str) else any(equal(item, key) for key in collection)
    raise EvaluationError(f"expected a list or a map after in, got {with_article(kind)}")


def member_of(owner: Any, name: str) -> Any:
    """A member of a structure or a map."""
    if not isinstance(owner, dict):
        raise EvaluationError(f"member {quoted_name(name)} of {with_article(kind_of(owner))}")
    try:
        return cast("dict[str, Any]", owner)[name]
    except KeyError:
        raise EvaluationError(f"member {quoted_name(name)} is absent") from None


def has_member(owner: Any, name: str) -> bool:
    """Whether a structure or a map has a member."""
    if not isinstance(owner, dict):
        raise EvaluationError(f"member {quoted_name(name)} of {with_article(kind_of(owner))}")
    return name in owner


def quoted_name(name: str) -> str:
    """The name of a member in a reason: as it is, unless it is not an identifier."""
    return name if name.isascii() and name.isidentifier() else quoted(name)


def item_at(owner: Any, index: Any) -> Any:
    """An item of a list, or a value of a map."""
    kind = kind_of(owner)
    if kind == "list":
        items = cast("list[Any]", owner)
        if isinstance(index, bool) or not isinstance(index, int | float):
            raise EvaluationError(f"an index of a list is an int, got {with_article(kind_of(index))}")
        if index != index or index in (math.inf, -math.inf) or int(index) != index or not 0 <= index < len(items):  # noqa: PLR0124
            raise EvaluationError(f"index {index} of a list of {len(items)}")
        return items[int(index)]
    if kind == "map":
        if not contains(index, owner):
            raise EvaluationError(f"key {quoted(index)} is absent")
        return owner[index]
    raise EvaluationError(f"an index of {with_article(kind)}")


def items_of(value: Any) -> Collection[Any]:
    """What a macro goes through: the items of a list, the keys of a map."""
    if isinstance(value, list | dict):
        return cast("Collection[Any]", value)
    raise EvaluationError(f"expected a list or a map, got {with_article(kind_of(value))}")


def as_bool(value: Any) -> bool:
    """A value that must be a bool."""
    if value is True or value is False:
        return value
    raise EvaluationError(f"expected a bool, got {with_article(kind_of(value))}")


def new_map(*entries: tuple[Any, Any]) -> dict[Any, Any]:
    """A map of entries, whose keys must be different, and strings, integers or bools."""
    made: dict[Any, Any] = {}
    for key, value in entries:
        if kind_of(key) not in _KEYS:
            raise EvaluationError(f"a key of a map can't be {with_article(kind_of(key))}")
        if key in made:
            raise EvaluationError(f"key {quoted(key)} occurs twice")
        made[key] = value
    return made


def distinct(items: Iterable[Any]) -> list[Any]:
    """The items, each once, the first of equal ones. The time is linear."""
    found: dict[Hashable, Any] = {}
    for number, item in enumerate(items):
        # NaN isn't equal to itself.
        found.setdefault(("NaN", number) if item != item else _hashable(item), item)  # noqa: PLR0124
    return list(found.values())


def distinct_scalars(items: Iterable[Any]) -> list[Any]:
    """The same for values of one type, which is neither double nor has parts."""
    return list(dict.fromkeys(items))


def _hashable(value: Any) -> Hashable:
    """A key that equal values share."""
    kind = kind_of(value)
    if kind == "list":
        return ("list", tuple(map(_hashable, value)))
    if kind == "map":
        return ("map", frozenset((_hashable(key), _hashable(item)) for key, item in value.items()))
    return ("number" if kind in _NUMBERS else kind, value)
