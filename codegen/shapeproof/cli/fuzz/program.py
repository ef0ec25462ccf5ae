"""`shapeproof fuzz --exec`: a program tried on responses, on mutants, and again on what it failed on."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from hypothesis.configuration import set_hypothesis_home_dir

from shapeproof.cli.fuzz.options import Runner
from shapeproof.cli.output.progress import Progress
from shapeproof.contract import Contract, Representation
from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions, Failure
from shapeproof.fuzz.campaign.difference import Outcome, differences
from shapeproof.fuzz.campaign.fuzz_targets import FuzzTarget, LineProgram, Program, command_words
from shapeproof.fuzz.campaign.mutation_score import Kill, MutationScore, written_mutants
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, identity, last_words, verdict, words_of
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.report.campaign.text import difference_text, failure_text, kills_text, summary_text
from shapeproof.sample.recording_lines import recording_line

__all__ = ["tried", "tried_again"]

_SAID: Final = 2_000
_PATIENCE: Final = 20.0
"""Seconds to look for what makes the difference; a program that hangs would take minutes."""


def tried(
    contract: Contract,
    runner: Runner,
    options: tuple[Representation, tuple[int, float | None], Path],
    told: dict[str, Any],
    *,
    mutants: bool,
) -> int:
    """Try a program on valid responses, then, if asked to, on mutants; the exit code."""
    representation, (count, seconds), folder = options
    settings = CampaignOptions(told["view"], representation, count, seconds, told["seed"], runner.crash)
    pins = with_scenario(contract, told["scenario"], told["pins"])
    with _consumer(runner) as consumer, Progress("runs") as progress, TemporaryDirectory() as caches:
        set_hypothesis_home_dir(caches)  # it would leave a folder in the user's
        campaign = Campaign(contract, consumer, settings, progress.show)
        try:
            for number, failure in enumerate(campaign.run(pins), start=1):
                text = _told(campaign, number, failure, runner, folder)
                progress.clear()
                click.echo(text + "\n")
        except KeyboardInterrupt:
            progress.clear()
            click.echo(summary_text(campaign))
            raise
        progress.clear()
        click.echo(summary_text(campaign))
        if mutants and campaign.failures and not campaign.passed:
            click.echo("mutants would say nothing of a program that takes no valid response")
            return 1
        crashes = _mutants_tried(campaign, runner, folder, progress) if mutants else 0
    return 1 if campaign.failures or crashes else 0


def _told(campaign: Campaign, number: int, failure: Failure, runner: Runner, folder: Path) -> str:
    contract, representation = campaign.contract, campaign.options.representation
    until = time.monotonic() + _PATIENCE

    def outcome(response: Any) -> Outcome | None:
        if time.monotonic() > until or campaign.is_interrupted:
            return None
        trial = campaign.trial(response)
        if trial.verdict == "passed":
            return "passes"
        return (
            "fails alike" if identity(trial.ending, campaign.names, response) == failure.identity else "fails otherwise"
        )

    found = differences(contract.schema(view=campaign.options.view), failure.response, outcome)
    line = recording_line(contract, "response", failure.response, representation)
    file, again = _kept(line, failure.ending, f"{number}-", runner, folder, [difference_text(one) for one in found])
    return _from_here(failure_text(number, failure, found, str(file), again))


def _from_here(text: str) -> str:
    """Places below this folder told from here, so that they are short and can be clicked."""
    here = str(Path.cwd())
    return text if here == Path(here).root else text.replace(f"{here}/", "")


def _kept(
    line: Mapping[str, Any], ending: RunOutcome, prefix: str, runner: Runner, folder: Path, found: Sequence[str]
) -> tuple[Path, str]:
    """Keep a response that a program fails on; the file, and the command that tries it again."""
    words = "-".join(re.findall(r"\w+", last_words(ending.stderr) or words_of(ending)))
    file = folder / f"{prefix}{words[:40].lower().rstrip('-')}.json"
    again = runner.again(file)
    facts = {
        "ending": words_of(ending),
        "stderr": ending.stderr[-_SAID:],
        "stdout": ending.stdout[-_SAID:],
        "differences": found,
        "again": again,
    }
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**line, "failure": facts}, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
    return file, again


def _mutants_tried(campaign: Campaign, runner: Runner, folder: Path, progress: Progress) -> int:
    """Try each mutant, print the table; how many crashed."""
    contract, options = campaign.contract, campaign.options
    table = MutationScore()
    try:
        for number, (mutant, line) in enumerate(written_mutants(contract, "response", options.representation), start=1):
            if line is None:
                table.not_shown += 1
                continue
            ending = campaign.consumer.run(json.dumps(line["response"], ensure_ascii=False))
            kill = Kill(mutant.path, mutant.keyword, verdict(ending, options.crash), ending, line)
            table.add(kill, identity(ending, campaign.names, line["response"]))
            progress.show(number)
    finally:  # whoever interrupts wants to see what there is
        progress.clear()
        _kills_told(table, runner, folder)
    return table.totals["crashed"]


def _kills_told(table: MutationScore, runner: Runner, folder: Path) -> None:
    files = [
        str(_kept(kill.line, kill.ending, f"mutant-{number}-", runner, folder, ())[0])
        for number, kill in enumerate(table.crashes.values(), start=1)
    ]
    click.echo("\n" + _from_here(kills_text(table, files)))


def tried_again(file: Path, runner: Runner) -> int:
    """Hand a response that was kept to a program again; the exit code: 1 if it still fails."""
    try:
        response = json.loads(file.read_text(encoding="utf-8"))["response"]
    except (ValueError, KeyError, TypeError):
        raise UsageError(
            "this is no response that was kept", where=str(file), hint="give a file of the folder shapeproof-failures"
        ) from None
    with _consumer(runner) as consumer:
        ending = consumer.run(json.dumps(response, ensure_ascii=False))
    if verdict(ending, runner.crash) == "passed":
        click.echo("it passes now")
        return 0
    click.echo(f"it still fails: {words_of(ending)}")
    click.echo(ending.stderr, nl=False)
    return 1


@contextmanager
def _consumer(runner: Runner) -> Generator[FuzzTarget]:
    words = command_words(runner.command)
    # Whoever cancels a job in CI asks with SIGTERM: the program must not outlive this one.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if not runner.stays:
            yield Program(words, timeout=runner.timeout)
            return
        with LineProgram(words, timeout=runner.timeout) as program:
            yield program
    finally:
        signal.signal(signal.SIGTERM, before)
