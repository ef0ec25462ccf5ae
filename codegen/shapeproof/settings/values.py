"""Readers of the values of settings. Their errors have no location."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, cast, get_args

from shapeproof.contract import View
from shapeproof.errors import UsageError, unknown_name_hint
from shapeproof.recordings.discovery.globs import matches
from shapeproof.registry.names import parse_name
from shapeproof.validation.catalog import chosen_severities

__all__ = ["EXAMPLES", "READERS", "describe", "read_string"]


def read_string(value: object, _directory: Path) -> str:
    """Read a string that is not empty. Raises UsageError."""
    if not isinstance(value, str):
        raise UsageError(f"expected a string, got {describe(value)}")
    if not value:
        raise UsageError("expected a string that is not empty")
    return value


def _boolean(value: object, _directory: Path) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"expected true or false, got {describe(value)}")
    return value


def _strings(value: object, directory: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError(f"expected a list of strings, got {describe(value)}")
    return tuple(read_string(item, directory) for item in cast("list[object]", value))


def _globs(value: object, directory: Path) -> tuple[str, ...]:
    globs = _strings(value, directory)
    for glob in globs:
        matches(glob, "")  # raises if it is invalid
    return globs


def _path(value: object, directory: Path) -> Path:
    return directory / read_string(value, directory)


def _paths(value: object, directory: Path) -> tuple[Path, ...]:
    return tuple(directory / path for path in _strings(value, directory))


def _codes(value: object, directory: Path) -> tuple[str, ...]:
    selectors = _strings(value, directory)
    chosen_severities(error=selectors)  # raises if one is invalid
    return selectors


def _secret_names(value: object, directory: Path) -> tuple[str, ...]:
    from shapeproof.validation.secret_names import SecretNames  # few projects name more

    return SecretNames.with_names(_strings(value, directory)).more


def _view(value: object, _directory: Path) -> View:
    views = get_args(View)
    if value not in views:
        hint = unknown_name_hint(str(value), views, f"One of: {', '.join(views)}")
        raise UsageError(f"unknown view {describe(value)}", hint=hint)
    return cast("View", value)


def _contracts(value: object, directory: Path) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UsageError(
            f"expected a table of globs and contracts, got {describe(value)}",
            hint='"tests/s3/**" = "s3.list_buckets"',
        )
    names = {glob: read_string(name, directory) for glob, name in cast("dict[str, object]", value).items()}
    for glob, name in names.items():
        matches(glob, "")
        parse_name(name)
    return names


def describe(value: object) -> str:
    """Describe a TOML value in a message."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return repr(value)


READERS: Final[Mapping[str, Callable[[object, Path], object]]] = {
    "paths": _paths,
    "include": _globs,
    "exclude": _globs,
    "contracts": _contracts,
    "schemas": _path,
    "view": _view,
    "error": _codes,
    "warn": _codes,
    "baseline": _path,
    "redact": _secret_names,
    "derived_rules": _boolean,
    "edition_notes": _boolean,
}
"""The reader of each key's value, in the order of docs/reference/settings.md; but for tables, and `ignore`."""

EXAMPLES: Final[Mapping[str, str]] = {
    "paths": '["tests/recordings"]',
    "include": '["*.json"]',
    "exclude": '["drafts/**"]',
    "contracts": '{"tests/s3/**" = "s3.list_buckets"}',
    "schemas": '"schemas"',
    "view": '"tolerant"',
    "error": '["SP220"]',
    "warn": '["drift"]',
    "baseline": '"shapeproof-baseline.json"',
    "redact": '["ApiKey"]',
    "derived_rules": "true",
    "edition_notes": "false",
}
"""A valid value of each key, for the hint about an invalid one."""
