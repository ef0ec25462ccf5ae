"""`scripts/bench moto`: the CPU time that `pytest --shapeproof` adds to modules of moto's own tests."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.measure import run, tool

__all__ = ["add_to"]

MODULES = (
    "test_sns/test_topics.py",
    "test_kinesis/test_kinesis.py",
    "test_logs/test_logs.py",
    "test_sagemaker/test_sagemaker_training.py",
    "test_ssm/test_ssm.py",
    "test_athena/test_athena.py",
)
WITHOUT, EMPTY, KEPT = "without", "empty cache", "kept contracts"
CACHE = "SHAPEPROOF_CACHE_DIR"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "moto",
        help="measure what the pytest plugin adds to moto's own tests",
        description="Run modules of moto's tests with and without `pytest --shapeproof`, and compare their CPU time.",
    )
    parser.add_argument(
        "directory", type=Path, help="moto's sdist, unpacked: pip download --no-deps --no-binary :all: moto==VERSION"
    )
    parser.add_argument("--rounds", type=int, default=3, help="number of interleaved rounds (default: %(default)s)")
    parser.add_argument("--module", action="append", help=f"a module below tests/ (default: {', '.join(MODULES)})")
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    tests = options.directory.resolve() / "tests"
    if not tests.is_dir():
        sys.exit(f"bench: {tests}: there is no such directory; name moto's sdist, unpacked")
    os.environ.update(CREDENTIALS)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # users have compiled modules
    print(f"Python {platform.python_version()}; CPU time, median of {options.rounds} interleaved rounds")
    print(f"{'':44}{WITHOUT:>10}{EMPTY:>22}{KEPT:>22}")
    for module in options.module or MODULES:
        seconds = _median_cpu_seconds(tests / module, options.rounds)
        plain = seconds[WITHOUT]
        row = "".join(f"{seconds[name]:>12.2f} s{seconds[name] / plain - 1:>+8.1%}" for name in (EMPTY, KEPT))
        print(f"{module:44}{plain:>8.2f} s{row}", flush=True)


def _median_cpu_seconds(module: Path, rounds: int) -> Mapping[str, float]:
    times: dict[str, list[float]] = defaultdict(list)
    command = [tool("pytest"), "-q", "-p", "no:cacheprovider", "-m", "not network", str(module)]
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as directory:
        kept = f"{CACHE}={directory}/kept"
        run(["env", kept, *command, "--shapeproof"])
        for number in range(rounds):
            for name, contestant in {
                WITHOUT: [*command, "-p", "no:shapeproof"],
                EMPTY: ["env", f"{CACHE}={directory}/{number}", *command, "--shapeproof"],
                KEPT: ["env", kept, *command, "--shapeproof"],
            }.items():
                times[name].append(run(contestant).cpu_seconds)
    return {name: statistics.median(seconds) for name, seconds in times.items()}
