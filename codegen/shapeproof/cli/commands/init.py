"""`shapeproof init`: find the recordings and the mocks of a project, and write settings that fit into its pyproject.toml."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import click

from shapeproof import settings as project
from shapeproof.atomic_files import write_atomically
from shapeproof.capture.file_names import CONTRACT_FILE
from shapeproof.cli.adoption_steps import gate_steps
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.project_tools import ProjectTools, recognise
from shapeproof.cli.proposed_settings import PYTEST_LINES, settings_lines
from shapeproof.cli.terminal import print_text
from shapeproof.errors import UsageError, one_line
from shapeproof.files import read_file
from shapeproof.operating_system.paths import forward_slashes
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.project_survey import ProjectSurvey
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.registry import ContractRegistry

__all__ = ["command"]

_MAX_CONTRACTS = 6
_MAX_UNKNOWN = 2
_MAX_FAILURE = 4 * 2**20
_OPENAPI = "contracts of OpenAPI documents are not supported: what such a client gets is not checked"
_REPLAY = b'"replay": "shapeproof fuzz replay '


@click.command("init", short_help="Write settings for a project into its pyproject.toml.")
@click.option("--dry-run", is_flag=True, help="Print the settings without writing them.")
def command(dry_run: bool) -> int:
    """Find recordings and mocks in the current directory and below, and write settings into pyproject.toml.

    Finds recordings as `shapeproof validate` does, and moto, Stubber, VCR, placebo, LocalStack and OpenAPI clients by
    dependencies and tests. Writes only what fits: the paths of recordings, the directory of the project's contracts, the
    contracts of files that do not name theirs, and the mode of the pytest plugin. Prints the steps to a CI that fails only for
    what is new, and what is to be added by hand. A project with settings is only told what it could add.

    \b
    Examples:
      shapeproof init --dry-run
      shapeproof init
    """
    settings = project.read(Path())
    directory = os.path.relpath(settings.schemas) if settings.schemas else _contracts_directory()
    survey, failures = _survey(directory)
    tools = recognise()
    for line in [*_found_lines(tools), *_report(survey)]:
        print_text(one_line(line))
    if settings.file:
        _print_additions(settings.file, settings, settings_lines(survey, directory, failures, settings), tools, survey)
        return 0
    if not (survey.paths or tools.has_live_responses):
        hint = (
            "capture the contracts of your recordings (shapeproof capture), or name one: shapeproof validate --contract"
        )
        raise UsageError("found no recording of a known contract, so there is nothing to write", hint=hint)
    lines = settings_lines(survey, directory, failures, settings)
    if tools.is_pytest_unset:
        lines = [*lines, *([""] if lines else []), *PYTEST_LINES]
    _print_steps(tools, survey, settings)
    if not lines:
        print_text("\nNothing is written: what is left is to be added by hand.")
        return 0
    text = "\n".join(lines) + "\n"
    file = Path(project.FILE)
    content, addition = _addition(file, text)
    print_text(f"\n{file} {'would get' if dry_run else 'gets'}:\n")
    print_text(text, end="")
    if not dry_run:
        write_atomically(file, (content + addition).decode(), below=Path())
    return 0


def _print_additions(
    settings_file: Path, settings: project.Settings, lines: list[str], tools: ProjectTools, survey: ProjectSurvey
) -> None:
    """Print what a project with settings has, and what a person could add to it."""
    file = os.path.relpath(settings_file)
    print_text(one_line(f"{file} is left as it is; [{project.TABLE}] has: {', '.join(_keys(settings)) or 'nothing'}"))
    if settings_file.parent != Path().absolute():
        print_text(one_line(f"for what could be added, run it in {os.path.relpath(settings_file.parent)}/"))
        return
    _print_steps(tools, survey, settings)
    if tools.is_pytest_unset:
        lines = [*lines, *([""] if lines else []), *PYTEST_LINES]
    print_text(f"\n{file} could have, too:\n" if lines else "\nNothing was found that it lacks.")
    for line in lines:
        print_text(line)


def _keys(settings: project.Settings) -> list[str]:
    """The settings that differ from the defaults."""
    defaults = project.Settings()
    keys = [key for key in project.KEYS if getattr(settings, key) != getattr(defaults, key)]
    return [*keys, *(["ignore"] if settings.suppressions and "ignore" not in keys else ())]


def _print_steps(tools: ProjectTools, survey: ProjectSurvey, settings: project.Settings) -> None:
    """Print what init doesn't write: settings in files that it can't append to, and the way to a gate."""
    if tools.has_live_responses and tools.pytest_file and not tools.has_setting:
        value = '"report"' if tools.pytest_file == project.FILE else "report"
        print_text(
            one_line(f"{tools.pytest_file}: has [{tools.pytest_section}]; add to it by hand: shapeproof = {value}")
        )
    for line in gate_steps(tools, survey, settings.baseline):
        print_text(one_line(line))


def _contracts_directory() -> str | None:
    """The directory of the project's own contracts, recognised by the files in it."""
    for depth in ("*", "*/*"):
        for file in sorted(Path().glob(f"{depth}/*/*/*/{CONTRACT_FILE}")):
            directory = file.parents[3]
            is_hidden = any(step.startswith(".") for step in directory.parts)
            if not is_hidden and file.with_name("response.schema.json").is_file():
                return directory.as_posix()
    return None


def _survey(directory: str | None) -> tuple[ProjectSurvey, set[str]]:
    """The recordings of the project, and the directories of failures that `shapeproof fuzz run` kept: they are none."""
    registry = ContractRegistry.of_project(directory)
    checker, survey, count = Checker(CheckOptions(), registry), ProjectSurvey(registry), 0
    failures: set[str] = set()
    with Progress("files") as progress:
        for count, planned in enumerate(plan_units(["."]), start=1):
            progress.show(count)
            for result in checker.check(planned):
                if result.bug:  # settings that lack a file would hide it
                    raise result.bug
                if _is_kept_failure(planned.path):
                    failures.add(os.path.dirname(forward_slashes(planned.path).removeprefix("./")))
                else:
                    survey.add(planned, result)
    return survey, failures


def _is_kept_failure(path: str) -> bool:
    """Whether `shapeproof fuzz run` wrote a file: it says how to replay it, behind the response."""
    if not path.endswith(".json"):
        return False
    try:
        return _REPLAY in read_file(path, _MAX_FAILURE)
    except OSError:
        return False


def _report(survey: ProjectSurvey) -> Iterator[str]:
    by_contract: dict[str, list[str]] = defaultdict(list)
    for (contract, form), count in sorted(survey.counts.items()):
        by_contract[contract].append(f"{count:,} {form}")
    lines = [f"{contract}: {', '.join(forms)}" for contract, forms in by_contract.items()]
    for contract, count in sorted(Counter(survey.suggested.values()).items()):
        lines.append(f"{contract}: {count:,} by path, since the files do not name it")
    yield from _first(lines, _MAX_CONTRACTS, "contracts")
    unknown = [f"{path}: {reason}" for path, reason in sorted(survey.unknown.items())]
    yield from _first(unknown, _MAX_UNKNOWN, "that can't be checked")


def _first(lines: list[str], limit: int, noun: str) -> Iterator[str]:
    yield from lines[:limit]
    if len(lines) > limit:
        yield f"and {len(lines) - limit:,} more {noun}"


def _found_lines(tools: ProjectTools) -> Iterator[str]:
    for tool, path in tools.found.items():
        yield f"{tool.name}: found in {path}" + ("" if tool.is_live else f"; {_OPENAPI}")


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
