"""Measures the time and peak memory of whole processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Command", "Run", "median_seconds", "run", "tool"]

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Run:
    """The measurements of one process, including its children.

    Attributes:
        seconds: elapsed time.
        cpu_seconds: CPU time of all processes.
        peak_mib: the peak memory of the largest process; never less than that of the benchmark itself, since a child
            starts as a copy of it.
        status: the exit code.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    status: int


def tool(name: str) -> str:
    """The path of a command in the environment that the benchmark runs in."""
    return str(Path(sys.executable).parent / name)


def run(command: Command, *, expected: int | None = 0) -> Run:
    """Run a command; exit with an error unless it ends with the expected exit code, since its time would mean nothing.

    Args:
        command: the command.
        expected: its exit code; None for any.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=_environment())
        _, wait_status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(wait_status)
        if expected is not None and process.returncode != expected:
            errors.seek(0)
            tail = errors.read()[-2000:].decode(errors="replace")
            sys.exit(
                f"bench: {' '.join(command)[:200]}: expected exit code {expected}, got {process.returncode}\n{tail}"
            )
    kibibytes = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return Run(seconds, usage.ru_utime + usage.ru_stime, kibibytes / 1024, process.returncode)


def median_seconds(contestants: Mapping[str, Sequence[Command]], *, rounds: int) -> dict[str, float]:
    """The median seconds of each contestant's commands. Rounds are interleaved, so that a slow phase affects everybody."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for round_number in range(1, rounds + 1):
        for name, commands in contestants.items():
            _progress(f"round {round_number} of {rounds}: {name}")
            times[name].append(sum(run(command).seconds for command in commands))
    _progress("")
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _environment() -> dict[str, str]:
    # scripts/bench sets PYTHONPATH for this package; a measured command starts without it, as for a user.
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
