"""Keeps a failure of a program, and describes it with the smallest changes with which the program passes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

from shapeproof.cli.fuzz.kept_failures import FailureDirectory
from shapeproof.fuzz.campaign.campaign import Campaign
from shapeproof.fuzz.campaign.failure import Failure
from shapeproof.fuzz.campaign.minimal_changes import Explanation, explain
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, failure_message, location_of
from shapeproof.fuzz.campaign.tried_changes import ChangeEffect, Effect
from shapeproof.report.campaign.text import change_text, failure_text

__all__ = ["explained_failure", "relative_to_here"]

_EXPLANATION_SECONDS: Final = 20.0
"""Time to look for minimal changes; with a program that hangs it would take minutes."""


def explained_failure(campaign: Campaign, number: int, failure: Failure, failures: FailureDirectory) -> str:
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
    return relative_to_here(text)


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


def relative_to_here(text: str) -> str:
    """The text with files below the working directory relative to it: short, and terminals can open them."""
    here = str(Path.cwd())
    return text if here == Path(here).root else text.replace(f"{here}/", "")
