"""Runs a program on responses that show what changed between two editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis.configuration import set_hypothesis_home_dir

from shapeproof.cli.fuzz.campaign import campaign_options
from shapeproof.cli.fuzz.explained_failures import explained_failure
from shapeproof.cli.fuzz.kept_failures import FailureDirectory
from shapeproof.cli.fuzz.options import GenerationOptions, RunOptions
from shapeproof.cli.fuzz.started_target import started_target
from shapeproof.cli.fuzz.target import TargetOptions
from shapeproof.cli.output.progress import Progress
from shapeproof.cli.terminal import print_text
from shapeproof.contract import Contract
from shapeproof.diff.changes.model import Change
from shapeproof.diff.verdicts.comparison import compare_contracts
from shapeproof.diff.witnesses.pins import pins_for, pins_without
from shapeproof.diff.witnesses.witness import Witness
from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.campaign import MAX_FAILURES, Campaign
from shapeproof.fuzz.campaign.failure import Failure
from shapeproof.fuzz.campaign.run_outcome import failure_identity
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.diff.wording import change_line

__all__ = ["run_on_changes"]

_RESPONSES: Final = 20
"""So many responses show each change, unless the user asks for another number."""


def run_on_changes(
    old: Contract, new: Contract, target_options: TargetOptions, limits: RunOptions, generation: GenerationOptions
) -> int:
    """Run a program on responses of the old edition, then on responses that show each change.

    Failures that the old edition's responses cause are not those of a change: they are counted, and not shown.

    Args:
        old: the contract that the program was written for.
        new: the contract whose responses it will get.
        target_options: the program.
        limits: how many responses show each change, and for how long all of it may take.
        generation: which responses are generated.

    Returns:
        The exit code.

    Raises:
        UsageError: the contracts are of two operations; the program can't be run, or fails on every response of the old
            edition.
    """
    if old.operation_name != new.operation_name:
        raise UsageError(
            f"expected two editions of one operation, got {old.name} and {new.name}",
            hint=f"name an edition of the first: {old.operation_name}@EDITION",
        )
    # A response only breaks its reader if the strictest one refuses it.
    verdicts = compare_contracts(old, new, "closed", ["response"])
    changes = [(verdict.change, verdict.witness) for verdict in verdicts if verdict.witness]
    options = campaign_options(target_options, limits, generation)
    seconds = options.max_seconds and options.max_seconds / (len(changes) + 1)
    options = replace(options, max_responses=limits.count or _RESPONSES, max_seconds=seconds)
    failures = FailureDirectory(limits.directory, target_options)
    with started_target(target_options) as target, Progress("runs") as progress, TemporaryDirectory() as home:
        set_hypothesis_home_dir(home)  # otherwise Hypothesis leaves a directory in the user's
        before = Campaign(old, target, options, progress.show)
        known = {failure.identity: failure for failure in before.run({})}
        if known and not before.passed_count:
            raise UsageError(
                f"the program fails on every response of {old.name}",
                hint=f"make it work first: shapeproof fuzz run {old.name} shows how it fails",
            )
        response_count, new_count, failing, tried = before.response_count, 0, 0, 0
        without = [pins_without([change], new.response) for change, _ in changes]
        for number, (change, witness) in enumerate(changes):
            if len(known) >= MAX_FAILURES:
                break
            tried += 1
            campaign = Campaign(new, target, options, progress.show, failures=dict(known))
            found = 0
            others = {path: pin for other, pins in enumerate(without) if other != number for path, pin in pins.items()}
            for failure in _failures(campaign, change, witness, others):
                found += 1
                text = explained_failure(campaign, new_count + found, failure, failures)
                progress.clear()
                heading = "" if found > 1 else f"{change_line(change)}\n"
                print_text(f"{heading}{text}\n")
            known = campaign.failures
            response_count += campaign.response_count
            new_count += found
            failing += bool(found)
        progress.clear()
    print_text(
        f"{pluralize(response_count, 'response')} run; {pluralize(len(changes), 'change')} that a reader can notice, "
        f"{failing or 'none'} of them with {pluralize(new_count, 'new failure')}"
        if changes
        else f"no reader of {old.name} can notice a change in responses of {new.name}"
    )
    if tried < len(changes):
        left = pluralize(len(changes) - tried, "change")
        print_text(f"stopped at {MAX_FAILURES} failures: fix some first; not tried: {left}")
    if before.failures:
        print_text(f"not shown: {pluralize(len(before.failures), 'failure')} on responses of {old.name}")
    return 1 if new_count else 0


def _failures(
    campaign: Campaign, change: Change, witness: Witness, without_others: Mapping[str, Any]
) -> Iterator[Failure]:
    """Yield the new ways in which the program fails on responses that show a change, its witness among them.

    The witness is all there is to try where no pins show the change, or where no response has them all.

    Args:
        campaign: runs the program on responses of the new edition.
        change: the change.
        witness: its witness.
        without_others: the pins that keep other changes out.
    """
    pins = pins_for(change, witness)
    if pins is not None and campaign.accepts(pins := {**without_others, **pins}):
        yield from campaign.run(pins)
    response = witness.response
    trial = campaign.trial(response)
    campaign.response_count += 1
    identity = failure_identity(trial.outcome, campaign.contract_words, response)
    if trial.verdict != "passed" and identity not in campaign.failures:
        campaign.failures[identity] = Failure(identity, response, trial.outcome)
        yield campaign.failures[identity]
