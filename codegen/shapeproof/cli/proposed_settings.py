"""The settings that fit a project, as lines of TOML: for one without settings, and what another lacks."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from shapeproof import settings as project
from shapeproof.recordings.checking.project_survey import ProjectSurvey

__all__ = ["PYTEST_LINES", "settings_lines"]

PYTEST_LINES: Final = [
    "[tool.pytest.ini_options]",
    "# `pytest` checks what boto3 clients get, and reports it; `new` in place of `report` fails tests, but for what the",
    "# baseline knows.",
    'shapeproof = "report"',
]


def settings_lines(
    survey: ProjectSurvey, directory: str | None, failures: Iterable[str], settings: project.Settings
) -> list[str]:
    """The settings that a project lacks; none if it lacks none.

    Args:
        survey: its recordings.
        directory: the directory of its own contracts, if it has one.
        failures: the directories of failures that `shapeproof fuzz run` kept.
        settings: the settings that are there, of the working directory; the defaults if there are none.
    """
    lines = list(_general_lines(survey, directory, failures, settings))
    if lines:
        lines.insert(0, f"[{project.TABLE}]")
    by_path = settings.by_path(Path())
    unnamed = {path: name for path, name in survey.suggested.items() if not (by_path and by_path.contract(path))}
    if unnamed:
        lines += [""] if lines else []
        lines.append(f"[{project.TABLE}.contracts]")
        lines.append("# The contracts of files that do not name theirs; the first glob that matches a path counts.")
        lines += (f"{_quoted(glob)} = {_quoted(name)}" for glob, name in _globs(unnamed, survey))
    return lines


def _general_lines(
    survey: ProjectSurvey, directory: str | None, failures: Iterable[str], settings: project.Settings
) -> Iterator[str]:
    known = [os.path.relpath(path) for path in settings.paths]
    others = replace(
        survey,
        files={path for path in survey.files if not _is_below(path, known)},
        suggested={path: name for path, name in survey.suggested.items() if not _is_below(path, known)},
    )
    paths = [*known, *others.paths]
    if others.paths:
        yield "# What `shapeproof validate` reads when no path is given."
        yield f"paths = [{', '.join(map(_quoted, paths))}]"
    excluded = sorted(path for path in failures if path and path.isprintable() and any(map(path.startswith, paths)))
    if excluded and not settings.exclude:
        yield "# What `shapeproof fuzz run` keeps."
        yield f"exclude = [{', '.join(_quoted(f'{_literal(path)}/') for path in excluded)}]"
    if directory and not settings.schemas:
        yield "# The directory of the project's own contracts."
        yield f"schemas = {_quoted(directory)}"


def _is_below(path: str, directories: Iterable[str]) -> bool:
    return any(directory in {".", path} or path.startswith(f"{directory}/") for directory in directories)


def _globs(suggested: Mapping[str, str], survey: ProjectSurvey) -> Iterator[tuple[str, str]]:
    """A glob for each directory whose files all have one contract, else one for each file."""
    for directory in sorted({os.path.dirname(path) for path in suggested}):
        names = {path: contract for path, contract in sorted(suggested.items()) if os.path.dirname(path) == directory}
        others = any(os.path.dirname(path) == directory for path in survey.files | survey.unknown.keys())
        if directory and len(names) > 1 and len({*names.values()}) == 1 and not others:
            yield f"{_literal(directory)}/*", next(iter(names.values()))
        else:
            yield from ((_literal(path), contract) for path, contract in names.items())


def _literal(path: str) -> str:
    """A glob that matches this path alone."""
    return ("" if "/" in path else "/") + re.sub(r"([*?\[])", r"[\1]", path)


def _quoted(string: str) -> str:
    return json.dumps(string, ensure_ascii=False)  # a TOML string is written like a JSON string
