"""What a project says in its pyproject.toml, in `[tool.shapeproof]`, of how it is to be checked. The room's only IO."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, cast, get_args

from shapeproof.contract import View
from shapeproof.errors import ShapeproofError, UsageError, did_you_mean
from shapeproof.recordings.discovery.globs import Below, matches
from shapeproof.recordings.discovery.selection import Selection
from shapeproof.recordings.identification.identifier import ByPath
from shapeproof.registry.names import parse_name
from shapeproof.validation.catalog import Severity, chosen_severities

__all__ = ["FILE", "TABLE", "Settings", "read"]

FILE: Final = "pyproject.toml"
TABLE: Final = "tool.shapeproof"


class Settings(NamedTuple):
    """The settings of a project; those of a project that has none.

    `file` is where they were read from, None if nowhere. Paths are absolute. `error`, `warn` and `ignore` hold codes,
    groups and kinds, `include` and `exclude` globs, as the options of these names take them. The keys of `contracts` are
    globs of paths below the file's folder, the values names of contracts; the first that matches counts.
    """

    file: Path | None = None
    paths: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    contracts: Mapping[str, str] = MappingProxyType({})
    schemas: Path | None = None
    view: View = "strict"
    error: tuple[str, ...] = ()
    warn: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Path | None = None

    def by_path(self, here: Path) -> ByPath | None:
        """The contracts of files by their paths, which are relative to `here` or absolute; None if none are named."""
        if self.file is None or not self.contracts:
            return None
        return ByPath(Below(str(self.file.parent), str(here.absolute())), tuple(self.contracts.items()))

    def selection(self, here: Path, *, include: bool, exclude: bool) -> Selection:
        """What of the files that are met is wanted, as far as it isn't said elsewhere; paths as for `by_path`."""
        below = Below(str(self.file.parent), str(here.absolute())) if self.file else None
        return Selection(
            self.include if include else (), self.exclude if exclude else (), below, spelling=f"{TABLE}.{{}}"
        )

    @property
    def severities(self) -> dict[str, Severity | None]:
        """What each code that the settings speak of counts as; None: its findings are left out."""
        return chosen_severities(self.error, self.warn, self.ignore)


def read(folder: Path) -> Settings:
    """The settings of the nearest pyproject.toml at or above `folder` that has any.

    Raises UsageError for a file that can't be read, and for a setting that is none, naming file, line and key.
    """
    start = folder.absolute()
    for place in (start, *start.parents):
        file = place / FILE
        try:
            text = file.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        except OSError as error:
            raise UsageError(f"this can't be read: {error.strerror}", where=str(file)) from None
        # Parsing TOML takes as long as checking a response, and most files have nothing of ours.
        if b"shapeproof" in text and (settings := _in_file(file, text)):
            return settings
    return Settings()


def _in_file(file: Path, data: bytes) -> Settings | None:
    from tomllib import loads

    try:
        text = data.decode()
        tools: object = loads(text).get("tool")
    except ValueError as error:  # UnicodeDecodeError and TOMLDecodeError are some
        raise UsageError(f"not valid TOML: {error}", where=str(file)) from error
    ours = cast("dict[str, object]", tools).get("shapeproof") if isinstance(tools, dict) else None
    if ours is None:
        return None
    if not isinstance(ours, dict):
        raise UsageError(f"{TABLE} is a table", where=str(file), hint=f"[{TABLE}], with a setting a line")
    table = cast("dict[str, object]", ours)
    given: dict[str, object] = {}
    for key, value in table.items():
        where = f"{file}:{_line(text, key)}: {TABLE}.{key}"
        reader = _READERS.get(key)
        if reader is None:
            raise UsageError("there is no such setting", where=where, hint=_meant(key))
        try:
            given[key] = reader(value, file.parent)
        except ShapeproofError as error:
            raise UsageError(error.message, where=where, hint=error.hint) from None
    return Settings(file=file, **given)  # type: ignore[arg-type] # each reader gives what its field holds


def _line(text: str, key: str) -> int:
    """The line in which a setting stands, as far as it is written plainly; else that of the table."""
    table = re.search(rf"^\s*\[\s*{re.escape(TABLE)}", text, re.MULTILINE)
    start = table.start() if table else 0
    name = rf"^\s*\[?\s*(?:tool\.)?(?:shapeproof\.)?[\"']?{re.escape(key)}\b"
    found = re.compile(name, re.MULTILINE).search(text, start)
    return text.count("\n", 0, found.end() if found else start) + 1


def _meant(key: str) -> str:
    return did_you_mean(key, _READERS) or f"there are: {', '.join(_READERS)}"


def _text(value: object, _folder: Path) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"this is a text, not {_shown(value)}")
    return value


def _texts(value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError(f"this is a list of texts, not {_shown(value)}", hint='such as ["…"]')
    return tuple(_text(one, folder) for one in cast("list[object]", value))


def _globs(value: object, folder: Path) -> tuple[str, ...]:
    globs = _texts(value, folder)
    for glob in globs:
        matches(glob, "")
    return globs


def _path(value: object, folder: Path) -> Path:
    return folder / _text(value, folder)


def _paths(value: object, folder: Path) -> tuple[Path, ...]:
    return tuple(folder / one for one in _texts(value, folder))


def _codes(value: object, folder: Path) -> tuple[str, ...]:
    texts = _texts(value, folder)
    chosen_severities(error=texts)
    return texts


def _view(value: object, _folder: Path) -> View:
    views = get_args(View)
    if value not in views:
        suggestion = did_you_mean(str(value), views)
        hint = f"{suggestion} " if suggestion else ""
        raise UsageError(f"there is no view {_shown(value)}", hint=f"{hint}One of: {', '.join(views)}")
    return cast("View", value)


def _contracts(value: object, folder: Path) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UsageError(
            f"this is a table of globs and contracts, not {_shown(value)}", hint='"tests/s3/**" = "s3.list_buckets"'
        )
    names = {glob: _text(name, folder) for glob, name in cast("dict[str, object]", value).items()}
    for glob, name in names.items():
        matches(glob, "")
        parse_name(name)
    return names


def _shown(value: object) -> str:
    """A TOML value as it may be told."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return repr(value)


_READERS: Final[Mapping[str, Callable[[object, Path], object]]] = {
    "paths": _paths,
    "include": _globs,
    "exclude": _globs,
    "contracts": _contracts,
    "schemas": _path,
    "view": _view,
    "error": _codes,
    "warn": _codes,
    "ignore": _codes,
    "baseline": _path,
}
"""Each key, in the order of docs/reference/settings.md, and what reads its value: raises without saying where."""
