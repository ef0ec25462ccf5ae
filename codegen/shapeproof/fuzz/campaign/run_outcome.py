"""The outcome of a run of a program: what it means, and which outcomes are the same failure."""

from __future__ import annotations

import re
import signal as signals
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, Literal, cast

__all__ = [
    "CRASH",
    "RunOutcome",
    "RunVerdict",
    "describe",
    "error_line",
    "failure_identity",
    "failure_message",
    "location_of",
    "verdict_of",
]

CRASH: Final = (
    r"^Traceback \(most recent call last\):"  # Python
    r"|^panic: |^fatal error: "  # Go
    r"|^thread '.*' panicked at "  # Rust
    r"|^Exception in thread |^[ \t]+at [\w.$<>]+\(.*\)$"  # Java, and others of the JVM
    r"|^[ \t]+at .+ \(.+:\d+:\d+\)$|^Uncaught "  # JavaScript
    r"|^Unhandled exception"  # .NET, Dart
    r"|: undefined method |\(NoMethodError\)"  # Ruby
    r"|[Ss]egmentation fault|core dumped|AddressSanitizer"
)
"""Matches what a crash prints on standard error, line by line, in common languages."""

RunVerdict = Literal["passed", "rejected", "crashed"]

_REJECTION: Final = re.compile(r'\s*(?:error\b|\{\s*"error"\s*:)', re.IGNORECASE)
_LOCATIONS: Final = (
    re.compile(r'^[ \t]+File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE),
    re.compile(r"^[ \t]+at (?:.*\()?(?P<file>[^\s()]+?):(?P<line>\d+)(?::\d+)?\)?$", re.MULTILINE),
    re.compile(r"(?<![\w./-])(?P<file>[\w./-]+\.\w++):(?P<line>\d+)"),
)
_FOREIGN: Final = re.compile(
    r"[\\/](?:site|dist)-packages[\\/]|[\\/]lib(?:64)?/python\d[\d.]*/|[\\/]Python\d+[\\/]Lib[\\/]|^<frozen "  # Python
    r"|^node:|^internal/|[\\/]node_modules[\\/]"  # JavaScript
    r"|[\\/]go[\d.]*/src/|[\\/]pkg/mod/|^/rustc/|[\\/]\.cargo[\\/]registry[\\/]|[\\/](?:gems|ruby/\d[\d.]*)/"  # Go, Rust, Ruby
)
"""Matches the path of a file of a standard library, or of an installed package: not what the user wrote."""
_QUOTED: Final = re.compile(
    r"""'(?:[^'\\\n]|\\.)*'|`[^`\n]*`"""
    r"""|"(?:(?!\.\.\.\))(?:[^"\\\n]|\\.))*"|"(?:[^"\\\n]|\\.)*?\\?\.\.\.(?=\))"""  # whole, or cut as jq does
)
_LITERALS: Final = frozenset(
    [
        "null",
        "true",
        "false",
        "undefined",
        "none",
        "nil",
        "nan",
        "infinity",
        "inf",
        "string",
        "number",
        "object",
        "array",
    ]
)
"""Strings of a response that programs print for other reasons, and so never for that string without quotes."""
_POSITION: Final = re.compile(
    r"\b(line|row|column|col|char(?:acter)?|position|pos|offset|byte)( |: ?)\d+", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"-?\d[\d.,:e+-]*")
_ERROR_NAME: Final = re.compile(r"(?:Uncaught )?[\w.:]*(?:Error|Exception)\b|panic: |thread '.*' panicked")
_UNINFORMATIVE: Final = re.compile(r"Node\.js v[\d.]+$|exit status \d+$|goroutine \d+ ")
_MIN_VALUE_LENGTH: Final = 3
"""Shorter strings of a response are not removed from messages."""
_MAX_LINE_LENGTH: Final = 200
_MAX_QUOTED_LINES: Final = 12
_MAX_SEARCHED: Final = 2_000
"""Characters of a line that are searched for what failed."""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended.

    Attributes:
        status: the exit status of a program that ended by itself.
        signal: the signal that killed it.
        timeout: the seconds after which it was still running.
        answer: the line with which a program that keeps running answered.
        is_flooding: its answer had no end.
        is_unanswered: it ended instead of answering.
        stderr: the end of its standard error.
        stdout: the end of its standard output.
    """

    status: int | None = None
    signal: int | None = None
    timeout: float | None = None
    answer: str | None = None
    is_flooding: bool = False
    is_unanswered: bool = False
    stderr: str = ""
    stdout: str = ""

    @property
    def has_failed(self) -> bool:
        """Whether the program ended by a signal, or with an exit status other than 0."""
        return self.signal is not None or bool(self.status)


def verdict_of(outcome: RunOutcome, crash_pattern: re.Pattern[str]) -> RunVerdict:
    """Whether a program passed, rejected the response in an orderly way, or crashed.

    Args:
        outcome: how the run ended. An answer that begins with `error`, or is a JSON object with that key, is a
            rejection.
        crash_pattern: matches what a crash prints on standard error.
    """
    is_aborted = (
        outcome.signal is not None
        or outcome.timeout is not None
        or outcome.is_flooding
        or outcome.is_unanswered
        or (outcome.answer is not None and outcome.has_failed)
    )
    if is_aborted or crash_pattern.search(searched_lines(outcome.stderr)):
        return "crashed"
    if outcome.answer is not None:
        return "rejected" if _REJECTION.match(outcome.answer) else "passed"
    return "rejected" if outcome.status else "passed"


def describe(outcome: RunOutcome) -> str:
    """The outcome in words: `exit status 1`, `killed by SIGSEGV`, `still running after 5 s`."""
    if outcome.timeout is not None:
        return f"still running after {outcome.timeout:g} s"
    if outcome.is_flooding:
        return "answered without end"
    if outcome.signal is not None:
        try:
            return f"killed by {signals.Signals(outcome.signal).name}"
        except ValueError:
            return f"killed by signal {outcome.signal}"
    if outcome.is_unanswered:
        return f"exited without an answer, exit status {outcome.status}"
    if outcome.answer is not None and outcome.has_failed:
        return f"exit status {outcome.status} after an answer"
    return (
        f"answered {outcome.answer[:_MAX_LINE_LENGTH]!r}"
        if outcome.answer is not None
        else f"exit status {outcome.status}"
    )


def failure_identity(outcome: RunOutcome, names: AbstractSet[str], response: object = None) -> str:
    """What distinguishes this failure from others: the outcome, the location in the program, the kind of error.

    Words of the contract in the error message count, too. Other words are likely values of the response, and would make
    each response a failure of its own. They count only if there is neither a location nor a kind of error, and then
    without quoted strings, numbers and strings of the response.

    Args:
        outcome: how the run ended.
        names: the words of the contract.
        response: the response, if its strings are known.
    """
    is_answer = outcome.answer is not None and not outcome.has_failed
    ending = "answered" if is_answer else describe(outcome)
    message = ((outcome.answer if is_answer else None) or error_line(outcome.stderr))[:_MAX_SEARCHED]
    location, kind = location_of(outcome.stderr), _ERROR_NAME.match(message)
    if kind or location:
        words = " ".join([kind[0] if kind else "", *(word for word in re.findall(r"\w+", message) if word in names)])
    else:
        words = _generalized(message, names, response)
    return " | ".join(part for part in (ending, location, words.strip()) if part)


def searched_lines(stderr: str) -> str:
    """Standard error with its lines cut: patterns take a time that grows faster than the length of a line."""
    return "\n".join(line[:_MAX_SEARCHED] for line in stderr.split("\n"))


def error_line(stderr: str) -> str:
    """The most informative line of standard error: the last one that names an error, else that isn't indented."""
    lines = [
        line.rstrip() for line in searched_lines(stderr).splitlines() if line.strip() and not _UNINFORMATIVE.match(line)
    ]
    named = [line for line in lines if _ERROR_NAME.match(line)]
    outer = [line for line in lines if not line[:1].isspace()]
    return (named or outer or lines or [""])[-1][:_MAX_LINE_LENGTH]


def failure_message(outcome: RunOutcome) -> str:
    """What a program printed when it failed, cut: the lines that lead to the error, and last the error itself."""
    error = error_line(outcome.stderr) or outcome.answer or ""
    lines = searched_lines(outcome.stderr).splitlines()[-_MAX_QUOTED_LINES:]
    return "\n".join([*lines, error[:_MAX_SEARCHED]])


def location_of(stderr: str) -> str:
    """The innermost location in a program that its standard error names, as `file:line`; "" if it names none.

    Frames of standard libraries and of installed packages count only if there is no other.
    """
    lines = searched_lines(stderr)
    for pattern in _LOCATIONS:
        frames = list(pattern.finditer(lines))
        if frames:
            own = [frame for frame in frames if not _FOREIGN.search(frame["file"].removeprefix("file://"))] or frames
            # Python prints the innermost frame last, other languages first.
            match = own[-1] if pattern is _LOCATIONS[0] else own[0]
            return f"{match['file'].removeprefix('file://')}:{match['line']}"
    return ""


def _generalized(message: str, names: AbstractSet[str], response: object) -> str:
    def without_value(match: re.Match[str]) -> str:
        return match[0] if match[0][1:-1] in names else "…"

    message = _POSITION.sub(r"\1\2#", message)  # before strings of a response, which may be `line 1`, are looked for
    for string in sorted(set(_strings(response)) - names, key=len, reverse=True):
        if len(string) >= _MIN_VALUE_LENGTH and string in message and string.lower() not in _LITERALS:
            message = re.sub(rf"(?<!\w){re.escape(string)}(?!\w)", "…", message)
    return _NUMBER.sub("#", _QUOTED.sub(without_value, message))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        # A message quotes one line, or a part of a long string.
        yield from (line[:_MAX_LINE_LENGTH] for line in value.splitlines())
    elif isinstance(value, dict):
        for inner in cast("dict[str, object]", value).values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _strings(inner)
