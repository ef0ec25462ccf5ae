"""A campaign: a program run on valid responses, round after round, with each new failure shrunk."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.errors import Flaky

from shapeproof.contract import Contract, Part, Representation, Schema, View
from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.failure import Failure, Trial
from shapeproof.fuzz.campaign.fuzz_targets import EndedAfterAnswerError, FuzzTarget
from shapeproof.fuzz.campaign.history_input import HistoryInput
from shapeproof.fuzz.campaign.program_input import PagesInput, ProgramInput, ResponseInput, document_of
from shapeproof.fuzz.campaign.reduction import reductions
from shapeproof.fuzz.campaign.run_outcome import RunOutcome, failure_identity, verdict_of
from shapeproof.validation.coverage.features import Feature, features

__all__ = ["MAX_FAILURES", "Campaign", "CampaignOptions"]

MAX_FAILURES: Final = 20
"""A campaign stops after this many different failures."""
_MAX_FUTILE_RESPONSES: Final = 10
"""A campaign stops after this many responses if the program has passed on none."""
_REPETITIONS: Final = 2
"""A new failure is another one each time if so many further runs on the same response fail in other ways."""
_MAX_REMEMBERED: Final = 20_000
_MAX_REDUCING_RUNS: Final = 400
_MAX_REDUCING_SECONDS: Final = 20.0
"""The limits of dropping what makes no difference from one failing response, after Hypothesis has shrunk it."""


@dataclass(frozen=True, slots=True)
class CampaignOptions:
    """What a campaign does.

    Attributes:
        view: which responses are valid.
        representation: in which the program gets them.
        max_responses: the campaign stops after this many.
        max_seconds: or after this time; None for no limit.
        seed: the same seed gives the same responses, for the same `max_responses`.
        crash_pattern: matches what a crash prints on standard error.
        part: the part of the contract that responses are drawn from.
        pages: the program gets lists of pages that follow each other, instead of single responses.
        coherent: the responses keep the rules of the contract.
        histories: the program gets histories of the resource that the operation describes, instead of single responses.
    """

    view: View
    representation: Representation
    max_responses: int
    max_seconds: float | None
    seed: int
    crash_pattern: re.Pattern[str]
    part: Part = "response"
    pages: bool = False
    coherent: bool = True
    histories: bool = False


class _TargetFailed(Exception):
    """The program failed. Each way to fail is a subclass: Hypothesis distinguishes failures by type."""


class _Unusable(BaseException):
    """The program can't be used."""

    def __init__(self, error: UsageError) -> None:
        super().__init__(error)
        self.error = error


class _Again(BaseException):
    """A round begins again: answers in it were taken for good that were not. Not an Exception, as `_Stop`."""


class _OutOfBudgetError(Exception):
    """A response was not reduced further: the limits are reached."""


class _Stop(BaseException):
    """Stops a round. Not an Exception: Hypothesis would take it for a failure."""


