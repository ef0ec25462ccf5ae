"""How a program's run ended, what that means, and which endings are the same failure."""

from __future__ import annotations

import re
import signal as signals
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal, cast

__all__ = ["CRASH", "RunOutcome", "RunVerdict", "identity", "last_words", "place_of", "verdict", "words_of"]

CRASH: Final = (
    r"^Traceback \(most recent call last\):"  # Python
    r"|^panic: |^fatal error: "  # Go
    r"|^thread '.*' panicked at "  # Rust
    r"|^Exception in thread |^\s+at [\w.$<>]+\(.*\)$"  # Java, and others of the JVM
    r"|^\s+at .+ \(.+:\d+:\d+\)$|^Uncaught "  # JavaScript
    r"|^Unhandled exception"  # .NET, Dart
    r"|: undefined method |\(NoMethodError\)"  # Ruby
    r"|[Ss]egmentation fault|core dumped|AddressSanitizer"
)
"""What a crash looks like on standard error, line by line, in the languages that people read responses with."""

RunVerdict = Literal["passed", "refused", "crashed"]

_REFUSAL: Final = re.compile(r'\s*(?:error\b|\{\s*"error"\s*:)', re.IGNORECASE)
_PLACES: Final = (
    re.compile(r'^\s+File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE),
    re.compile(r"^\s+at (?:.*\()?(?P<file>[^\s()]+?):(?P<line>\d+)(?::\d+)?\)?$", re.MULTILINE),
    re.compile(r"(?P<file>[\w./-]+\.\w+):(?P<line>\d+)"),
)
_QUOTED: Final = re.compile(r"""'[^'\n]*'|"[^"\n]*"|`[^`\n]*`""")
_NUMBER: Final = re.compile(r"-?\d[\d.,:e+-]*")
_NAMED: Final = re.compile(r"(?:Uncaught )?[\w.:]*(?:Error|Exception)\b|panic: |thread '.*' panicked")
_EMPTY_WORDS: Final = re.compile(r"Node\.js v[\d.]+$|exit status \d+$|goroutine \d+ ")
_TELLING: Final = 3
_TOLD: Final = 200


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended: an exit `status`, a `signal`, a `timeout` (in seconds), or, of a program that stays, an `answer`.

    `flooded` says that it answered without end, `is_unanswered` that it ended instead of answering. `stderr` and `stdout` are the last of what it said there.
    """

    status: int | None = None
    signal: int | None = None
    timeout: float | None = None
    answer: str | None = None
    flooded: bool = False
    is_unanswered: bool = False
    stderr: str = ""
    stdout: str = ""


def verdict(ending: RunOutcome, crash: re.Pattern[str]) -> RunVerdict:
    """Whether a program took a response, refused it in an orderly way, or crashed.

    `crash` is looked for in what it said on standard error. A program that stays refuses with an answer that begins
    with `error`, or is a JSON object with that key.
    """
    has_broken_off = ending.signal is not None or ending.timeout is not None or ending.flooded or ending.is_unanswered
    if has_broken_off or crash.search(ending.stderr):
        return "crashed"
    if ending.answer is not None:
        return "refused" if _REFUSAL.match(ending.answer) else "passed"
    return "refused" if ending.status else "passed"


def words_of(ending: RunOutcome) -> str:
    """The ending in a few words: `exit status 1`, `killed by SIGSEGV`, `still running after 5 s`."""
    if ending.timeout is not None:
        return f"still running after {ending.timeout:g} s"
    if ending.flooded:
        return "answered without end"
    if ending.signal is not None:
        try:
            return f"killed by {signals.Signals(ending.signal).name}"
        except ValueError:
            return f"killed by signal {ending.signal}"
    if ending.is_unanswered:
        return f"exited without an answer, exit status {ending.status}"
    return f"answered {ending.answer[:_TOLD]!r}" if ending.answer is not None else f"exit status {ending.status}"


def identity(ending: RunOutcome, names: AbstractSet[str], response: object = None) -> str:
    """What tells this failure from others: how it ended, the place in the program, the kind of error, and `names`.

    `names` are the contract's own words. Other words of a message are likely to be values of the response, and would make
    every response a failure of its own; they count only where nothing else says what happened, without what is quoted,
    without numbers, and without the texts of `response`.
    """
    how = words_of(ending) if ending.answer is None else "answered"
    message = ending.answer or last_words(ending.stderr)
    place, kind = place_of(ending.stderr), _NAMED.match(message)
    if kind or place:
        said = " ".join([kind[0] if kind else "", *(word for word in re.findall(r"\w+", message) if word in names)])
    else:
        said = _general(message, names, response)
    return " | ".join(part for part in (how, place, said.strip()) if part)


def last_words(stderr: str) -> str:
    """The line of standard error that says most: the last one that names an error, else that isn't indented."""
    lines = [line.rstrip() for line in stderr.splitlines() if line.strip() and not _EMPTY_WORDS.match(line)]
    named = [line for line in lines if _NAMED.match(line)]
    told = [line for line in lines if not line[:1].isspace()]
    return (named or told or lines or [""])[-1][:_TOLD]


def place_of(stderr: str) -> str:
    """The innermost place in a program that its standard error names, as `file:line`; empty if there is none."""
    for pattern in _PLACES:
        found = list(pattern.finditer(stderr))
        if found:
            # The innermost frame: Python tells it last, the others first.
            match = found[-1] if pattern is _PLACES[0] else found[0]
            return f"{match['file'].removeprefix('file://')}:{match['line']}"
    return ""


def _general(message: str, names: AbstractSet[str], response: object) -> str:
    def without_value(match: re.Match[str]) -> str:
        return match[0] if match[0][1:-1] in names else "…"

    for text in sorted(set(_texts(response)) - names, key=len, reverse=True):
        if len(text) >= _TELLING:
            message = message.replace(text, "…")
    return _NUMBER.sub("#", _QUOTED.sub(without_value, message))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        # A message has one line, or a part of a long text.
        yield from (line[:_TOLD] for line in value.splitlines())
    elif isinstance(value, dict):
        for inner in cast("dict[str, object]", value).values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _texts(inner)
