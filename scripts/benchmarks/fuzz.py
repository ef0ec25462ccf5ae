"""`scripts/bench fuzz`: Hypothesis strategies for the responses of one contract, all compared in one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from benchmarks.fuzz_tables import (
    HEALTH_HEAD,
    OTHER,
    OURS,
    SHRINK_HEAD,
    SPEED_HEAD,
    VALIDITY_HEAD,
    Shrink,
    Speed,
    Validity,
    health_row,
    print_table,
    shrink_row,
    speed_row,
    validity_row,
    verdict,
)
from shapeproof.validation.engines.compilation import ENGINES, compile_schema

__all__ = ["add_to"]

PEERS = (OTHER, "schemathesis")

_CHECKOUT = Path(__file__).parents[2]
_SCHEMA = _CHECKOUT / "schemas/sagemaker/describe_hyper_parameter_tuning_job/1.29.145/response.schema.json"
_PROGRAM = Path(__file__).with_name("fuzz_contestant.py")

Measurement = TypeVar("Measurement")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A library to measure.

    Attributes:
        name: its name.
        environment: the virtual environment that it is installed in.
        directory: its working directory, in which Hypothesis leaves its caches.
        examples: the number of examples to draw in each round.
        seeds: the number of failures to shrink.
    """

    name: str
    environment: Path
    directory: Path
    examples: int
    seeds: int


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "fuzz",
        help="compare Hypothesis strategies for the responses of one contract",
        description="Draw responses of one contract with Shapeproof, hypothesis-jsonschema and schemathesis, and shrink "
        "a planted failure.",
        epilog="example: scripts/bench fuzz --rounds 1 --peer-examples 60 --limit 30",
    )
    parser.add_argument(
        "--examples",
        type=int,
        default=1_000,
        help="examples that Shapeproof draws in each round (default: %(default)s)",
    )
    parser.add_argument(
        "--peer-examples",
        type=int,
        default=100,
        help="examples that each other library draws in each round (default: %(default)s)",
    )
    parser.add_argument("--rounds", type=int, default=3, help="number of interleaved rounds (default: %(default)s)")
    parser.add_argument("--seeds", type=int, default=3, help="failures that Shapeproof shrinks (default: %(default)s)")
    parser.add_argument(
        "--peer-seeds", type=int, default=1, help="failures that each other library shrinks (default: %(default)s)"
    )
    parser.add_argument(
        "--limit", type=int, default=120, help="seconds to find and shrink one failure (default: %(default)s)"
    )
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as scratch:
        contestants = _contestants(Path(scratch), options)
        print(f"{', '.join(_ask(contestant, 'versions') for contestant in contestants)}; ", end="")
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
        print(f"Median of {options.rounds} interleaved rounds, a new process for each run.")
        print(
            "CPU share: the share of the time in which the process had a CPU; well below 100%, the machine was busy.\n"
        )

        rounds = [options.rounds] * len(contestants)
        seeds = [contestant.seeds for contestant in contestants]
        speeds = _in_turn(contestants, rounds, _speed)
        rates = {name: median(run.examples / run.seconds for run in runs) for name, runs in speeds.items()}
        print_table(SPEED_HEAD, *(speed_row(name, runs, rates) for name, runs in speeds.items()))
        print_table(VALIDITY_HEAD, *(validity_row(each.name, _validity(each.directory)) for each in contestants))
        shrinks = _in_turn(contestants, seeds, lambda each, turn: Shrink(**_ask(each, "shrink", turn, options.limit)))
        print_table(SHRINK_HEAD, *(shrink_row(name, runs, options.limit) for name, runs in shrinks.items()))
        health = _in_turn(contestants, rounds, lambda each, turn: str(_ask(each, "health", turn)))
        print_table(HEALTH_HEAD, *(health_row(name, outcomes) for name, outcomes in health.items()))
        print(verdict(rates, max(run.seconds for run in shrinks[OURS]), options.limit))


def _contestants(scratch: Path, options: argparse.Namespace) -> list[Contestant]:
    """The contestants, in the environments that scripts/bench creates."""
    ours = Contestant(OURS, Path(sys.prefix), scratch / OURS, options.examples, options.seeds)
    peers = (
        Contestant(name, _CHECKOUT / f".bench-venv-{name}", scratch / name, options.peer_examples, options.peer_seeds)
        for name in PEERS
    )
    return [ours, *peers]


def _in_turn(
    contestants: Sequence[Contestant], turns: Sequence[int], measure_one: Callable[[Contestant, int], Measurement]
) -> dict[str, list[Measurement]]:
    """The measurements of each contestant, by name. Turns are interleaved, so that a slow phase affects everybody."""
    measurements: dict[str, list[Measurement]] = {contestant.name: [] for contestant in contestants}
    for turn in range(max(turns)):
        for contestant, own_turns in zip(contestants, turns, strict=True):
            if turn < own_turns:
                measurements[contestant.name].append(measure_one(contestant, turn))
    return measurements


def _speed(contestant: Contestant, turn: int) -> Speed:
    return Speed(**_ask(contestant, "speed", turn, contestant.examples, f"{turn}.jsonl"))


def _ask(contestant: Contestant, task: str, *arguments: object) -> Any:
    """Run a task of `fuzz_contestant.py`; return its result."""
    _progress(f"{contestant.name}: {task}")
    contestant.directory.mkdir(exist_ok=True)
    # Isolated, so that the modules beside the program don't hide installed ones of the same name.
    python = str(contestant.environment / "bin" / "python")
    command = [python, "-I", str(_PROGRAM), contestant.name, str(_SCHEMA), task, *map(str, arguments)]
    completed = subprocess.run(command, cwd=contestant.directory, capture_output=True, text=True, check=False)
    _progress("")
    if completed.returncode != 0:
        sys.exit(f"bench: {contestant.name}: {task}: exit code {completed.returncode}\n{completed.stderr[-2000:]}")
    return json.loads(completed.stdout.splitlines()[-1])


def _validity(directory: Path) -> Validity:
    engines = {name: compile_schema(json.loads(_SCHEMA.read_bytes()), name) for name in ENGINES}
    valid, broken = Counter[str](), Counter[str]()
    examples = 0
    for path in directory.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            example = json.loads(line)
            examples += 1
            passing = [name for name, engine in engines.items() if engine.is_valid(example)]
            valid.update(passing)
            if len(passing) < len(engines):
                violations = (violation for engine in engines.values() for violation in engine.violations(example))
                broken.update({violation.keyword for violation in violations})
    return Validity(examples, valid, broken)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
