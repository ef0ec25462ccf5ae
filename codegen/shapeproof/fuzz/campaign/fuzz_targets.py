"""Programs that read responses: one process per response, or one process for all of them.

Even if a program hangs, leaves children behind or floods its streams, none of its processes is left after its run.
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.process_streams import read_answer, read_to_end
from shapeproof.fuzz.campaign.process_tree import ProcessTree
from shapeproof.fuzz.campaign.run_outcome import RunOutcome

__all__ = ["FuzzTarget", "LineProgram", "Program", "command_words"]

FILE_WORD: Final = "{}"
"""A word of a command that is replaced by the path of a file with the response."""
_SHELL: Final = frozenset(["|", "||", "&&", "&", ";", "<", ">", ">>", "<{}", "2>&1", "2>/dev/null", ">/dev/null"])


class FuzzTarget(Protocol):
    """What a campaign runs on responses: a program that ends, or answers."""

    def run(self, document: str) -> RunOutcome:
        """Run it on one response: a JSON document without line breaks."""
        ...


def command_words(command: str) -> list[str]:
    """The words of a command, split as a shell does.

    Raises:
        UsageError: the command is empty, has an open quote, or needs a shell.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"invalid command: {error}", where=command) from error
    if shell := next((word for word in words if word in _SHELL), None):
        raise UsageError(
            f"commands are not run in a shell: `{shell}` would be an argument",
            where=command,
            hint="--exec \"sh -c '…'\"",
        )
    if not words:
        raise UsageError("the command is empty", hint="for example --exec 'python consumer.py'")
    return words


class Program:
    """A program that is started for each response. It gets the response on standard input, or as the file `{}`."""

    def __init__(self, words: Sequence[str], *, timeout: float) -> None:
        self._words = list(words)
        self._timeout = timeout

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
                tree = ProcessTree(words, stdin=stdin, stdout=subprocess.PIPE)
                try:
                    return read_to_end(tree.process, self._timeout)
                finally:
                    tree.end()


class LineProgram:
    """A program that is started once, reads one response per line, and answers each with a line.

    It is started again after it has ended or timed out.
    """

    def __init__(self, words: Sequence[str], *, timeout: float) -> None:
        self._words = list(words)
        self._timeout = timeout
        self._tree: ProcessTree | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def run(self, document: str) -> RunOutcome:
        """Raises UsageError if the program can't be started."""
        is_used = self._tree is not None
        outcome = self._answer(document)
        if outcome.is_unanswered and is_used:  # it may have ended after its last answer, before it read this response
            outcome = self._answer(document)
        return outcome

    def _answer(self, document: str) -> RunOutcome:
        if self._tree is None or self._tree.process.poll() is not None:
            self._stop()
            self._tree = ProcessTree(self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            outcome = read_answer(self._tree.process, document.encode() + b"\n", self._timeout)
        except BaseException:
            self._stop()
            raise
        if outcome.answer is None:
            self._stop()
        return outcome

    def _stop(self) -> None:
        if self._tree is not None:
            self._tree.end()
            self._tree = None
