"""What must never happen, whatever the input of a run was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from tests.program.forks import Outcome

__all__ = ["faults"]

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_COMMANDS: Final = re.compile(
    r"^\s*::(stop-commands|set-env|set-output|add-mask|add-path|add-matcher|remove-matcher|group|endgroup|debug)"
    r"|^\s*::(error|warning|notice)( file=x)?::injected|##(vso|teamcity)?\[",
    re.MULTILINE,
)
_SPOOFED: Final = re.compile(r"^shapeproof: spoofed", re.MULTILINE)


def faults(outcome: Outcome) -> Iterator[str]:
    """What is wrong with an outcome, whatever the input was."""
    if outcome.exit_code not in {0, 1, 2}:
        yield f"exit code {outcome.exit_code}"
    for name, content in (("output", outcome.output), ("errors", outcome.errors)):
        try:
            text = content.decode("utf-8", "strict")
        except UnicodeDecodeError as error:
            yield f"{name} is not UTF-8: {error}"
            continue
        if "Traceback (most recent call last)" in text:
            yield f"{name} has a traceback"
        if hidden := sorted({character for character in text if _is_hidden(character)}):
            yield f"{name} has {hidden[:5]!a}"
        if _SPOOFED.search(text):
            yield f"{name} has a line that Shapeproof didn't write"
        if command := _COMMANDS.search(text):
            yield f"{name} has a command for a CI runner: {command[0]!a}"


def _is_hidden(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in _HIDDEN
