"""What is read from standard error: the identity of a failure, its location and its most informative line."""

from __future__ import annotations

import re

import pytest

from shapeproof.fuzz.campaign.run_outcome import (
    CRASH,
    RunOutcome,
    error_line,
    failure_identity,
    location_of,
    verdict_of,
)


def test_identity_depends_on_member_names_but_not_on_values() -> None:
    def identity_of(message: str, line: int = 7) -> str:
        trace = f'Traceback (most recent call last):\n  File "a.py", line {line}, in <module>\n{message}\n'
        return failure_identity(RunOutcome(status=1, stderr=trace), {"BestTrainingJob", "FailureReason"})

    assert identity_of("ValueError: could not convert 'abc' to 1.5") == identity_of(
        "ValueError: could not convert 'x y' to -7e3"
    )
    assert identity_of("KeyError: 'BestTrainingJob'") != identity_of("KeyError: 'FailureReason'")
    assert identity_of("KeyError: 'BestTrainingJob'") != identity_of("KeyError: 'BestTrainingJob'", line=8)


@pytest.mark.parametrize(
    ("message", "one", "other"),
    [
        ("jq: error (at <stdin>:{}): Cannot iterate over null (null)", "0", "17"),
        ('jq: error (at <stdin>:0): string ("{}) and number (1) cannot be added', 'example"', "Internal e..."),
        ('jq: error (at <stdin>:0): string ("{}) and number (1) cannot be added', r'\"quoted\""', r"\\..."),
        ('jq: error (at <stdin>:0): string ("{}) and string ("x...) cannot be subtracted', "abc...", 'a"'),
        ("jq: error: Invalid literal at line 1, column {} (while parsing 'x')", "7", "24"),
        ("cannot read {}: no such job", "job-1", "some job"),
        ("cannot read '{}': no such job", r"it\'s", "x"),
    ],
)
def test_messages_that_differ_in_values_and_positions_are_one_failure(message: str, one: str, other: str) -> None:
    values = [value for value in (one, other) if not {*value} & {*'".\\'}]
    # What else a response has says nothing about words that programs print anyway.
    responses = [{"Name": values}, {"Name": [*values, "null", "string", "line 1", "err", "number"]}]
    identities = {
        failure_identity(RunOutcome(status=5, stderr=message.format(value)), {"Name"}, response)
        for value in (one, other)
        for response in responses
    }
    assert len(identities) == 1


def test_other_messages_are_other_failures() -> None:
    messages = [
        "null (null) has no keys",
        'string ("a") has no keys',
        "null (null) cannot be parsed",
        'no "Name" in it',
    ]
    outcomes = [RunOutcome(status=5, stderr=f"jq: error (at <stdin>:0): {message}") for message in messages]
    assert len({failure_identity(outcome, {"Name"}, {"Name": "null"}) for outcome in outcomes}) == len(messages)


PYTHON, LIBRARY, PACKAGE = (
    "/srv/app/report.py",
    "/usr/lib/python3.12/json/decoder.py",
    "/srv/.venv/lib/python3.12/site-packages/x/y.py",
)


def traceback_through(*files: str) -> str:
    frames = "".join(f'  File "{file}", line {number}, in f\n' for number, file in enumerate(files, start=1))
    return f"Traceback (most recent call last):\n{frames}KeyError: 1"


@pytest.mark.parametrize(
    ("stderr", "location"),
    [
        (traceback_through(PYTHON, LIBRARY), f"{PYTHON}:1"),
        (traceback_through(LIBRARY, PYTHON, PACKAGE, LIBRARY), f"{PYTHON}:2"),
        (traceback_through("<frozen runpy>", "<string>", "<frozen importlib._bootstrap>"), "<string>:2"),
        (traceback_through(LIBRARY, PACKAGE), f"{PACKAGE}:2"),
        (traceback_through(r"C:\app\report.py", r"C:\Python312\Lib\json\decoder.py"), r"C:\app\report.py:1"),
        ("TypeError: x\n    at node:internal/url:9:1\n    at f (/srv/node_modules/a/b.js:3:1)\n    at main (/srv/a.mjs:7:1)", "/srv/a.mjs:7"),
        ("panic: x\n\nruntime.f()\n\t/usr/local/go/src/runtime/panic.go:88 +0x1\nmain.main()\n\t/srv/main.go:12 +0x1d", "/srv/main.go:12"),
        ("thread 'main' panicked at /rustc/1a2b/library/core/src/option.rs:9:1:\nboom\n  at src/main.rs:4", "src/main.rs:4"),
    ],
)  # fmt: skip
def test_places_are_the_user_s_own(stderr: str, location: str) -> None:
    assert location_of(stderr) == location


@pytest.mark.parametrize(
    ("stderr", "location"),
    [
        ('Traceback (most recent call last):\n  File "a.py", line 3, in f\n  File "b.py", line 9, in g\nKeyError: 1', "b.py:9"),
        ("file:///srv/a.mjs:4\nTypeError: x\n    at total (file:///srv/a.mjs:4:12)\n    at main (b.mjs:9:1)", "/srv/a.mjs:4"),
        ("panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:12 +0x1d", "/srv/main.go:12"),
        ("thread 'main' panicked at src/main.rs:4:9:\nboom", "src/main.rs:4"),
        ("nothing of use", ""),
    ],
)  # fmt: skip
def test_location_is_the_innermost_frame(stderr: str, location: str) -> None:
    assert location_of(stderr) == location


@pytest.mark.parametrize(
    ("stderr", "line"),
    [
        ('Traceback (most recent call last):\n  File "a.py", line 3, in f\nmy.Broken: why\n', "my.Broken: why"),
        ("/srv/a.mjs:4\n  x\n  ^\n\nTypeError: Cannot read x\n    at f (a.mjs:4:1)\n\nNode.js v20.20.2\n", "TypeError: Cannot read x"),
        ("panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\nexit status 2\n", "panic: runtime error: index out of range"),
        ("first\nlast\n  indented\n", "last"),
        ("", ""),
    ],
)  # fmt: skip
def test_error_line_is_the_most_informative(stderr: str, line: str) -> None:
    assert error_line(stderr) == line


@pytest.mark.parametrize("unit", ["a", "a.", "\n", " at (", "  at x (:", "'", "a: ", "/a.b:"])
def test_any_standard_error_is_searched_in_little_time(unit: str) -> None:
    """With patterns that are quadratic in 60 KB, some of these took minutes."""
    outcome = RunOutcome(status=1, stderr="  at " + unit * (60_000 // len(unit)))
    assert verdict_of(outcome, re.compile(CRASH, re.MULTILINE)) == "rejected"
    assert len(failure_identity(outcome, frozenset())) < 5_000
