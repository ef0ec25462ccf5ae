"""`shapeproof fuzz`: responses by the number, a covering corpus, and campaigns against programs that read them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from shapeproof.cli.fuzz.options import TIMEOUT, Duration, Runner, understood_pins
from shapeproof.cli.options import schemas_option
from shapeproof.cli.output.documents import documents_option, refuse_wire_without_json, representation_option
from shapeproof.contract import Representation, View
from shapeproof.errors import UsageError, needs_extra
from shapeproof.registry import ContractRegistry

__all__ = ["command"]

_CORPUS_COUNT = 100
_CAMPAIGN_COUNT = 1_000


@click.command("fuzz", short_help="Responses to try code on; programs tried on them.")
@click.argument("name", required=False)
@click.option("-n", "--count", type=click.IntRange(min=1), help="How many responses (100; 1,000 for a program).")
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="The same seed gives the same responses (for a program, together with the same count).",
)
@click.option(
    "--view",
    type=click.Choice(["strict", "tolerant"]),
    default="strict",
    show_default=True,
    help="strict: what the contract allows. tolerant: what AWS may send tomorrow, too.",
)
@click.option("--scenario", help="A named case that the contract brings along; an unknown name lists them.")
@click.option(
    "--pin",
    "pins",
    multiple=True,
    metavar="PATH=VALUE",
    help="Fix a member: a value, a schema, ABSENT or PRESENT. Repeatable.",
)
@representation_option
@click.option("--bare", is_flag=True, help="The responses alone, not as recording lines.")
@documents_option
@click.option("--cover", is_flag=True, help="A small corpus that shows all that the contract has, pair by pair.")
@click.option(
    "--fill",
    "coverage",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Show what recordings never show: FILE is what `validate --coverage --format json` wrote.",
)
@click.option(
    "--exec", "program", metavar="COMMAND", help="Try this program: a response on its standard input, or as {}."
)
@click.option("--exec-lines", "lines", metavar="COMMAND", help="The same for one that stays and answers a line each.")
@click.option("--mutants", is_flag=True, help="Try the program on responses that break one constraint each, too.")
@click.option(
    "--time", "seconds", type=Duration(), metavar="60s", help="Stop after this time, however many were tried."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=TIMEOUT,
    show_default=True,
    help="Seconds until a program counts as hung.",
)
@click.option("--crash-regex", metavar="REGEX", help="What a crash looks like on standard error.  [common tracebacks]")
@click.option(
    "--failures",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("shapeproof-failures"),
    show_default=True,
    help="Where responses that a program fails on are kept.",
)
@click.option(
    "--again",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Try one of them again.",
)
@schemas_option
def command(
    name: str | None,
    count: int | None,
    seed: int,
    view: View,
    scenario: str | None,
    pins: tuple[str, ...],
    representation: Representation,
    bare: bool,
    output: Path | None,
    cover: bool,
    coverage: Path | None,
    program: str | None,
    lines: str | None,
    mutants: bool,
    seconds: float | None,
    timeout: float,
    crash_regex: str | None,
    failures: Path,
    again: Path | None,
    schemas: Path | None,
) -> int:
    """Write responses that an operation's contract allows, or try a program on them.

    Without --exec or --exec-lines, responses are written as recording lines, which `shapeproof validate` reads. With
    one of them, every way in which the program fails is told, and shrunk to the smallest response that makes it. There
    is no shell; any end but exit status 0 is a failure. Exit codes: 0 none, 1 at least one, 2 the job wasn't done.

    \b
    Examples:
      shapeproof fuzz sagemaker.describe_hyper_parameter_tuning_job -n 1000 --output corpus.jsonl
      shapeproof fuzz sagemaker.describe_hyper_parameter_tuning_job --cover --bare --output corpus/
      shapeproof fuzz --fill coverage.json --output tests/filled.jsonl
      shapeproof fuzz sagemaker.describe_hyper_parameter_tuning_job --exec 'python consumer.py' --mutants
      shapeproof fuzz s3.list_buckets --exec 'jq -e .Owner.ID' --time 60s --pin Owner=PRESENT
    """
    if program is not None and lines is not None:
        raise UsageError("--exec and --exec-lines are two ways to run a program", hint="give one of them")
    command = lines if program is None else program
    runner = None if command is None else Runner(command, lines is not None, timeout, crash_regex)
    if again is not None:
        if name is not None:
            raise UsageError("--again tries the one response that was kept", hint=f"leave out {name}")
        with _needing_fuzz():
            from shapeproof.cli.fuzz.program import tried_again
        return tried_again(again, _there(runner))
    if coverage is not None:
        _alone(count=count, scenario=scenario, pin=pins, cover=cover, mutants=mutants, exec=command, time=seconds)
        from shapeproof.cli.fuzz.fill import filled

        return filled(coverage, name, schemas, (seed, view, representation), output, bare=bare)
    if name is None:
        raise UsageError("there is no contract to fuzz", hint="give its name, as `shapeproof list` tells them")
    contract = ContractRegistry.of_project(schemas).load(name)
    refuse_wire_without_json(contract, representation)
    told: dict[str, Any] = {"seed": seed, "view": view, "scenario": scenario, "pins": understood_pins(pins, contract)}
    if runner is not None:
        _refuse(output=output, bare=bare, cover=cover)
        limits = (count or (10**9 if seconds else _CAMPAIGN_COUNT), seconds)
        with _needing_fuzz():
            from shapeproof.cli.fuzz.program import tried
        return tried(contract, runner, (representation, limits, failures), told, mutants=mutants)
    if mutants or seconds or crash_regex:
        _there(runner)
    from shapeproof.cli.fuzz.corpus import written, written_cover

    if cover:
        if count is not None:
            raise UsageError("a covering corpus has the size it needs", hint="leave out --count")
        return written_cover(contract, told, representation, output, bare=bare)
    return written(contract, told, count or _CORPUS_COUNT, representation, output, bare=bare)


def _there(runner: Runner | None) -> Runner:
    if runner is None:
        raise UsageError("there is no program to try", hint="--exec COMMAND or --exec-lines COMMAND")
    return runner


def _alone(**options: Any) -> None:
    for option, value in options.items():
        if value:
            raise UsageError(f"--{option} doesn't go with --fill, which writes what is missing", hint="leave it out")


def _refuse(**options: Any) -> None:
    for option, value in options.items():
        if value:
            raise UsageError(f"--{option} is for writing responses, not for trying a program", hint="leave it out")


def _needing_fuzz() -> AbstractContextManager[None]:
    """Around the import of what tries programs. Raises MissingExtraError without what the extra `fuzz` brings."""
    return needs_extra("trying a program", extra="fuzz", modules={"hypothesis", "psutil"})
