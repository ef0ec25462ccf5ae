"""Sentences about findings. They teach: what was expected, what came, what was probably meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from shapeproof.contract import Representation, Schema
from shapeproof.errors import nearest
from shapeproof.validation.engines.date_times import is_date_time

__all__ = ["describe", "hidden", "shown"]

_LONGEST_VALUE: Final = 60
_MOST_OPTIONS: Final = 8
# The last second that any datetime type can hold, 9999-12-31T23:59:59Z. Beyond it, epoch seconds are milliseconds.
_LAST_SECOND: Final = 253_402_300_799

_WRITTEN: Final[dict[Representation, str]] = {
    "wire": "the service writes another form of time",
    "cli": "the AWS CLI writes an ISO 8601 time",
    "sdk": "boto3 hands over a datetime",
}
_CARRIERS: Final = {"header": "HTTP header", "headers": "HTTP headers", "statusCode": "status line"}
_ZONELESS: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?")

_TYPE_NAMES: Final = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_COUNTED: Final = {
    "Length": ("character", "characters"),
    "Items": ("item", "items"),
    "Properties": ("entry", "entries"),
}


def shown(value: object) -> str:
    """A value as a message shows it: one line, cut where it is long."""
    if value == "":
        return "the empty text"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text if text.isprintable() else json.dumps(text)[1:-1]
    return f"`{text}`" if len(text) <= _LONGEST_VALUE else f"`{text[: _LONGEST_VALUE - 1]}…`"


def hidden(_value: object) -> str:
    """What stands in for a sensitive value."""
    return "a sensitive value (not shown)"


def describe(
    code: str,
    keyword: str,
    value: Any,
    *,
    name: str,
    shape: Schema,
    owner: Schema,
    sensitive: bool,
    representation: Representation = "cli",
) -> str:
    """The sentence about `keyword`, broken by `value`, which stands under `name` in something of the schema `owner`.

    `code` is the finding's. `shape` is the schema that `value` should keep, or that the key should where the key is at
    fault. Sensitive values are never shown.
    """
    show = hidden if sensitive else shown
    match code:
        case "SP101":
            return f"{shown(name)} is required, but absent"
        case "SP102":
            return f"{_TYPE_NAMES[shape['type']]} belongs here, not {_what(value, show(value))}"
        case "SP103":
            return "null stands here; a member without a value is left out"
        case "SP104":
            return _time(value, show(value), _WRITTEN[representation])
        case "SP105":
            return f"exactly one member of this union must be there, not {_counted(value)}"
        case "SP201" if shape.get("contentEncoding"):
            return f"{show(value)} is no base64"
        case "SP204" | "SP221":
            return f"{show(value)} is below the minimum of {shape['minimum']}"
        case "SP205":
            return f"{show(value)} is above the maximum of {shape['maximum']}"
        case "SP210":
            return _key(keyword.removeprefix("propertyNames/"), name, shape, sensitive=sensitive)
        case "SP301":
            return _unknown(name, owner.get("properties", {}))
        case "SP302" | "SP303":
            return _enum(value, shape["enum"], sensitive=sensitive)
        case _ if keyword == "pattern":
            named = f" of {shape['x-shape']}" if "x-shape" in shape else ""
            return f"{show(value)} doesn't match the pattern{named}: {_cut(shape['pattern'])}"
        case _:
            return _size(keyword, shape, value, show(value))


def _size(keyword: str, shape: Schema, value: Any, show: str) -> str:
    noun = {"string": "the text", "array": "the list"}.get(shape["type"], "the map")
    if not value:
        return f"{noun} is empty; its minimum is {shape[keyword]}"
    subject = show if shape["type"] == "string" else noun
    return f"{subject} {_sized(keyword, len(value), shape[keyword])}"


def _sized(keyword: str, size: int, bound: int) -> str:
    one, several = _COUNTED[keyword[3:]]
    limit = f"at least {bound} belong there" if keyword.startswith("min") else f"at most {bound} are allowed"
    return f"has {size} {one if size == 1 else several}, {limit}"


def _unknown(name: str, members: Mapping[str, Schema]) -> str:
    if name in members:  # known to the SDK, but recorded on the wire
        wire: Schema = members[name]["x-wire"]
        if "in" in wire:
            return f"the body has no member {shown(name)}; it travels in the {_CARRIERS.get(wire['in'], wire['in'])}"
        return f"the wire has no member {shown(name)}; there it is called `{wire['name']}`"
    same = next((member for member in members if member.lower() == name.lower()), None)
    if same:
        return f"there is no member {shown(name)}; it differs from `{same}` only in case"
    return f"there is no member {shown(name)}{_meant(name, members)}"


def _what(value: object, show: str) -> str:
    match value:
        case None:
            return "null"
        case bool() | int() | float():
            return show
        case str():
            return f"the text {show}" if show.startswith("`") else show
        case list():
            return "a list"
        case Mapping():
            return "an object"
        case _:
            return f"a Python {type(value).__name__}"


def _time(value: object, show: str, written: str) -> str:
    if isinstance(value, bool):
        return f"a timestamp belongs here, not {show}"
    if isinstance(value, int | float):
        if value > _LAST_SECOND:
            return f"{show} is no time in epoch seconds; is it in milliseconds?"
        return f"the number {show} stands where {written}"
    if isinstance(value, date):
        return f"a date and a time belong here, not the date {show}"
    if not isinstance(value, str):
        return f"a timestamp belongs here, not {_what(value, show)}"
    if is_date_time(value):
        return f"the ISO 8601 time {show} stands where {written}"
    if _ZONELESS.fullmatch(value):
        return f"{show} has no time zone (2024-05-06T07:08:09Z)"
    return f"{show} is no timestamp: a date, a time and a zone belong here (2024-05-06T07:08:09Z)"


def _enum(value: object, options: list[str], *, sensitive: bool) -> str:
    if sensitive:
        return f"{hidden(value)} is none of the {len(options)} values that the contract knows"
    text = str(value)
    same = next((option for option in options if option.lower() == text.lower()), None)
    if same:
        return f"{shown(value)} differs from `{same}` only in case"
    return f"{shown(value)} is none of {_listed(options)}{_meant(text, options)}"


def _key(keyword: str, key: str, names: Schema, *, sensitive: bool) -> str:
    shown_key = "(sensitive, not shown)" if sensitive else shown(key)
    match keyword:
        case "enum":
            return f"the key {shown_key} is none of {_listed(names['enum'])}{'' if sensitive else _meant(key, names['enum'])}"
        case "pattern":
            return f"the key {shown_key} doesn't match the pattern {_cut(names['pattern'])}"
        case _:
            return f"the key {shown_key} {_sized(keyword, len(key), names[keyword])}"


def _listed(options: list[str]) -> str:
    first = ", ".join(options[:_MOST_OPTIONS])
    rest = len(options) - _MOST_OPTIONS
    return f"{first} and {rest} more" if rest > 0 else first


def _meant(name: str, names: Iterable[str]) -> str:
    return _nearest(name, tuple(names))


@lru_cache(maxsize=1024)  # the same slip is made a thousand times over
def _nearest(name: str, names: tuple[str, ...]) -> str:
    similar = nearest(name, names)
    return f"; did you mean `{similar[0]}`?" if similar else ""


def _counted(value: Mapping[str, object]) -> str:
    return f"{len(value)} ({', '.join(sorted(value))})" if value else "none"


def _cut(pattern: str) -> str:
    longest = 3 * _LONGEST_VALUE
    return pattern if len(pattern) <= longest else pattern[: longest - 1] + "…"
