"""Runs a program on responses, on mutants, and again on a kept response; prints the results."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis.configuration import set_hypothesis_home_dir

from shapeproof.cli.fuzz.explained_failures import explained_failure, relative_to_here
from shapeproof.cli.fuzz.kept_failures import FailureDirectory, kept_lines
from shapeproof.cli.fuzz.options import GenerationOptions, RunOptions
from shapeproof.cli.fuzz.started_target import started_target
from shapeproof.cli.fuzz.target import TargetOptions
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.terminal import print_text
from shapeproof.contract import Contract
from shapeproof.fuzz.campaign.campaign import MAX_FAILURES, Campaign, CampaignOptions
from shapeproof.fuzz.campaign.fuzz_targets import EndedAfterAnswerError
from shapeproof.fuzz.campaign.mutation_score import MutantResult, MutationScore, mutant_lines
from shapeproof.fuzz.campaign.program_input import document_of
from shapeproof.fuzz.campaign.run_outcome import failure_identity, verdict_of
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.report.campaign.text import mutation_table, replay_text, summary_text

__all__ = ["campaign_options", "replay", "run_campaign"]


def campaign_options(target: TargetOptions, limits: RunOptions, generation: GenerationOptions) -> CampaignOptions:
    """What a campaign does, from the options of the command."""
    return CampaignOptions(
        view=generation.view,
        representation=limits.representation,
        max_responses=limits.max_responses,
        max_seconds=limits.seconds,
        seed=generation.seed,
        crash_pattern=target.crash_pattern,
        pages=limits.pages,
        coherent=generation.coherent is not False,
        histories=limits.histories,
    )


def run_campaign(
    contract: Contract, target_options: TargetOptions, limits: RunOptions, generation: GenerationOptions
) -> int:
    """Run a program on valid responses and, if requested, on mutants; return the exit code."""
    options = campaign_options(target_options, limits, generation)
    pins = with_scenario(contract, generation.scenario, generation.parsed_pins(contract))
    failures = FailureDirectory(limits.directory, target_options)
    with started_target(target_options) as target, Progress("runs") as progress, TemporaryDirectory() as home:
        set_hypothesis_home_dir(home)  # otherwise Hypothesis leaves a directory in the user's
        campaign = Campaign(contract, target, options, progress.show)
        try:
            for number, failure in enumerate(campaign.run(pins), start=1):
                text = explained_failure(campaign, number, failure, failures)
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
    print_text("\n" + relative_to_here(mutation_table(score, files)))


def replay(file: Path, options: TargetOptions) -> int:
    """Run a program again on what it failed on, which is kept in a file; return the exit code, 1 if it still fails."""
    lines = kept_lines(file)
    with started_target(options, is_careful=True) as target:
        outcome = target.run(document_of(lines, on_one_line=target.reads_lines))
    if verdict_of(outcome, options.crash_pattern) == "passed":
        print_text("the program passes now")
        return 0
    print_text(replay_text(outcome), end="")
    return 1
