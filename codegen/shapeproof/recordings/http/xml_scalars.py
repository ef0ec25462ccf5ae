"""Converts the text of an XML element, or of an HTTP header, into the scalar that a shape promises.

What isn't such a scalar stays a string, so that validation finds it. The forms are Smithy's: other readers accept more,
each of them something else. Of booleans, the SDKs for JavaScript and Rust refuse all but `true` and `false`, boto3 reads
all but `true` as false, and the SDK for Go accepts what `strconv.ParseBool` does (`True`, `1`, `t`).
"""

from __future__ import annotations

import math
import re
from typing import Any, Final

from shapeproof.recordings.limits import MAX_DIGITS
from shapeproof.representations.timestamps import parse_timestamp, timestamp_from_wire

__all__ = ["scalar_from_text"]

_BOOLEANS: Final = {"true": True, "false": False}
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def scalar_from_text(shape: Any, text: str, *, default_time_format: str = "iso8601") -> object:
    """Convert a text into `cli`.

    Args:
        shape: a scalar shape of botocore's.
        text: the text as it was sent.
        default_time_format: the form of timestamps for which the model names none.
    """
    match shape.type_name:
        case "boolean":
            return _BOOLEANS.get(text, text)
        case "integer" | "long":
            return int(text) if len(text) <= MAX_DIGITS and _INTEGER.fullmatch(text) else text
        case "float" | "double":
            return _number(text)
        case "timestamp":
            return _timestamp(text, shape.serialization.get("timestampFormat", default_time_format))
        case "blob":
            return "".join(text.split())  # base64 may be broken into lines
        case _:
            return text


def _number(text: str) -> object:
    number = float(text) if len(text) <= MAX_DIGITS and _DECIMAL.fullmatch(text) else math.inf
    return number if math.isfinite(number) else text  # NaN and the infinities are strings in `cli`


def _timestamp(text: str, time_format: str) -> object:
    match time_format:
        case "iso8601":
            return text
        case "unixTimestamp":
            number = _number(text)
            moment = timestamp_from_wire(number) if isinstance(number, float) else text
        case _:
            moment = timestamp_from_wire(text)
    # What can't be converted could pass for ISO 8601: return a value of a wrong type, to be reported.
    return True if moment == text and parse_timestamp(text) else moment
