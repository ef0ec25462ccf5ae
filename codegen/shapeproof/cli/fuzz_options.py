"""What `shapeproof fuzz` takes on its command line, understood: pins, times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import click

from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT

__all__ = ["Duration", "understood_pins"]

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


class Duration(click.ParamType[float]):
    """`90`, `90s`, `1.5m`, `1h`: a time in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds, or click's own complaint."""
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", str(value))
        if match is None or not float(match[1]):
            self.fail(f"{value!r} is no time; write 90, 90s, 1.5m or 1h", param, ctx)
        return float(match[1]) * _SECONDS[match[2]]


_MARKERS = {"ABSENT": ABSENT, "PRESENT": PRESENT}


def understood_pins(texts: Iterable[str]) -> dict[str, Any]:
    """`PATH=VALUE` each: ABSENT, PRESENT, a JSON value, else the text itself. Raises UsageError for another form."""
    pins: dict[str, Any] = {}
    for text in texts:
        path, equals, value = text.partition("=")
        if not path or not equals:
            raise UsageError(
                "a pin is PATH=VALUE", where=f"--pin {text}", mend="such as --pin HyperParameterTuningJobStatus=Failed"
            )
        pins[path] = _MARKERS[value] if value in _MARKERS else _value(value)
    return pins


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
