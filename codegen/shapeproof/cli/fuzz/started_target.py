"""Starts the program that a command runs on responses, and ends it."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager

from shapeproof.cli.fuzz.target import TargetOptions
from shapeproof.fuzz.campaign.command_words import command_words
from shapeproof.fuzz.campaign.fuzz_targets import FuzzTarget, LineProgram, Program
from shapeproof.fuzz.campaign.process_tree import adopt_orphans
from shapeproof.operating_system.process_guard import ProcessGuard

__all__ = ["started_target"]


@contextmanager
def started_target(options: TargetOptions, *, is_careful: bool = False) -> Generator[FuzzTarget]:
    """The program, ready to run; it is ended on leaving. Raises UsageError if it can't be run."""
    words = command_words(options.command)
    adopt_orphans()
    # A cancelled CI job gets SIGTERM: the program must not outlive this one.
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with ProcessGuard() as guard:
            if options.program is not None:
                yield Program(words, timeout=options.timeout, guard=guard)
                return
            with LineProgram(words, timeout=options.timeout, guard=guard, is_careful=is_careful) as program:
                yield program
    finally:
        signal.signal(signal.SIGTERM, previous)
