"""What `shapeproof fuzz` takes on its command line, understood: pins, times, how a program is run."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from shapeproof.contract import Contract
from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT
from shapeproof.fuzz.planning.pins import is_text

__all__ = ["TIMEOUT", "Duration", "Runner", "understood_pins"]

TIMEOUT = 10.0

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Runner:
    """A program and how it is run: whether it stays for all responses, its seconds for one, what a crash looks like."""

    command: str
    stays: bool
    timeout: float
    crash_regex: str | None

    @property
    def crash(self) -> re.Pattern[str]:
        """What a crash looks like on standard error. Raises UsageError for what is no regular expression."""
        from shapeproof.fuzz.campaign.run_outcome import CRASH

        try:
            return re.compile(CRASH if self.crash_regex is None else self.crash_regex, re.MULTILINE)
        except re.error as error:
            raise UsageError(f"this is no regular expression: {error}", where="--crash-regex") from None

    def again(self, file: Path) -> str:
        """The command line that tries a kept response again."""
        words = ["shapeproof", "fuzz", "--again", str(file), "--exec-lines" if self.stays else "--exec", self.command]
        if self.timeout != TIMEOUT:
            words += ["--timeout", f"{self.timeout:g}"]
        if self.crash_regex is not None:
            words += ["--crash-regex", self.crash_regex]
        return shlex.join(words)


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


def understood_pins(texts: Iterable[str], contract: Contract) -> dict[str, Any]:
    """`PATH=VALUE` each: ABSENT, PRESENT, a JSON value, else the text itself. Raises UsageError for another form.

    What looks like a number is a text where the contract has a text.
    """
    root = contract.schema()
    pins: dict[str, Any] = {}
    for text in texts:
        path, equals, value = text.partition("=")
        if not path or not equals:
            raise UsageError(
                "a pin is PATH=VALUE", where=f"--pin {text}", hint="such as --pin HyperParameterTuningJobStatus=Failed"
            )
        pins[path] = _MARKERS[value] if value in _MARKERS else _value(value, is_text=is_text(root, path))
    return pins


def _value(text: str, *, is_text: bool) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return text if is_text and type(value) not in {str, dict} else value
