"""`shapeproof init`: find the recordings of a project, and write settings for them into its pyproject.toml."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import click

from shapeproof import settings as project
from shapeproof.atomic_files import write_atomically
from shapeproof.capture.file_names import CONTRACT_FILE
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.terminal import print_text
from shapeproof.errors import UsageError
from shapeproof.files import read_file
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.project_survey import ProjectSurvey
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.registry import ContractRegistry

__all__ = ["command"]

_MAX_LISTED = 10


@click.command("init", short_help="Write settings for a project into its pyproject.toml.")
@click.option("--dry-run", is_flag=True, help="Print the settings without writing them.")
def command(dry_run: bool) -> int:
    """Find recordings in the current directory and below, and write [tool.shapeproof] into pyproject.toml.

    Finds recordings as `shapeproof validate` does, and lists them. Writes only what it found: the paths of recordings,
    the directory of the project's contracts, and the contracts of files that do not name theirs.

    \b
    Examples:
      shapeproof init --dry-run
      shapeproof init
    """
    settings = project.read(Path())
    if settings.file:
        raise UsageError(f"[{project.TABLE}] already exists", where=os.path.relpath(settings.file))
    directory = _contracts_directory()
    survey = _survey(directory)
    for line in _report(survey):
        print_text(line)
    if not survey.paths:
        hint = (
            "capture the contracts of your recordings (shapeproof capture), or name one: shapeproof validate --contract"
        )
        raise UsageError("found no recording of a known contract, so there is nothing to write", hint=hint)
    text = "\n".join(_settings_lines(survey, directory)) + "\n"
    file = Path(project.FILE)
    content, addition = _addition(file, text)
    print_text(f"\n{file} {'would get' if dry_run else 'gets'}:\n")
    print_text(text, end="")
    if not dry_run:
        write_atomically(file, (content + addition).decode(), below=Path())
    return 0


def _contracts_directory() -> str | None:
    """The directory of the project's own contracts, recognised by the files in it."""
    for depth in ("*", "*/*"):
        for file in sorted(Path().glob(f"{depth}/*/*/*/{CONTRACT_FILE}")):
            directory = file.parents[3]
            is_hidden = any(step.startswith(".") for step in directory.parts)
            if not is_hidden and file.with_name("response.schema.json").is_file():
                return directory.as_posix()
    return None


def _survey(directory: str | None) -> ProjectSurvey:
    registry = ContractRegistry.of_project(directory)
    checker, survey, count = Checker(CheckOptions(), registry), ProjectSurvey(registry), 0
    with Progress("files") as progress:
        for count, planned in enumerate(plan_units(["."]), start=1):
            progress.show(count)
            for result in checker.check(planned):
                if result.bug:  # settings that lack a file would hide it
                    raise result.bug
                survey.add(planned, result)
    return survey


def _report(survey: ProjectSurvey) -> Iterator[str]:
    by_contract: dict[str, list[str]] = defaultdict(list)
    for (contract, form), count in sorted(survey.counts.items()):
        by_contract[contract].append(f"{count:,} {form}")
    for contract, forms in by_contract.items():
        yield f"{contract}: {', '.join(forms)}"
    for contract, count in sorted(Counter(survey.suggested.values()).items()):
        yield f"{contract}: {count:,} by path, since the files do not name it"
    for path, reason in sorted(survey.unknown.items())[:_MAX_LISTED]:
        yield f"{path}: {reason}"
    if len(survey.unknown) > _MAX_LISTED:
        yield f"and {len(survey.unknown) - _MAX_LISTED:,} more that can't be checked"


def _settings_lines(survey: ProjectSurvey, directory: str | None) -> Iterator[str]:
    yield f"[{project.TABLE}]"
    yield "# What `shapeproof validate` reads when no path is given."
    yield f"paths = [{', '.join(map(_quoted, survey.paths))}]"
    if directory:
        yield "# The directory of the project's own contracts."
        yield f"schemas = {_quoted(directory)}"
    if survey.suggested:
        yield ""
        yield f"[{project.TABLE}.contracts]"
        yield "# The contracts of files that do not name theirs; the first glob that matches a path counts."
        for glob, contract in _globs(survey):
            yield f"{_quoted(glob)} = {_quoted(contract)}"


def _globs(survey: ProjectSurvey) -> Iterator[tuple[str, str]]:
    """A glob for each directory whose files all have one contract, else one for each file."""
    for directory in sorted({os.path.dirname(path) for path in survey.suggested}):
        names = {
            path: contract for path, contract in sorted(survey.suggested.items()) if os.path.dirname(path) == directory
        }
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


def _addition(file: Path, text: str) -> tuple[bytes, bytes]:
    """The content of a file, and what to append to it. Raises UsageError if nothing can be appended."""
    from tomllib import TOMLDecodeError, loads

    try:
        content = read_file(file)
    except FileNotFoundError:
        content = b""
    newline = b"\r\n" if b"\r\n" in content else b"\n"
    gap = b"" if not content else newline if content.endswith(b"\n") else newline * 2
    addition = gap + text.encode().replace(b"\n", newline)
    try:
        loads(content.decode())
    except (UnicodeDecodeError, TOMLDecodeError) as error:
        raise UsageError(f"not valid TOML: {error}", where=str(file)) from error
    try:
        loads((content + addition).decode())
    except TOMLDecodeError as error:
        hint = f"its tables are written inline; add the settings by hand:\n\n{text}"
        raise UsageError("settings can't be appended to this file", where=str(file), hint=hint) from error
    return content, addition
