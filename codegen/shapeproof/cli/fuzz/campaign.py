"""Runs a program on responses, on mutants, and again on a kept response; prints the results."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis.configuration import set_hypothesis_home_dir

from shapeproof.cli.fuzz.kept_failures import FailureDirectory, kept_lines
from shapeproof.cli.fuzz.options import GenerationOptions, RunOptions
from shapeproof.cli.fuzz.target import TargetOptions
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.terminal import print_text
from shapeproof.contract import Contract
from shapeproof.fuzz.campaign.campaign import MAX_FAILURES, Campaign, CampaignOptions
from shapeproof.fuzz.campaign.failure import Failure
from shapeproof.fuzz.campaign.fuzz_targets import (
    EndedAfterAnswerError,
    FuzzTarget,
    LineProgram,
    Program,
    command_words,
)
from shapeproof.fuzz.campaign.minimal_changes import Explanation, explain
from shapeproof.fuzz.campaign.mutation_score import MutantResult, MutationScore, mutant_lines
from shapeproof.fuzz.campaign.process_tree import adopt_orphans
from shapeproof.fuzz.campaign.program_input import document_of
from shapeproof.fuzz.campaign.run_outcome import (
    RunOutcome,
    failure_identity,
    failure_message,
    location_of,
    verdict_of,
)
from shapeproof.fuzz.campaign.tried_changes import ChangeEffect, Effect
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.process_guard import ProcessGuard
from shapeproof.report.campaign.text import change_text, failure_text, mutation_table, replay_text, summary_text

__all__ = ["replay", "run_campaign"]

_EXPLANATION_SECONDS: Final = 20.0
"""Time to look for minimal changes; with a program that hangs it would take minutes."""


def run_campaign(
    contract: Contract, target_options: TargetOptions, limits: RunOptions, generation: GenerationOptions
) -> int:
    """Run a program on valid responses and, if requested, on mutants; return the exit code."""
    options = CampaignOptions(
        view=generation.view,
        representation=limits.representation,
        max_responses=limits.max_responses,
        max_seconds=limits.seconds,
        seed=generation.seed,
        crash_pattern=target_options.crash_pattern,
        pages=limits.pages,
        coherent=generation.coherent is not False,
        histories=limits.histories,
    )
    pins = with_scenario(contract, generation.scenario, generation.parsed_pins(contract))
    failures = FailureDirectory(limits.directory, target_options)
    with _started_target(target_options) as target, Progress("runs") as progress, TemporaryDirectory() as home:
        set_hypothesis_home_dir(home)  # otherwise Hypothesis leaves a directory in the user's
        campaign = Campaign(contract, target, options, progress.show)
        try:
            for number, failure in enumerate(campaign.run(pins), start=1):
                text = _explained(campaign, number, failure, failures)
                progress.clear()
                print_text(text + "\n")
        except KeyboardInterrupt:
            progress.clear()
            print_text(summary_text(campaign))
            raise
        progress.clear()
        print_text(summary_text(campaign))
        if limits.mutants and campaign.failures and not campaign.passed_count:
            print_text("no mutants run: the program passes on no valid response")
            return 1
        crashes = _run_mutants(campaign, failures, progress) if limits.mutants else 0
    return 1 if campaign.failures or crashes else 0


def _explained(campaign: Campaign, number: int, failure: Failure, failures: FailureDirectory) -> str:
    """Keep a failure, and describe it with the smallest changes of the response with which the program passes."""
    try:
        explanation = _explanation(campaign, failure) if failure.is_stable else Explanation()
    except KeyboardInterrupt:  # the campaign stops after it has told what it found
        campaign.is_interrupted = True
        explanation = Explanation(is_complete=False)
    lines = campaign.input.lines(failure.response, campaign.options.representation)
    sentences = [change_text(change) for change in explanation.changes]
    file = failures.keep(lines, failure.outcome, f"{number}-", sentences)
    options = campaign.options
    noun = "history" if options.histories else "pages" if options.pages else "response"
    text = failure_text(number, failure, explanation, str(file), failures.target.replay_command(file), noun)
    return _relative_to_here(text)


def _explanation(campaign: Campaign, failure: Failure) -> Explanation:
    deadline = time.monotonic() + _EXPLANATION_SECONDS

    def effect_of(response: Any) -> Effect | None:
        if time.monotonic() > deadline or campaign.is_interrupted:
            return None
        try:
            trial = campaign.trial(response)
        except KeyboardInterrupt:  # what was found until then is told
            campaign.is_interrupted = True
            return None
        if trial.verdict == "passed":
            return Effect("passes")
        is_same = campaign.is_same_failure(trial, response, failure.identity)
        return _effect("fails alike" if is_same else "fails differently", trial.outcome)

    check = campaign.input.check(failure.response)
    failed = _effect("fails alike", failure.outcome)
    given = campaign.input
    return explain(given.root, failure.response, failed, effect_of, check.is_kept_by, given.repaired)


def _effect(kind: ChangeEffect, outcome: RunOutcome) -> Effect:
    return Effect(kind, failure_message(outcome), location_of(outcome.stderr))


def _relative_to_here(text: str) -> str:
    """The text with files below the working directory relative to it: short, and terminals can open them."""
    here = str(Path.cwd())
    return text if here == Path(here).root else text.replace(f"{here}/", "")


def _run_mutants(campaign: Campaign, failures: FailureDirectory, progress: Progress) -> int:
    """Run the program on each mutant and print the table; return the number of crashes."""
    try:
        return _score_mutants(campaign, failures, progress)
    except EndedAfterAnswerError:  # raised once
        return _score_mutants(campaign, failures, progress)


def _score_mutants(campaign: Campaign, failures: FailureDirectory, progress: Progress) -> int:
    contract, options = campaign.contract, campaign.options
    score = MutationScore()
    is_doubtful = False
    try:
        for number, (mutant, line) in enumerate(mutant_lines(contract, "response", options.representation), start=1):
            if line is None:
                score.not_run += 1
                continue
            outcome = campaign.target.run(json.dumps(line["response"], ensure_ascii=False))
            result = MutantResult(
                mutant.path, mutant.keyword, verdict_of(outcome, options.crash_pattern), outcome, line
            )
            score.add(result, failure_identity(outcome, campaign.contract_words, line["response"]))
            progress.show(number)
        campaign.target.settle()
    except EndedAfterAnswerError:
        is_doubtful = True
        raise
    finally:  # an interrupted run prints what it has
        progress.clear()
        if not is_doubtful:
            _print_score(score, failures)
    return score.totals["crashed"]


def _print_score(score: MutationScore, failures: FailureDirectory) -> None:
    files = [
        str(failures.keep(result.line, result.outcome, f"mutant-{number}-"))
        for number, result in enumerate(islice(score.crashes.values(), MAX_FAILURES), start=1)
    ]
    print_text("\n" + _relative_to_here(mutation_table(score, files)))


def replay(file: Path, options: TargetOptions) -> int:
    """Run a program again on what it failed on, which is kept in a file; return the exit code, 1 if it still fails."""
    lines = kept_lines(file)
    with _started_target(options, is_careful=True) as target:
        outcome = target.run(document_of(lines, on_one_line=target.reads_lines))
    if verdict_of(outcome, options.crash_pattern) == "passed":
        print_text("the program passes now")
        return 0
    print_text(replay_text(outcome), end="")
    return 1


@contextmanager
def _started_target(options: TargetOptions, *, is_careful: bool = False) -> Generator[FuzzTarget]:
    """The program, ready to run; it is ended on leaving. Raises UsageError if it can't be run."""
    words = command_words(options.command)
    adopt_orphans()
    # A cancelled CI job gets SIGTERM: the program must not outlive this one.
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with ProcessGuard() as guard:
            if options.program is not None:
                yield Program(words, timeout=options.timeout, guard=guard)
                return
            with LineProgram(words, timeout=options.timeout, guard=guard, is_careful=is_careful) as program:
                yield program
    finally:
        signal.signal(signal.SIGTERM, previous)
