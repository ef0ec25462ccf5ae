"""Finds the pyproject.toml of a project, and reads `[tool.shapeproof]` there."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

from shapeproof.errors import ShapeproofError, UsageError, did_you_mean
from shapeproof.files import read_file
from shapeproof.registry.project_rules import ProjectRules
from shapeproof.settings.ignore_entries import IGNORE, ignore_hint, read_ignore
from shapeproof.settings.locations import line_of
from shapeproof.settings.model import TABLE, Settings
from shapeproof.settings.values import EXAMPLES, READERS, describe

__all__ = ["FILE", "KEYS", "read"]

FILE: Final = "pyproject.toml"
KEYS: Final = tuple(name for name in Settings._fields if name not in {"file", "suppressions"})
"""All keys, in the order of docs/reference/settings.md."""
_TOML_HINT: Final = "strings are in quotes, and each key and table occurs once"
_RULES: Final = "rules"
"""The key of the table with the rules of the project, which is read with the places of its operations."""


def read(directory: Path) -> Settings:
    """Read the settings of a project.

    Args:
        directory: where to look; the nearest pyproject.toml with settings, here or above, counts.

    Returns:
        The settings; the defaults if no file has any.

    Raises:
        UsageError: a file can't be read, or a setting is invalid; names the file, line and key.
    """
    start = directory.absolute()
    for parent in (start, *start.parents):
        file = parent / FILE
        try:
            data = read_file(file)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        except OSError as error:
            raise UsageError(f"this file can't be read: {error.strerror}", where=str(file)) from error
        # Parsing TOML takes as long as checking a response, and most files have no settings for Shapeproof.
        if b"shapeproof" in data and (settings := _parse(file, data)):
            return settings
    return Settings()


def _parse(file: Path, data: bytes) -> Settings | None:
    from tomllib import loads

    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", where=_shown(file), hint="save the file as UTF-8") from error
    try:
        tools: object = loads(text).get("tool")
    except ValueError as error:  # TOMLDecodeError
        raise UsageError(
            f"not valid TOML: {error}", where=_shown(file), hint=ignore_hint(text) or _TOML_HINT
        ) from error
    except RecursionError as error:
        raise UsageError("not valid TOML: nested too deeply", where=_shown(file)) from error
    table = cast("dict[str, object]", tools).get("shapeproof") if isinstance(tools, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise UsageError(
            f"{TABLE}: expected a table, got {describe(table)}",
            where=_shown(file),
            hint=f"[{TABLE}], then one setting per line",
        )
    values: dict[str, Any] = {}
    for key, value in cast("dict[str, object]", table).items():
        where = f"{_shown(file)}:{line_of(text, key)}: {TABLE}.{key}"
        if key == _RULES:
            values[key] = _rules(value, file, text)
            continue
        if key == IGNORE:
            values[key], values["suppressions"] = read_ignore(value, text, file.parent, _shown(file))
            continue
        reader = READERS.get(key)
        if reader is None:
            raise UsageError("unknown setting", where=where, hint=_suggestion(key))
        try:
            values[key] = reader(value, file.parent)
        except ShapeproofError as error:
            hint = error.hint or (f"for example {key} = {EXAMPLES[key]}" if key in EXAMPLES else None)
            raise UsageError(error.message, where=where, hint=hint) from error
    return Settings(file=file, **values)


def _rules(value: object, file: Path, text: str) -> ProjectRules:
    """Read the rules. Their errors, now or when a contract gets them, name the place of their operation."""
    from shapeproof.registry.project_rules import read_project_rules

    if not isinstance(value, dict):
        raise UsageError(
            f"expected a table of operations and their rules, got {describe(value)}",
            where=_place(file, text, _RULES),
            hint=f'[[{TABLE}.{_RULES}."s3.list_buckets"]], then id, rule, message, at, source, keeps and breaks',
        )
    tables = cast("dict[str, object]", value)
    where = {name: _place(file, text, name) for name in tables}
    try:
        return read_project_rules(tables, where)
    except ShapeproofError as error:
        raise UsageError(error.message, where=error.where or _place(file, text, _RULES), hint=error.hint) from error


def _place(file: Path, text: str, key: str) -> str:
    """The place of rules."""
    return f"{_shown(file)}:{line_of(text, key)}: {TABLE}.{_RULES}"


def _shown(file: Path) -> str:
    """The file in messages, which are read by who works in its directory, mostly."""
    return file.name if file.parent == Path().absolute() else str(file)


def _suggestion(key: str) -> str:
    return did_you_mean(key, KEYS) or f"known settings: {', '.join(KEYS)}"
