"""`shapeproof upgrade`: what a newer botocore changes for a project."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import click

from shapeproof.capture.model import snake_case
from shapeproof.cli.completion import suggest_paths
from shapeproof.cli.options import fail_on_option, project_registry, project_settings, schemas_option, wheels_option
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.output.warnings import unread, warn_of
from shapeproof.cli.terminal import print_page, print_text
from shapeproof.cli.workers.jobs import check_units
from shapeproof.contract import Contract, operation_of
from shapeproof.diff.catalog import READERS, ChangeClass, Reader, at_least_as_bad
from shapeproof.diff.verdicts.comparison import compare_contracts
from shapeproof.errors import CaptureError, UnknownContractError, UsageError, one_line
from shapeproof.fuzz.campaign.command_words import command_words
from shapeproof.operating_system.command_lines import join_words
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.registry import ContractRegistry
from shapeproof.releases import Releases
from shapeproof.report.upgrade.text import ComparedOperation, Upgrade, upgrade_text
from shapeproof.usage.client_calls import ClientCode, client_code
from shapeproof.usage.locked_versions import is_lock_file, locked_version
from shapeproof.usage.project_files import MAX_FILES, project_files, text_of
from shapeproof.usage.used_operations import UsedOperation, used_operations

__all__ = ["command"]

_DISTRIBUTION: Final = "botocore"


@click.command("upgrade", short_help="Tell what a newer botocore changes for a project.")
@click.argument("paths", nargs=-1, metavar="[PATH…]", shell_complete=suggest_paths)
@click.option("--from", "old", metavar="VERSION", help="The botocore in use; default: that of the lock file.")
@click.option("--to", "new", metavar="VERSION", help="The botocore to compare it with; default: the newest release.")
@wheels_option
@click.option(
    "--reader",
    type=click.Choice(READERS),
    default="open",
    show_default=True,
    help="open: the code ignores members that it doesn't know. closed: it refuses them.",
)
@fail_on_option
@click.option(
    "--exec",
    "program",
    metavar="COMMAND",
    help="Then run a command, such as 'pytest -q', that imports the new botocore.",
)
@click.option("-v", "--verbose", is_flag=True, help="List every change.")
@schemas_option
def command(
    paths: tuple[str, ...],
    old: str | None,
    new: str | None,
    wheels: Path | None,
    reader: Reader,
    fail_on: ChangeClass,
    program: str | None,
    *,
    verbose: bool,
    schemas: Path | None,
) -> int:
    """Find the operations that a project uses, and tell what a newer botocore changes of them.

    Reads recordings, Python code and the lock file at and below each PATH, by default the working directory. The code is
    not run: calls of boto3's clients are recognised by their names. The two releases of botocore are downloaded with pip,
    one at a time, unless --wheels has them. The command of --exec, which is not run in a shell, imports the new release
    instead of the installed one; whatever else it needs is that of its environment.

    \b
    Examples:
      shapeproof upgrade
      shapeproof upgrade --exec 'python -m pytest -q --shapeproof'
      shapeproof upgrade src tests --from 1.34.0 --to 1.40.0
    """
    roots = paths or (".",)
    words = None if program is None else command_words(program)
    registry = project_registry(schemas)
    with Progress("responses") as progress:
        recorded = _recorded(roots, registry, schemas, progress)
    used = used_operations(recorded, *_code(roots, registry))
    if not used:
        raise UsageError(
            f"no operation of AWS is used in {', '.join(roots)}",
            hint="name the directories of the recordings and of the code that calls boto3",
        )
    releases = Releases(wheels)
    old, where = (old, "--from") if old else _locked(roots)
    new, newest = (new, "--to") if new else (releases.versions()[-1], "the newest release")
    before, after = (_contracts(used, version, releases, registry) for version in (old, new))
    compared: list[ComparedOperation] = []
    for operation, contracts in zip(used, zip(before, after, strict=True), strict=True):
        was, now = contracts
        verdicts = compare_contracts(was, now, reader) if was and now else []
        compared.append(ComparedOperation(operation, tuple(verdicts), is_old=was is not None, is_new=now is not None))
    upgrade = Upgrade((old, where), (new, newest), reader, tuple(compared))
    print_page(upgrade_text(upgrade, verbose=verbose))
    is_broken = words is not None and not _passes(words, new, releases)
    return int(is_broken or upgrade.has_removed or any(map(upgrade.count, at_least_as_bad(fail_on))))


def _passes(words: Sequence[str], version: str, releases: Releases) -> bool:
    """Run a command that imports a release of botocore, and tell how it ended. Raises UsageError if it can't be run."""
    with releases.importable(version) as directory:
        path = os.pathsep.join(filter(None, (str(directory), os.environ.get("PYTHONPATH"))))
        try:
            done = subprocess.run(words, env={**os.environ, "PYTHONPATH": path}, check=False)  # noqa: S603 - the user's
        except OSError as error:
            raise UsageError(f"{words[0]} can't be run: {error.strerror or error}", where="--exec") from error
    ending = "passes" if not done.returncode else f"fails (exit status {done.returncode})"
    print_text(one_line(f"{join_words(words)} {ending} with botocore {version}"))
    return not done.returncode


