"""A campaign: valid responses against a consumer, round after round, each failure shrunk and then set aside."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.errors import Flaky

from shapeproof.contract import Contract, Part, Representation, Schema, View
from shapeproof.fuzz.campaign.fuzz_targets import FuzzTarget
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, RunVerdict, identity, verdict
from shapeproof.fuzz.drawing.strategies import planned_responses
from shapeproof.fuzz.planning.planner import plan
from shapeproof.sample.recording_lines import recording_line
from shapeproof.validation.coverage.features import Feature, features, shown_features

__all__ = ["MOST_FAILURES", "Campaign", "CampaignOptions", "Failure", "Trial"]

MOST_FAILURES: Final = 20
"""A program that fails in more ways than this has to be mended before it is worth going on."""
_HOPELESS: Final = 10
"""A program that has failed on so many responses and passed on none isn't tried further."""
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class CampaignOptions:
    """What a campaign is to do.

    `count` responses at most, or, with `seconds`, as many as that time allows. `crash` is what a crash looks like on
    standard error.
    """

    view: View
    representation: Representation
    count: int
    seconds: float | None
    seed: int
    crash: re.Pattern[str]
    part: Part = "response"


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which a consumer fails: the smallest response found that makes it, in `cli`, and how it ends there."""

    identity: str
    response: Any
    ending: RunOutcome


@dataclass(frozen=True, slots=True)
class Trial:
    """One response, and what the consumer made of it."""

    ending: RunOutcome
    verdict: RunVerdict


class _ConsumerFailed(Exception):
    """A failure of the consumer's: each way to fail is a subclass of its own, by which Hypothesis keeps them apart."""


class _TimeIsUp(BaseException):
    """Not an Exception: Hypothesis would take it for a failure."""


@dataclass
class Campaign:
    """A campaign under way. `told` is called after each run of the consumer, with the number of runs."""

    contract: Contract
    consumer: FuzzTarget
    options: CampaignOptions
    told: Callable[[int], object] = lambda _count: None
    tried: int = 0
    runs: int = 0
    passed: int = 0
    shrinking: int = 0
    shown: set[Feature] = field(default_factory=set[Feature])
    failures: dict[str, Failure] = field(default_factory=dict[str, Failure])
    is_cut_short: bool = False
    is_interrupted: bool = False
    is_hopeless: bool = False

    def __post_init__(self) -> None:
        self._root: Schema = self.contract.schema(self.options.part)
        self.names = frozenset(member for one in self._root["$defs"].values() for member in one.get("properties", ()))
        self._features = frozenset(features(self._root))
        self._known: dict[str, Trial] = {}
        self._kinds: dict[str, type[Exception]] = {}
        self._until = time.monotonic() + self.options.seconds if self.options.seconds else None

    @property
    def features(self) -> int:
        """How many features of the contract there are to show."""
        return len(self._features)

    def run(self, pins: Mapping[str, Any]) -> Iterator[Failure]:
        """Failures, each when it has been shrunk, until the responses or the time are used up.

        Raises UsageError for a pin or a program that can't be used. Whatever else is raised is a bug of Shapeproof's or
        of the consumer object's, and comes after the failures that were found until then.
        """
        place = plan(self._root, pins, self.options.view)
        strategy = planned_responses(self._root, place, "cli")
        while self.tried < self.options.count and len(self.failures) < MOST_FAILURES:
            before, tried = set(self.failures), self.tried
            found: dict[str, Failure] = {}
            stopped_by: BaseException | None = None
            try:
                self._round(strategy, found, before)
            except _TimeIsUp:
                self.is_cut_short = not self.is_hopeless
            except KeyboardInterrupt as interrupt:
                self.is_interrupted, stopped_by = True, interrupt
            except Exception as error:  # noqa: BLE001 - raised again below
                stopped_by = error
            self.failures |= found
            yield from found.values()
            if stopped_by is not None:  # what was found until then is told first
                raise stopped_by
            if self.is_cut_short or self.is_hopeless or (not found and self.tried == tried):
                return

    def _round(self, strategy: Any, found: dict[str, Failure], known: set[str]) -> None:
        """Try responses until one fails in a new way, and shrink that; Hypothesis ends the round."""

        @hypothesis.seed(f"{self.options.seed}/{len(self.failures)}/{self.tried}")
        @hypothesis.settings(
            # One more, for each round begins with the plainest response again.
            max_examples=self.options.count - self.tried + bool(self.tried),
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=cast("list[HealthCheck]", list(HealthCheck)),
            verbosity=Verbosity.quiet,
            print_blob=False,
        )
        @hypothesis.given(strategy)
        def holds(response: Any) -> None:
            if self._until is not None and time.monotonic() > self._until:
                raise _TimeIsUp
            text = self.text(response)
            is_new = text not in self._known
            trial = self._trial_of(text)
            if found:
                self.shrinking += is_new
            else:
                self.tried += is_new
                self.shown.update(self._features.intersection(shown_features(self._root, response)))
            if trial.verdict == "passed":
                return
            name = identity(trial.ending, self.names, response)
            if not self.passed and len(known) and self.tried >= _HOPELESS:
                self.is_hopeless = True
                raise _TimeIsUp
            if name in known or (name not in found and len(known) + len(found) >= MOST_FAILURES):
                return
            if name not in found or len(text) <= len(self.text(found[name].response)):
                found[name] = Failure(name, response, trial.ending)
            raise self._kind(name)

        try:
            holds()
        except _TimeIsUp:
            raise
        except (Exception, BaseExceptionGroup) as error:
            crashes = [leaf for leaf in _leaves(error) if not isinstance(leaf, _ConsumerFailed | Flaky)]
            if crashes and crashes[0] is not error:
                raise crashes[0] from error
            if crashes or not found:
                raise

    def _kind(self, name: str) -> type[Exception]:
        if name not in self._kinds:
            self._kinds[name] = type("ConsumerFailed", (_ConsumerFailed,), {})
        return self._kinds[name]

    def trial(self, response: Any) -> Trial:
        """What the consumer makes of a response (in `cli`); the same one is not tried twice."""
        return self._trial_of(self.text(response))

    def _trial_of(self, text: str) -> Trial:
        if text not in self._known:
            ending = self.consumer.run(text)
            trial = Trial(ending, verdict(ending, self.options.crash))
            if trial.verdict == "passed":  # what it printed is of no more use, and there may be much of it
                trial = Trial(RunOutcome(status=0), "passed")
            self.runs += 1
            self.passed += trial.verdict == "passed"
            self.told(self.runs)
            if len(self._known) == _REMEMBERED:
                return trial
            self._known[text] = trial
        return self._known[text]

    def text(self, response: Any) -> str:
        """The response as the consumer gets it: its JSON on one line, in the representation that was asked for."""
        line = recording_line(self.contract, self.options.part, response, self.options.representation)
        return json.dumps(line["response"], ensure_ascii=False)


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """The errors in a group of errors; an error that is none is its own."""
    if isinstance(error, BaseExceptionGroup):
        for inner in cast("tuple[BaseException, ...]", error.exceptions):
            yield from _leaves(inner)
    else:
        yield error
