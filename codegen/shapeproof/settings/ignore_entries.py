"""Reads the key `ignore`: an array of codes, of selectors, and of tables that say more.

A code alone chooses a severity: its findings are not made, and nothing counts them. All others are suppressions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from shapeproof.errors import ShapeproofError, UsageError, did_you_mean
from shapeproof.expressions import Expression
from shapeproof.settings.locations import item_lines
from shapeproof.settings.model import TABLE
from shapeproof.settings.values import describe, read_string
from shapeproof.validation.catalog import chosen_severities

if TYPE_CHECKING:  # most projects suppress nothing
    from shapeproof.suppression.model import FileGlob, Suppression
    from shapeproof.suppression.wildcards import Wildcard

__all__ = ["IGNORE", "ignore_hint", "read_ignore"]

IGNORE: Final = "ignore"
_TABLES: Final = Expression(r"^\[\[ *tool\.shapeproof\.ignore", re.MULTILINE)
_EXPIRES: Final = Expression(r"\bexpires[ \t]*=[ \t]*([0-9][0-9A-Za-z/._-]*)")
_LIST: Final = Expression(r"^ignore[ =]", re.MULTILINE)


def read_ignore(
    value: object, text: str, directory: Path, file: str
) -> tuple[tuple[str, ...], tuple[Suppression, ...]]:
    """Read the array.

    Args:
        value: the value of the key.
        text: the whole file, in which entries are looked for.
        directory: the directory of the file, which globs of files are relative to.
        file: what messages call the file.

    Returns:
        The codes, and the suppressions.

    Raises:
        UsageError: an entry is invalid.
    """
    entries = cast("list[object]", value) if isinstance(value, list) else []
    lines = list(item_lines(text, IGNORE, [_quoted(entry) for entry in entries]))
    if not isinstance(value, list):
        (line,) = item_lines(text, IGNORE, [""])
        raise UsageError(
            f"expected a list of codes, selectors and tables, got {describe(value)}",
            where=f"{file}:{line}: {TABLE}.{IGNORE}",
            hint=_EXAMPLE,
        )
    codes: list[str] = []
    suppressions: list[Suppression] = []
    for entry, line in zip(entries, lines, strict=True):
        origin = f"{file}:{line}"
        try:
            if isinstance(entry, dict):
                suppressions.append(_table(cast("dict[str, object]", entry), origin, directory))
                continue
            selector = read_string(entry, directory)
            if "@" in selector or ":" in selector or _is_of_changes(selector):
                from shapeproof.suppression.selectors import parse_selector

                suppressions.append(parse_selector(selector, origin=origin, directory=str(directory)))
            else:
                chosen_severities(error=[selector])  # raises if it is invalid
                codes.append(selector)
        except ShapeproofError as error:
            raise UsageError(error.message, where=f"{origin}: {TABLE}.{IGNORE}", hint=error.hint or _EXAMPLE) from error
    return tuple(codes), tuple(suppressions)


_EXAMPLE: Final = (
    f'for example ignore = ["SP220", "SP302@ec2.*"], or [[{TABLE}.{IGNORE}]] with code = "SP302", reason = "…"'
)


def _is_of_changes(selector: str) -> bool:
    """Whether it is a code of changes, which have no severity to choose."""
    if not selector.startswith(("SP6", "change")):
        return False
    from shapeproof.suppression.selectors import change_codes

    return bool(change_codes(selector))


def ignore_hint(text: str) -> str | None:
    """What to do about a file that isn't valid TOML, if it is for a date, or for `ignore` in both of its forms."""
    if any(not _is_date(match[1]) for match in _EXPIRES.compiled.finditer(text)):
        return "a date that exists, in full and without quotes: expires = 2027-01-31"
    if _TABLES.compiled.search(text) and _LIST.compiled.search(text):
        return f'TOML has one form of an array: write the codes of ignore = […] as tables, too: [[{TABLE}.{IGNORE}]], code = "SP220"'
    return None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _quoted(entry: object) -> str:
    """The string by which an entry is found in the file."""
    values = cast("dict[str, object]", entry).values() if isinstance(entry, dict) else [entry]
    return next((value for value in values if isinstance(value, str)), "")


def _table(table: dict[str, object], origin: str, directory: Path) -> Suppression:
    from shapeproof.suppression.model import Suppression

    values: dict[str, Any] = {}
    for key, value in table.items():
        reader = _KEYS.get(key)
        if reader is None:
            hint = did_you_mean(key, _KEYS) or f"known keys: {', '.join(_KEYS)}"
            raise UsageError(f"unknown key {key!r}", hint=hint)
        try:
            values[key] = reader(value, directory)
        except ShapeproofError as error:
            raise UsageError(f"{key}: {error.message}", hint=error.hint) from error
    codes: tuple[str, ...] = values.pop("code", ())
    if not codes:
        raise UsageError(
            "the key code is missing", hint='code = "SP302", a list of codes, a group SP3xx, or a kind: "drift"'
        )
    if "file" in values and "test" in values:
        raise UsageError(
            "file and test exclude each other: recordings have files, responses of clients have tests",
            hint="write two entries",
        )
    from shapeproof.suppression.selectors import code_set

    target = table.get("operation", table.get("file"))
    selector = ",".join(codes) + (f"@{target}" if target else "") + (f":{table['path']}" if "path" in table else "")
    more = [f"{key} {table[key]}" for key in ("file", "test") if table.get(key, target) != target]
    return Suppression(
        selector + (f" ({', '.join(more)})" if more else ""), code_set(list(codes)), origin=origin, **values
    )


def _codes(value: object, directory: Path) -> tuple[str, ...]:
    codes = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(read_string(code, directory) for code in codes)


def _operation(value: object, directory: Path) -> Wildcard:
    from shapeproof.suppression.model import parse_operation

    return parse_operation(read_string(value, directory))


def _path(value: object, _directory: Path) -> Wildcard:
    from shapeproof.suppression.wildcards import Wildcard

    if not isinstance(value, str):  # an empty one is the whole response
        raise UsageError(f"expected a string, got {describe(value)}")
    return Wildcard.parse(value)


def _test(value: object, directory: Path) -> Wildcard:
    return _path(read_string(value, directory), directory)


def _file(value: object, directory: Path) -> FileGlob:
    from shapeproof.suppression.model import FileGlob

    return FileGlob.parse(read_string(value, directory), str(directory))


def _date(value: object, _directory: Path) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise UsageError(f"expected a date, got {describe(value)}", hint="without quotes: expires = 2027-01-31")
    return value


_KEYS: Final[Mapping[str, Callable[[object, Path], object]]] = MappingProxyType(
    {
        "code": _codes,
        "operation": _operation,
        "path": _path,
        "file": _file,
        "test": _test,
        "reason": read_string,
        "expires": _date,
    }
)
"""The reader of each key of a table. The values of all but `code` are fields of a suppression."""
