"""One command measured from outside, as a whole process: seconds and peak memory."""

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
    """How one process went, its children with it.

    `peak_mib` is that of the largest of them; at least this process's own size: a child starts as a copy of it.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    status: int


def tool(name: str) -> str:
    """A command of the environment that the benchmark runs in."""
    return str(Path(sys.executable).parent / name)


def run(command: Command, *, expected: int = 0) -> Run:
    """Runs a command to its end; anything but the expected exit code would make its time meaningless."""
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=_environment())
        _, wait_status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(wait_status)
        if process.returncode != expected:
            errors.seek(0)
            tail = errors.read()[-2000:].decode(errors="replace")
            sys.exit(f"bench: {' '.join(command)[:200]}: exit code {process.returncode}, not {expected}\n{tail}")
    kibibytes = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return Run(seconds, usage.ru_utime + usage.ru_stime, kibibytes / 1024, process.returncode)


def median_seconds(contestants: Mapping[str, Sequence[Command]], *, rounds: int) -> dict[str, float]:
    """The median time of each contestant's commands. Rounds are interleaved: a slow moment of the machine hits all."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(1, rounds + 1):
        for name, commands in contestants.items():
            _progress(f"round {number} of {rounds}: {name}")
            times[name].append(sum(run(command).seconds for command in commands))
    _progress("")
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _environment() -> dict[str, str]:
    # PYTHONPATH is how this package was found; what is measured starts without it, as a user would start it.
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
