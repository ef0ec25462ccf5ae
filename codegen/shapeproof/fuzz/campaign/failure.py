"""The results of a campaign: the outcome of each run, and the ways in which a program fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shapeproof.fuzz.campaign.run_outcome import RunOutcome, RunVerdict

__all__ = ["Failure", "Trial"]


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which a program fails.

    Attributes:
        identity: what distinguishes it from other failures.
        response: the smallest response found that causes it, in `cli`; a list of them if the program gets pages.
        outcome: how the program ended.
        dropped_count: the members, items and entries that were dropped after shrinking: they made no difference.
        is_reduced: no other one can be dropped. Otherwise the limits, or the user, ended that before all were tried.
        is_stable: the program failed in this way again when it got the response again.
    """

    identity: str
    response: Any
    outcome: RunOutcome
    dropped_count: int = 0
    is_reduced: bool = False
    is_stable: bool = True


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome of a run on one response."""

    outcome: RunOutcome
    verdict: RunVerdict
