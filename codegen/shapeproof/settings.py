"""Reads the settings of a project from `[tool.shapeproof]` in its pyproject.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, cast, get_args

from shapeproof.contract import View
from shapeproof.errors import ShapeproofError, UsageError, did_you_mean, unknown_name_hint
from shapeproof.files import read_file
from shapeproof.recordings.discovery.globs import matches
from shapeproof.registry.names import parse_name
from shapeproof.registry.project_rules import NO_RULES, ProjectRules
from shapeproof.validation.catalog import Severity, chosen_severities

if TYPE_CHECKING:  # slow to import, and tests with the pytest plugin look at no files
    from shapeproof.recordings.discovery.base_directory import BaseDirectory
    from shapeproof.recordings.discovery.selection import Selection
    from shapeproof.recordings.identification.identifier import ContractsByPath

__all__ = ["FILE", "TABLE", "Settings", "read"]

FILE: Final = "pyproject.toml"
TABLE: Final = "tool.shapeproof"
_RULES: Final = "rules"
"""The key of the table with the rules of the project, which is read with the places of its operations."""


class Settings(NamedTuple):
    """The settings of a project; the defaults are those of a project without settings.

    Attributes:
        file: the file with the settings; None if there is none.
        paths: what to check, as absolute paths.
        include: globs of files to check.
        exclude: globs of files to skip.
        contracts: the name of the contract for each glob of files below the file's directory; the first match counts.
        schemas: the directory of the project's contracts, as an absolute path.
        view: decides the severities of findings.
        error: codes, groups, kinds and rules of findings that are errors.
        warn: codes, groups, kinds and rules of findings that are warnings.
        ignore: codes, groups, kinds and rules of findings that are not reported.
        baseline: the baseline file, as an absolute path.
        redact: names of members whose values `shapeproof.record` replaces.
        rules: rules that the project adds to contracts.
        derived_rules: whether rules that the names of members suggest are checked, too.
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
    redact: tuple[str, ...] = ()
    rules: ProjectRules = NO_RULES
    derived_rules: bool = False

    def by_path(self, working_directory: Path) -> ContractsByPath | None:
        """Return the contracts of files by path; None if the settings name none.

        Args:
            working_directory: what relative paths are relative to.
        """
        from shapeproof.recordings.identification.identifier import ContractsByPath

        base = self._base(working_directory)
        return ContractsByPath(base, tuple(self.contracts.items())) if base and self.contracts else None

    def _base(self, working_directory: Path) -> BaseDirectory | None:
        from shapeproof.recordings.discovery.base_directory import BaseDirectory

        return BaseDirectory(str(self.file.parent), str(working_directory.absolute())) if self.file else None

    def selection(self, working_directory: Path, *, include: bool, exclude: bool) -> Selection:
        """Return which files in directories are checked.

        Args:
            working_directory: what relative paths are relative to.
            include: whether the setting `include` is used; an option may replace it.
            exclude: whether the setting `exclude` is used.
        """
        from shapeproof.recordings.discovery.selection import Selection

        base = self._base(working_directory)
        return Selection(
            self.include if include else (), self.exclude if exclude else (), base, option_format=f"{TABLE}.{{}}"
        )

    @property
    def severities(self) -> dict[str, Severity | None]:
        """The severity of each code that the settings name; None if its findings are not reported."""
        return chosen_severities(self.error, self.warn, self.ignore)


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
        tools: object = loads(text).get("tool")
    except ValueError as error:  # UnicodeDecodeError or TOMLDecodeError
        raise UsageError(
            f"not valid TOML: {error}",
            where=_shown(file),
            hint="strings are in quotes, and each key and table occurs once",
        ) from error
    except RecursionError as error:
        raise UsageError("not valid TOML: nested too deeply", where=_shown(file)) from error
    table = cast("dict[str, object]", tools).get("shapeproof") if isinstance(tools, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise UsageError(
            f"{TABLE}: expected a table, got {_describe(table)}",
            where=_shown(file),
            hint=f"[{TABLE}], then one setting per line",
        )
    values: dict[str, object] = {}
    for key, value in cast("dict[str, object]", table).items():
        where = f"{_shown(file)}:{_line(text, key)}: {TABLE}.{key}"
        if key == _RULES:
            values[key] = _rules(value, file, text)
            continue
        reader = _READERS.get(key)
        if reader is None:
            raise UsageError("unknown setting", where=where, hint=_suggestion(key))
        try:
            values[key] = reader(value, file.parent)
        except ShapeproofError as error:
            hint = error.hint or (f"for example {key} = {_EXAMPLES[key]}" if key in _EXAMPLES else None)
            raise UsageError(error.message, where=where, hint=hint) from error
    return Settings(file=file, **values)  # type: ignore[arg-type] # each reader returns the type of its field


def _rules(value: object, file: Path, text: str) -> ProjectRules:
    """Read the rules. Their errors, now or when a contract gets them, name the place of their operation."""
    from shapeproof.registry.project_rules import read_project_rules

    if not isinstance(value, dict):
        raise UsageError(
            f"expected a table of operations and their rules, got {_describe(value)}",
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
    return f"{_shown(file)}:{_line(text, key)}: {TABLE}.{_RULES}"


def _shown(file: Path) -> str:
    """The file in messages, which are read by who works in its directory, mostly."""
    return file.name if file.parent == Path().absolute() else str(file)


def _line(text: str, key: str) -> int:
    """Return the line of a setting, found without a TOML parser; the line of the table if that fails."""
    table = re.search(rf"^[ \t]*\[[ \t]*{re.escape(TABLE)}", text, re.MULTILINE)
    start = table.start() if table else 0
    pattern = rf"^[ \t]*\[{{0,2}}[ \t]*(?:tool\.)?(?:shapeproof\.)?(?:rules\.)?[\"']?{re.escape(key)}(?!\w)"
    match = re.compile(pattern, re.MULTILINE).search(text, start)
    return text.count("\n", 0, match.end() if match else start) + 1


def _suggestion(key: str) -> str:
    known = (*_READERS, _RULES)
    return did_you_mean(key, known) or f"known settings: {', '.join(known)}"


def _string(value: object, _directory: Path) -> str:
    if not isinstance(value, str):
        raise UsageError(f"expected a string, got {_describe(value)}")
    if not value:
        raise UsageError("expected a string that is not empty")
    return value


def _boolean(value: object, _directory: Path) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"expected true or false, got {_describe(value)}")
    return value


def _strings(value: object, directory: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError(f"expected a list of strings, got {_describe(value)}")
    return tuple(_string(item, directory) for item in cast("list[object]", value))


def _globs(value: object, directory: Path) -> tuple[str, ...]:
    globs = _strings(value, directory)
    for glob in globs:
        matches(glob, "")  # raises if it is invalid
    return globs


def _path(value: object, directory: Path) -> Path:
    return directory / _string(value, directory)


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
        raise UsageError(f"unknown view {_describe(value)}", hint=hint)
    return cast("View", value)


def _contracts(value: object, directory: Path) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UsageError(
            f"expected a table of globs and contracts, got {_describe(value)}",
            hint='"tests/s3/**" = "s3.list_buckets"',
        )
    names = {glob: _string(name, directory) for glob, name in cast("dict[str, object]", value).items()}
    for glob, name in names.items():
        matches(glob, "")
        parse_name(name)
    return names


def _describe(value: object) -> str:
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
    "redact": _secret_names,
    "derived_rules": _boolean,
}
"""The reader of each key's value, in the order of docs/reference/settings.md. Its errors have no location."""

_EXAMPLES: Final[Mapping[str, str]] = {
    "paths": '["tests/recordings"]',
    "include": '["*.json"]',
    "exclude": '["drafts/**"]',
    "contracts": '{"tests/s3/**" = "s3.list_buckets"}',
    "schemas": '"schemas"',
    "view": '"tolerant"',
    "error": '["SP220"]',
    "warn": '["drift"]',
    "ignore": '["SP302"]',
    "baseline": '"shapeproof-baseline.json"',
    "redact": '["ApiKey"]',
    "derived_rules": "true",
}
"""A valid value of each key, for the hint about an invalid one."""
