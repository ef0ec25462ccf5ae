"""`shapeproof init`: find the recordings and the mocks of a project, and write settings that fit into its pyproject.toml."""

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
from shapeproof.cli.project_tools import ProjectTools, recognise
from shapeproof.cli.terminal import print_text
from shapeproof.errors import UsageError, one_line
from shapeproof.files import read_file
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.project_survey import ProjectSurvey
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.registry import ContractRegistry
from shapeproof.report.common.plurals import pluralize

__all__ = ["command"]

_MAX_CONTRACTS = 6
_MAX_UNKNOWN = 2
_MAX_FAILURE = 4 * 2**20
_OPENAPI = "contracts of OpenAPI documents are not supported: what such a client gets is not checked"
_CI_STEPS = {
    "GitHub Actions": "- run: {}",
    "CircleCI": "- run: {}",
    "Azure Pipelines": "- script: {}",
    "Jenkins": 'sh "{}"',
}
"""How the CI writes a command as a step; others have a list of commands."""
_CI_OPTIONS = {
    "GitHub Actions": " --format github",
    "GitLab CI": " --report junit=shapeproof.xml",
    "Jenkins": " --report junit=shapeproof.xml",
}
"""What `validate` prints or writes for the CI."""
_REPLAY = b'"replay": "shapeproof fuzz replay '


@click.command("init", short_help="Write settings for a project into its pyproject.toml.")
@click.option("--dry-run", is_flag=True, help="Print the settings without writing them.")
def command(dry_run: bool) -> int:
    """Find recordings and mocks in the current directory and below, and write settings into pyproject.toml.

    Finds recordings as `shapeproof validate` does, and moto, Stubber, VCR, placebo, LocalStack and OpenAPI clients by
    dependencies and tests. Writes only what fits: the paths of recordings, the directory of the project's contracts, the
    contracts of files that do not name theirs, and the mode of the pytest plugin. Prints a step for the CI that is there.

    \b
    Examples:
      shapeproof init --dry-run
      shapeproof init
    """
    settings = project.read(Path())
    if settings.file:
        raise UsageError(f"[{project.TABLE}] already exists", where=os.path.relpath(settings.file))
    directory = _contracts_directory()
    survey, failures = _survey(directory)
    tools = recognise()
    for line in [*_found_lines(tools), *_report(survey)]:
        print_text(one_line(line))
    if not (survey.paths or tools.has_live_responses):
        hint = (
            "capture the contracts of your recordings (shapeproof capture), or name one: shapeproof validate --contract"
        )
        raise UsageError("found no recording of a known contract, so there is nothing to write", hint=hint)
    lines = [*(_settings_lines(survey, directory, failures) if survey.paths else ()), *_pytest_lines(tools, survey)]
    for line in _next_steps(tools, survey):
        print_text(one_line(line))
    if not lines:
        return 0
    text = "\n".join(lines) + "\n"
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
                    failures.add(os.path.dirname(planned.path.removeprefix("./")))
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


def _pytest_lines(tools: ProjectTools, survey: ProjectSurvey) -> list[str]:
    """The settings of pytest in pyproject.toml; none where pytest reads others, or where they are there already."""
    if not tools.has_live_responses or tools.pytest_file:
        return []
    comment = "# `pytest` checks what boto3 clients get, and reports it; `fail` in place of `report` fails tests."
    return [*([""] if survey.paths else []), "[tool.pytest.ini_options]", comment, 'shapeproof = "report"']


def _next_steps(tools: ProjectTools, survey: ProjectSurvey) -> Iterator[str]:
    """What init doesn't write: settings in files that it can't append to, and a step of the CI that is there."""
    if tools.has_live_responses and tools.pytest_file and not tools.has_setting:
        value = '"report"' if tools.pytest_file == project.FILE else "report"
        yield f"{tools.pytest_file}: add to [{tools.pytest_section}]: shapeproof = {value}"
    if tools.ci is None:
        return
    name, path = tools.ci
    extras = "aws,vcr" if any(form == "vcr" for _, form in survey.counts) else "aws"
    commands = [f"pip install 'shapeproof[{extras}]'"]
    if survey.paths:
        commands.append(f"shapeproof validate{_CI_OPTIONS.get(name, '')}")
    if tools.has_live_responses:
        commands.append("pytest --shapeproof-fail")
    instead = ", the last one instead of `pytest`" if tools.has_live_responses else ""
    yield f"{name} ({path}): add {pluralize(len(commands), 'step')}{instead}:"
    for command in commands:
        yield f"  {_CI_STEPS.get(name, '- {}').format(command)}"


def _settings_lines(survey: ProjectSurvey, directory: str | None, failures: set[str]) -> Iterator[str]:
    yield f"[{project.TABLE}]"
    yield "# What `shapeproof validate` reads when no path is given."
    yield f"paths = [{', '.join(map(_quoted, survey.paths))}]"
    excluded = sorted(
        path for path in failures if path and path.isprintable() and any(map(path.startswith, survey.paths))
    )
    if excluded:
        yield "# What `shapeproof fuzz run` keeps."
        yield f"exclude = [{', '.join(_quoted(f'{_literal(path)}/') for path in excluded)}]"
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
