"""Programs that read responses, run from outside: one process a response, or one process for all of them.

Whatever a program does (hang, leave children behind, flood its streams, not exist), it is over and nothing of it is left
when a run returns.
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
"""Stands in a command for the path of a file that holds the response."""
_SHELL: Final = frozenset(["|", "||", "&&", "&", ";", "<", ">", ">>", "<{}", "2>&1", "2>/dev/null", ">/dev/null"])


class FuzzTarget(Protocol):
    """Something that reads a response's text and comes to an end, or to an answer."""

    def run(self, text: str) -> RunOutcome:
        """Hand over one response (JSON text without a line break) and see what becomes of it."""
        ...


def command_words(command: str) -> list[str]:
    """The words of a command, as a shell would split them; there is no shell. Raises UsageError if it has none."""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"this command can't be read: {error}", where=command) from None
    if shell := next((word for word in words if word in _SHELL), None):
        raise UsageError(
            f"there is no shell here: `{shell}` would be an argument", where=command, hint="--exec \"sh -c '…'\""
        )
    if not words:
        raise UsageError("there is no command to run", hint="such as --exec 'python consumer.py'")
    return words


class Program:
    """A program that is started for each response, which it finds on standard input, or in the file `{}`."""

    def __init__(self, words: Sequence[str], *, timeout: float) -> None:
        self._words = list(words)
        self._timeout = timeout

    def run(self, text: str) -> RunOutcome:
        """Raises UsageError if the program can't be started."""
        with tempfile.TemporaryDirectory() if FILE_WORD in self._words else nullcontext() as folder:
            words = self._words
            if folder:
                file = Path(folder, "response.json")
                file.write_text(text, encoding="utf-8")
                words = [str(file) if word == FILE_WORD else word for word in words]
            with tempfile.TemporaryFile() as stdin:
                stdin.write(text.encode())
                stdin.seek(0)
                tree = ProcessTree(words, stdin=stdin, stdout=subprocess.PIPE)
                try:
                    return read_to_end(tree.process, self._timeout)
                finally:
                    tree.end()


class LineProgram:
    """A program that is started once, reads a response a line, and answers each with a line of its own.

    It is started anew after it has ended or gone silent.
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

    def run(self, text: str) -> RunOutcome:
        """Raises UsageError if the program can't be started."""
        is_used = self._tree is not None
        ending = self._answer(text)
        if ending.is_unanswered and is_used:  # it may have ended after its last answer, before it saw this response
            ending = self._answer(text)
        return ending

    def _answer(self, text: str) -> RunOutcome:
        if self._tree is None or self._tree.process.poll() is not None:
            self._stop()
            self._tree = ProcessTree(self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            ending = read_answer(self._tree.process, text.encode() + b"\n", self._timeout)
        except BaseException:
            self._stop()
            raise
        if ending.answer is None:
            self._stop()
        return ending

    def _stop(self) -> None:
        if self._tree is not None:
            self._tree.end()
            self._tree = None
