"""`shapeproof fuzz --exec`: a program tried on responses, on mutants, and again on what it failed on."""

from __future__ import annotations

import json
import re
import shlex
import signal
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from shapeproof.cli.progress import Progress
from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign import Campaign, Failure, Options
from shapeproof.fuzz.consumers import Consumer, LineProgram, Program, command_words
from shapeproof.fuzz.difference import differences
from shapeproof.fuzz.endings import identity, last_words, verdict, words_of
from shapeproof.fuzz.kills import Kill, KillTable, written_mutants
from shapeproof.fuzz.scenarios import with_scenario
from shapeproof.report.campaign_text import failure_text, kills_text, summary_text
from shapeproof.sample.recording_lines import recording_line

__all__ = ["tried", "tried_again"]

Runner = tuple[str, bool, float]
"""A command, whether it stays for all responses, and the seconds that it has for one."""


def tried(
    contract: Contract,
    runner: Runner,
    options: tuple[Representation, tuple[int, float | None], re.Pattern[str], Path],
    told: dict[str, Any],
    *,
    mutants: bool,
) -> int:
    """Try a program on valid responses, then, if asked to, on mutants; the exit code."""
    representation, (count, seconds), crash, folder = options
    settings = Options(told["view"], representation, count, seconds, told["seed"], crash)
    pins = with_scenario(contract, told["scenario"], told["pins"])
    with _consumer(runner) as consumer, Progress("responses") as progress:
        campaign = Campaign(contract, consumer, settings, progress.show)
        for number, failure in enumerate(campaign.run(pins), start=1):
            progress.clear()
            click.echo(_told(campaign, number, failure, runner, folder) + "\n")
        progress.clear()
        click.echo(
            summary_text(
                campaign.tried,
                campaign.shrinking,
                len(campaign.failures),
                len(campaign.shown),
                campaign.features,
                is_cut_short=campaign.is_cut_short,
            )
        )
        crashes = _mutants_tried(campaign, progress) if mutants else 0
    return 1 if campaign.failures or crashes else 0


def _told(campaign: Campaign, number: int, failure: Failure, runner: Runner, folder: Path) -> str:
    contract, representation = campaign.contract, campaign.options.representation
    command, stays, _ = runner
    found = differences(
        contract.schema(), failure.response, lambda response: campaign.trial(response).verdict == "passed"
    )
    words = "-".join(re.findall(r"\w+", last_words(failure.ending.stderr) or words_of(failure.ending)))
    file = folder / f"{number}-{words[:40].lower().rstrip('-')}.json"
    again = f"shapeproof fuzz --again {shlex.quote(str(file))} --exec{'-lines' if stays else ''} {shlex.quote(command)}"
    document = recording_line(contract, "response", failure.response, representation) | {
        "failure": {
            "ending": words_of(failure.ending),
            "stderr": failure.ending.stderr[-2_000:],
            "differences": [f"{one.pointer or '/'} {one.state}; {one.change} it passes" for one in found],
            "again": again,
        }
    }
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    # Places below this folder are told from here, so that they are short and can be clicked.
    return failure_text(number, failure, found, str(file), again).replace(f"{Path.cwd()}/", "")


def _mutants_tried(campaign: Campaign, progress: Progress) -> int:
    """Try each mutant, print the table; how many crashed."""
    contract, options = campaign.contract, campaign.options
    table = KillTable()
    for number, (mutant, response) in enumerate(written_mutants(contract, "response", options.representation), start=1):
        ending = campaign.consumer.run(json.dumps(response, ensure_ascii=False))
        kill = Kill(mutant.path, mutant.keyword, verdict(ending, options.crash), ending)
        table.add(kill, identity(ending, campaign.names))
        progress.show(number)
    progress.clear()
    click.echo("\n" + kills_text(table))
    return table.totals["crashed"]


def tried_again(file: Path, runner: Runner, crash: re.Pattern[str]) -> int:
    """Hand a response that was kept to a program again; the exit code: 1 if it still fails."""
    try:
        response = json.loads(file.read_text(encoding="utf-8"))["response"]
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            "this is no response that was kept", where=str(file), mend="give a file of the folder shapeproof-failures"
        ) from None
    with _consumer(runner) as consumer:
        ending = consumer.run(json.dumps(response, ensure_ascii=False))
    if verdict(ending, crash) == "passed":
        click.echo("it passes now")
        return 0
    click.echo(f"it still fails: {words_of(ending)}")
    click.echo(ending.stderr, nl=False)
    return 1


@contextmanager
def _consumer(runner: Runner) -> Generator[Consumer]:
    command, stays, timeout = runner
    words = command_words(command)
    # Whoever cancels a job in CI asks with SIGTERM: the program must not outlive this one.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not stays:
        yield Program(words, timeout=timeout)
        return
    with LineProgram(words, timeout=timeout) as program:
        yield program
