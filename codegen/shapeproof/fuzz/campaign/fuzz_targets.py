"""Programs that read responses: one process per response, or one process for all of them.

Even if a program hangs, leaves children behind or floods its streams, none of its processes is left after its run.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from shapeproof.fuzz.campaign.process_streams import read_answer, read_failure_after, read_to_end
from shapeproof.fuzz.campaign.process_tree import ProcessTree
from shapeproof.fuzz.campaign.run_outcome import RunOutcome
from shapeproof.operating_system.process_guard import ProcessGuard

__all__ = ["EndedAfterAnswerError", "FuzzTarget", "LineProgram", "Program"]

FILE_WORD: Final = "{}"
"""A word of a command that is replaced by the path of a file with the response."""
_MOMENT: Final = 0.25
"""Seconds that a program may take to end after an answer, until it was seen to take longer."""


class EndedAfterAnswerError(Exception):
    """A program answered, and failed before it got the next response: its last answer, and earlier ones, are in doubt.

    From now on, each answer counts only if the program does not fail right after it. Raised once for a program, and again
    when it takes longer to end than was waited, up to its time limit.
    """


class FuzzTarget(Protocol):
    """What a campaign runs on responses: a program that ends, or answers.

    Attributes:
        reads_lines: whether it gets each input on a line of its own.
    """

    reads_lines: bool

    def run(self, document: str) -> RunOutcome:
        """Run it on one response: a JSON document, without line breaks if it reads lines. Raises EndedAfterAnswerError."""
        ...

    def settle(self) -> None:
        """Wait a moment for the end of a program after its last answer. Raises EndedAfterAnswerError if it failed."""
        ...


class Program:
    """A program that is started for each response. It gets the response on standard input, or as the file `{}`."""

    reads_lines = False

    def __init__(self, words: Sequence[str], *, timeout: float, guard: ProcessGuard | None = None) -> None:
        self._words = list(words)
        self._timeout = timeout
        self._guard = guard

    def settle(self) -> None:
        """Do nothing: each run waits for the end."""

    def run(self, document: str) -> RunOutcome:
        """Raises UsageError if the program can't be started."""
        with tempfile.TemporaryDirectory() if FILE_WORD in self._words else nullcontext() as directory:
            words = self._words
            if directory:
                file = Path(directory, "response.json")
                file.write_text(document, encoding="utf-8")
                words = [str(file) if word == FILE_WORD else word for word in words]
            with tempfile.TemporaryFile() as stdin:
                stdin.write(document.encode())
                stdin.seek(0)
                tree = ProcessTree(words, stdin=stdin, stdout=subprocess.PIPE, guard=self._guard)
                try:
                    return read_to_end(tree.process, self._timeout)
                finally:
                    tree.end()


class LineProgram:
    """A program that is started once, reads one response per line, and answers each with a line.

    It is started again after it has ended or timed out.
    """

    reads_lines = True

    def __init__(
        self, words: Sequence[str], *, timeout: float, guard: ProcessGuard | None = None, is_careful: bool = False
    ) -> None:
        """`is_careful`: whether each answer waits for a failure right after it, as it does once one was seen."""
        self._words = list(words)
        self._timeout = timeout
        self._guard = guard
        self._is_careful = is_careful
        self._has_answered = False
        self._moment = _MOMENT
        self._tree: ProcessTree | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def run(self, document: str) -> RunOutcome:
        """Raises UsageError if the program can't be started, EndedAfterAnswerError if it failed since its last answer."""
        self._require_success()
        is_used = self._tree is not None
        outcome = self._answer(document)
        if outcome.is_unanswered and is_used:  # it may have ended after its last answer, before it read this response
            ended, outcome = outcome, self._answer(document)
            if ended.has_failed and not outcome.is_unanswered:
                self._doubt_answers()
        return outcome

    def settle(self) -> None:
        """Raises EndedAfterAnswerError if the program fails within a moment."""
        if self._tree is not None and not self._is_careful:
            with suppress(subprocess.TimeoutExpired):
                self._tree.process.wait(self._moment)
        self._require_success()

    def _require_success(self) -> None:
        if self._tree is not None and self._tree.process.poll():
            self._doubt_answers()

    def _doubt_answers(self) -> None:
        """The program failed after an answer that was counted."""
        if self._is_careful and self._moment >= self._timeout:
            return
        if self._is_careful:
            self._moment = min(2 * self._moment, self._timeout)
        self._is_careful = True
        self._stop()
        raise EndedAfterAnswerError

    def _answer(self, document: str) -> RunOutcome:
        is_new = self._tree is None or self._tree.process.poll() is not None
        if self._tree is None or is_new:
            self._stop()
            self._tree = ProcessTree(self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, guard=self._guard)
        process = self._tree.process
        try:
            line = document + "\n"
            answers_at_end = None if self._has_answered else partial(self._answers_at_end, line)
            outcome = read_answer(process, line.encode(), self._timeout, is_new=is_new, answers_at_end=answers_at_end)
            self._has_answered = self._has_answered or outcome.answer is not None
            if self._is_careful and outcome.answer is not None:
                outcome = read_failure_after(outcome, process, self._moment)
        except BaseException:
            self._stop()
            raise
        if outcome.answer is None or outcome.has_failed:
            self._stop()
        return outcome

    def _answers_at_end(self, line: str, seconds: float) -> bool:
        """Whether the program ends by itself after a line and the end of its input, and without failing."""
        outcome = Program(self._words, timeout=seconds, guard=self._guard).run(line)
        return outcome.timeout is None and (bool(outcome.stdout.strip()) or not outcome.has_failed)

    def _stop(self) -> None:
        if self._tree is not None:
            self._tree.end()
            self._tree = None
