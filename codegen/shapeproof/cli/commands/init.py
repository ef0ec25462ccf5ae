"""`shapeproof init`: looks at a project and writes what is true of it into its pyproject.toml."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import click

from shapeproof import settings as project
from shapeproof.capture.contract_files import CONTRACT_FILE
from shapeproof.cli.output.progress import Progress
from shapeproof.errors import UsageError
from shapeproof.recordings.checking.checker import Checker, CheckOptions
from shapeproof.recordings.checking.project_survey import ProjectSurvey
from shapeproof.recordings.discovery.files import units
from shapeproof.registry import ContractRegistry

__all__ = ["command"]

_MOST_TOLD = 10


@click.command("init", short_help="Write settings for a project.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
def command(dry_run: bool) -> int:
    """Look at the project in this folder, and write [tool.shapeproof] into its pyproject.toml.

    Finds recordings as validate does, here and below, and tells what it found. What is written is only what was seen:
    the paths of recordings, the folder of the project's contracts, the contracts of files whose text doesn't tell.

    \b
    Examples:
      shapeproof init --dry-run
      shapeproof init
    """
    settings = project.read(Path())
    if settings.file:
        raise UsageError(f"there are settings already, in [{project.TABLE}]", where=os.path.relpath(settings.file))
    folder = _contracts_folder()
    survey = _surveyed(folder)
    for line in _told(survey):
        click.echo(line)
    if not survey.paths:
        mend = "capture the contracts of what you have (shapeproof capture), or say what a file is: validate --contract"
        raise UsageError("no recording of a known contract was found here: there is nothing to write", hint=mend)
    text = "\n".join(_lines(survey, folder)) + "\n"
    file = Path(project.FILE)
    old, addition = _addition(file, text)
    click.echo(f"\n{file} {'would get' if dry_run else 'gets'}:\n")
    click.echo(text, nl=False)
    if not dry_run:
        _append(file, old, addition)
    return 0


def _contracts_folder() -> str | None:
    """The folder of the project's own contracts: what lies in it looks like one."""
    for depth in ("*", "*/*"):
        for file in sorted(Path().glob(f"{depth}/*/*/*/{CONTRACT_FILE}")):
            folder = file.parents[3]
            hidden = any(step.startswith(".") for step in folder.parts)
            if not hidden and file.with_name("response.schema.json").is_file():
                return folder.as_posix()
    return None


def _surveyed(folder: str | None) -> ProjectSurvey:
    registry = ContractRegistry.of_project(folder)
    checker, survey, count = Checker(CheckOptions(), registry), ProjectSurvey(registry), 0
    with Progress("files") as progress:
        for count, planned in enumerate(units(["."]), start=1):
            progress.show(count)
            survey.add(planned, checker.check(planned))
    return survey


def _told(survey: ProjectSurvey) -> Iterator[str]:
    by_contract: dict[str, list[str]] = defaultdict(list)
    for (contract, form), count in sorted(survey.seen.items()):
        by_contract[contract].append(f"{count:,} {form}")
    for contract, forms in by_contract.items():
        yield f"{contract}: {', '.join(forms)}"
    for contract, count in sorted(Counter(survey.told.values()).items()):
        yield f"{contract}: {count:,} by the path, for the text doesn't tell"
    for path in sorted(survey.unknown)[:_MOST_TOLD]:
        yield f"{path}: a recording of no known contract"
    if len(survey.unknown) > _MOST_TOLD:
        yield f"and {len(survey.unknown) - _MOST_TOLD:,} more of no known contract"


def _lines(survey: ProjectSurvey, folder: str | None) -> Iterator[str]:
    yield f"[{project.TABLE}]"
    yield "# Where the recordings are: what shapeproof validate reads when it is given no path."
    yield f"paths = [{', '.join(map(_quoted, survey.paths))}]"
    if folder:
        yield "# The project's own contracts."
        yield f"schemas = {_quoted(folder)}"
    if survey.told:
        yield ""
        yield f"[{project.TABLE}.contracts]"
        yield "# Whose responses those are that don't tell by themselves; the first glob that fits a path counts."
        for glob, contract in _globs(survey):
            yield f"{_quoted(glob)} = {_quoted(contract)}"


def _globs(survey: ProjectSurvey) -> Iterator[tuple[str, str]]:
    """A glob for each folder in which all is of one contract, else one for each file."""
    for folder in sorted({os.path.dirname(path) for path in survey.told}):
        names = {path: contract for path, contract in sorted(survey.told.items()) if os.path.dirname(path) == folder}
        others = any(os.path.dirname(path) == folder for path in survey.files | survey.unknown)
        if folder and len(names) > 1 and len({*names.values()}) == 1 and not others:
            yield f"{_literal(folder)}/*", next(iter(names.values()))
        else:
            yield from ((_literal(path), contract) for path, contract in names.items())


def _literal(path: str) -> str:
    """A glob that means this path alone."""
    return ("" if "/" in path else "/") + re.sub(r"([*?\[])", r"[\1]", path)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # TOML's texts are written as JSON's


def _addition(file: Path, text: str) -> tuple[bytes, bytes]:
    """What a file holds, and what is to come behind that. Raises UsageError where that would make no sense."""
    from tomllib import TOMLDecodeError, loads

    old = file.read_bytes() if file.exists() else b""
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if not old else newline if old.endswith(b"\n") else newline * 2
    addition = gap + text.encode().replace(b"\n", newline)
    try:
        loads(old.decode())
    except (UnicodeDecodeError, TOMLDecodeError) as error:
        raise UsageError(f"this is no TOML: {error}", where=str(file)) from None
    try:
        loads((old + addition).decode())
    except TOMLDecodeError:
        mend = f"its tables are written in another way. Write them in by hand:\n\n{text}"
        raise UsageError("settings can't be appended to this file", where=str(file), hint=mend) from None
    return old, addition


def _append(file: Path, old: bytes, addition: bytes) -> None:
    try:
        with file.open("ab") as stream:
            stream.write(addition)
    except OSError:
        if old:
            os.truncate(file, len(old))
        else:
            file.unlink(missing_ok=True)
        raise