def _recorded(
    roots: Iterable[str], registry: ContractRegistry, schemas: Path | None, progress: Progress
) -> Counter[str]:
    """The number of recorded responses by the operation's name. What can't be read is told on standard error."""
    options = CheckOptions(directory=schemas, by_path=project_settings().by_path(Path()))
    counts: Counter[str] = Counter()
    messages: dict[str, None] = {}
    with closing(check_units(plan_units(roots), options, registry, jobs=1)) as results:
        for result in results:
            for kind, count in result.kinds.items():
                counts[operation_of(kind.contract)] += count
            progress.show(counts.total())
            if result.bug:
                raise result.bug
            messages = dict.fromkeys([*messages, *unread(result), *result.problems])
    warn_of(messages)
    return counts


def _code(roots: Iterable[str], registry: ContractRegistry) -> tuple[dict[str, ClientCode], dict[str, list[str]]]:
    """What the project's Python files show of clients, and the methods of the services that they create clients of.

    Files that can't be read are told on standard error.
    """
    codes: dict[str, ClientCode] = {}
    unreadable: list[str] = []
    for root in roots:
        paths = list(project_files(lambda name: name.endswith(".py"), root))
        if len(paths) == MAX_FILES:
            warn_of(
                [one_line(f"{root}: only the first {MAX_FILES:,} files of Python are read; name directories in it")]
            )
        for path in paths:
            text = text_of(path)
            code = ClientCode(is_valid=False) if text is None else client_code(text)
            if not code.is_valid:
                unreadable.append(path)
            elif code.calls:
                codes[path] = code
    warn_of(
        one_line(f"{path}: not read: it is too large, or no valid Python in UTF-8")
        for path in dict.fromkeys(unreadable)
    )
    services = sorted({service for code in codes.values() for service in code.services})
    known = [service for service in services if service in registry.models.services]
    return codes, {service: list(map(snake_case, registry.models.operation_names(service))) for service in known}


def _files(roots: Iterable[str], is_wanted: Callable[[str], bool]) -> Iterator[str]:
    yield from dict.fromkeys(path for root in roots for path in project_files(is_wanted, root))


def _locked(roots: Iterable[str]) -> tuple[str, str]:
    """The version of botocore that a lock file pins, and the file: one in the working directory before any other."""
    files = sorted(_files(dict.fromkeys((".", *roots)), is_lock_file), key=lambda path: path.count(os.sep))
    for path in files:
        if version := locked_version(os.path.basename(path), text_of(path) or "", _DISTRIBUTION):
            return version, path
    raise UsageError(
        f"no lock file pins {_DISTRIBUTION}",
        hint="name the version in use: --from VERSION, and the new one: --to VERSION",
    )


def _contracts(
    used: Iterable[UsedOperation], version: str, releases: Releases, registry: ContractRegistry
) -> list[Contract | None]:
    """The contracts of operations in a release; None for one that it doesn't have."""
    contracts: list[Contract | None] = []
    with releases.source(version) as source:
        for operation in used:
            try:
                contracts.append(registry.build(source.find(operation.service, operation.method)))
            except UnknownContractError:
                contracts.append(None)
            except CaptureError as error:
                warn_of([f"{operation.name}: {error}"])
                contracts.append(None)
    return contracts