@dataclass
class Campaign:
    """A campaign and its state.

    Attributes:
        contract: whose responses the program gets.
        target: the program.
        options: what the campaign does.
        on_run: called after each run of the program with the number of runs.
        response_count: generated responses that the program was run on.
        run_count: all runs, those for shrinking and explaining failures included.
        passed_count: the runs that passed.
        shrink_count: further responses that were run to shrink failures.
        shown_features: the features of the contract that the generated responses showed.
        failures: the failures found, by identity.
        is_out_of_time: the time limit ended the campaign.
        is_interrupted: the user ended the campaign.
        is_unstable: the campaign ended because the program failed in another way each time, on the same response.
        is_hopeless: the campaign ended because the program passed on no response.
    """

    contract: Contract
    target: FuzzTarget
    options: CampaignOptions
    on_run: Callable[[int], object] = lambda _count: None
    response_count: int = 0
    run_count: int = 0
    passed_count: int = 0
    shrink_count: int = 0
    shown_features: set[Feature] = field(default_factory=set[Feature])
    failures: dict[str, Failure] = field(default_factory=dict[str, Failure])
    is_out_of_time: bool = False
    is_interrupted: bool = False
    is_hopeless: bool = False
    is_unstable: bool = False

    def __post_init__(self) -> None:
        self._root: Schema = self.contract.schema(self.options.part)
        self.contract_words = frozenset(
            member for definition in self._root["$defs"].values() for member in definition.get("properties", ())
        )
        self._features = frozenset(features(self._root))
        self.input = self._input({})
        self._trials: dict[str, Trial] = {}
        self._failure_types: dict[str, type[Exception]] = {}
        self._deadline = time.monotonic() + self.options.max_seconds if self.options.max_seconds else None

    def _input(self, pins: Mapping[str, Any]) -> ProgramInput:
        options = self.options
        if options.histories:
            return HistoryInput(self.contract, options.view, pins)
        if options.pages:
            return PagesInput(self.contract, options.view, pins, is_coherent=options.coherent)
        return ResponseInput(self.contract, options.part, options.view, pins, is_coherent=options.coherent)

    def accepts(self, pins: Mapping[str, Any]) -> bool:
        """Whether some responses have these pins, each of which the contract allows."""
        try:
            self._input(pins).strategy()
        except UsageError:
            return False
        return True

    @property
    def feature_count(self) -> int:
        """The number of features that responses can show."""
        return len(self._features)

    def run(self, pins: Mapping[str, Any]) -> Iterator[Failure]:
        """Yield each failure once it is shrunk, until the responses or the time are used up.

        Raises:
            UsageError: a pin or the program can't be used.
            KeyboardInterrupt: the user stopped it. Like any other error, which is a bug, it comes after the failures
                found until then.
        """
        self.input = self._input(pins)
        strategy = self.input.strategy()
        while self.response_count < self.options.max_responses and len(self.failures) < MAX_FAILURES:
            known, previous_count, previous_passed = set(self.failures), self.response_count, self.passed_count
            new: dict[str, Failure] = {}
            stopped_by: BaseException | None = None
            try:
                self._run_round(strategy, new, known)
                self._settle()
            except _Again:
                self.response_count, self.passed_count = previous_count, previous_passed
                self._trials.clear()
                continue
            except _Stop:
                self.is_out_of_time = not (self.is_hopeless or self.is_unstable)
            except KeyboardInterrupt as interrupt:
                self.is_interrupted, stopped_by = True, interrupt
            except Exception as error:  # noqa: BLE001 - raised again below
                stopped_by = error
            self.failures |= new
            for failure in new.values():
                try:
                    self._reduce(failure)
                except KeyboardInterrupt as interrupt:
                    self.is_interrupted, stopped_by = True, interrupt
                except Exception as error:  # noqa: BLE001 - raised again below
                    stopped_by = stopped_by or error
                yield self.failures[failure.identity]
            if stopped_by is not None:
                raise stopped_by
            if self.is_interrupted:
                raise KeyboardInterrupt
            if (
                self.is_out_of_time
                or self.is_hopeless
                or self.is_unstable
                or (not new and self.response_count == previous_count)
            ):
                return

    def _run_round(self, strategy: Any, new: dict[str, Failure], known: set[str]) -> None:
        """Run the program until it fails in a way that is not `known`, shrink that failure and put it into `new`."""

        @hypothesis.seed(f"{self.options.seed}/{len(self.failures)}/{self.response_count}")
        @hypothesis.settings(
            # One more: each round starts with the simplest response again.
            max_examples=self.options.max_responses - self.response_count + bool(self.response_count),
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=cast("list[HealthCheck]", list(HealthCheck)),
            verbosity=Verbosity.quiet,
            print_blob=False,
        )
        @hypothesis.given(strategy)
        def passes(response: Any) -> None:
            if self._deadline is not None and time.monotonic() > self._deadline:
                raise _Stop
            document = self.document(response)
            is_new = document not in self._trials
            try:
                trial = self._trial_of(document)
            except UsageError as error:  # Hypothesis would run it on more responses, and shrink them
                raise _Unusable(error) from error
            if new:
                self.shrink_count += is_new
            else:
                self.response_count += is_new
                self.shown_features.update(self._features.intersection(self.input.shown_features(response)))
            if trial.verdict == "passed":
                return
            identity = failure_identity(trial.outcome, self.contract_words, response)
            if not self.passed_count and len(known) and self.response_count >= _MAX_FUTILE_RESPONSES:
                self.is_hopeless = True
                raise _Stop
            if identity in known or (identity not in new and len(known) + len(new) >= MAX_FAILURES):
                return
            if not new and self._is_another_each_time(document, identity, response):
                new[identity] = Failure(identity, response, trial.outcome, is_stable=False)
                self.is_unstable = True
                raise _Stop
            if identity not in new or len(document) <= len(self.document(new[identity].response)):
                new[identity] = Failure(identity, response, trial.outcome)
            raise self._failure_type(identity)

        try:
            passes()
        except (_Stop, _Again):
            raise
        except _Unusable as unusable:
            raise unusable.error from None
        except (Exception, BaseExceptionGroup) as error:
            bugs = [leaf for leaf in _leaves(error) if not isinstance(leaf, _TargetFailed | Flaky)]
            if bugs and bugs[0] is not error:
                raise bugs[0] from error
            if bugs or not new:
                raise

    def _reduce(self, failure: Failure) -> None:
        """Drop from the response of a failure what makes no difference. Whatever ends this, what was dropped stays so."""
        if self.is_interrupted or not failure.is_stable:
            return
        check = self.input.check(failure.response)
        deadline, runs = time.monotonic() + _MAX_REDUCING_SECONDS, self.run_count
        outcome = failure.outcome

        def fails_alike(candidate: Any) -> bool:
            nonlocal outcome
            if time.monotonic() > deadline or self.run_count - runs >= _MAX_REDUCING_RUNS:
                raise _OutOfBudgetError
            if not check.is_kept_by(candidate):
                return False
            previous_count = self.run_count
            trial = self.trial(candidate)
            self.shrink_count += self.run_count - previous_count
            outcome = trial.outcome
            return self.is_same_failure(trial, candidate, failure.identity)

        try:
            steps = reductions(self.input.root, failure.response, self.input.pins, fails_alike, self.input.completed)
            for response, dropped in steps:
                failure = replace(
                    failure, response=response, outcome=outcome, dropped_count=failure.dropped_count + dropped
                )
                self.failures[failure.identity] = failure
        except _OutOfBudgetError:
            return
        self.failures[failure.identity] = replace(failure, is_reduced=True)

    def _is_another_each_time(self, document: str, identity: str, response: Any) -> bool:
        """Whether each further run on a response fails in a way that is new. A single run is enough if it isn't."""
        identities = {identity}
        for _ in range(_REPETITIONS):
            first = self._trials.pop(document, None)
            again = self._trial_of(document)
            if first is not None:
                self._trials[document] = first
            if again.verdict == "passed":
                return False
            repeated = failure_identity(again.outcome, self.contract_words, response)
            if repeated in identities:
                return False
            identities.add(repeated)
        return True

    def is_same_failure(self, trial: Trial, response: Any, identity: str) -> bool:
        """Whether a run failed, and in the way that `identity` stands for."""
        return trial.verdict != "passed" and failure_identity(trial.outcome, self.contract_words, response) == identity

    def _failure_type(self, identity: str) -> type[Exception]:
        if identity not in self._failure_types:
            self._failure_types[identity] = type("TargetFailed", (_TargetFailed,), {})
        return self._failure_types[identity]

    def trial(self, response: Any) -> Trial:
        """Run the program on a response (in `cli`), completed, unless it has been run on the same one."""
        response = self.input.completed(response)
        document = self.document(response)
        while True:  # a target doubts its answers a few times at most
            try:
                return self._trial_of(document)
            except _Again:
                self._trials.clear()

    def _settle(self) -> None:
        try:
            self.target.settle()
        except EndedAfterAnswerError as error:
            raise _Again from error

    def _trial_of(self, document: str) -> Trial:
        if document not in self._trials:
            try:
                outcome = self.target.run(document)
            except EndedAfterAnswerError as error:
                raise _Again from error
            trial = Trial(outcome, verdict_of(outcome, self.options.crash_pattern))
            if trial.verdict == "passed":  # its output may be large, and is not needed
                trial = Trial(RunOutcome(status=0), "passed")
            self.run_count += 1
            self.passed_count += trial.verdict == "passed"
            self.on_run(self.run_count)
            if len(self._trials) == _MAX_REMEMBERED:
                return trial
            self._trials[document] = trial
        return self._trials[document]

    def document(self, response: Any) -> str:
        """A response, pages or a history as the program gets it: JSON in the representation of the campaign."""
        lines = self.input.lines(response, self.options.representation)
        return document_of(lines, on_one_line=self.target.reads_lines)


def _leaves(error: BaseException) -> Iterator[BaseException]:
    """The errors in a group, through nested groups; an error that isn't a group is its only one."""
    if isinstance(error, BaseExceptionGroup):
        for inner in cast("BaseExceptionGroup[BaseException]", error).exceptions:
            yield from _leaves(inner)
    else:
        yield error
