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
