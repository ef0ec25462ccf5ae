"""`scripts/bench fuzz`: Hypothesis strategies of one contract's responses. One run, the same schema for everybody."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isinf
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from shapeproof.validation.engines.compilation import ENGINES, compile_schema

__all__ = ["add_to"]

OURS = "shapeproof"
OTHER = "hypothesis-jsonschema"
PEERS = (OTHER, "schemathesis")

TIMES_FASTER = 25
EXAMPLES_A_SECOND = 100
SECONDS_TO_SHRINK = 10

SPEED_HEAD = ("@given", "examples", "bytes each", "first after", "processor", "examples/s", f"{OURS} x faster")
JUDGED_HEAD = ("valid examples", "examples", *ENGINES, "refused for")
SHRINK_HEAD = ("shrinking a failure", "seeds", "processor", "found", "median", "worst", "bytes left")
HEALTH_HEAD = ("health checks", "with Hypothesis's defaults")

_CHECKOUT = Path(__file__).parents[2]
_SCHEMA = _CHECKOUT / "schemas/sagemaker/describe_hyper_parameter_tuning_job/1.29.145/response.schema.json"
_PROGRAM = Path(__file__).with_name("fuzz_contestant.py")

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who is measured, and how much of it is asked."""

    name: str
    environment: Path
    folder: Path
    """Where it runs: Hypothesis leaves its caches there."""
    examples: int
    seeds: int


@dataclass(frozen=True, slots=True)
class Speed:
    """One run of `@given`: seconds up to its first example, seconds after it, the share of those with a processor."""

    start: float
    seconds: float
    share: float
    examples: int
    size: int


@dataclass(frozen=True, slots=True)
class Shrink:
    """One planted failure: when it was found, when it was shrunk (infinity: not in time), bytes of the smallest."""

    found: float
    seconds: float
    share: float
    size: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the engines say of the examples: how many each passes, and how many break a keyword."""

    examples: int
    valid: Counter[str]
    broken: Counter[str]


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "fuzz",
        help="Hypothesis strategies of one contract's responses",
        epilog="example: scripts/bench fuzz --rounds 1 --peer-examples 60 --limit 30",
    )
    parser.add_argument("--examples", type=int, default=1_000, help="how many of ours a round (default: %(default)s)")
    parser.add_argument("--peer-examples", type=int, default=100, help="of each peer's (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default: %(default)s)")
    parser.add_argument("--seeds", type=int, default=3, help="failures that we shrink (default: %(default)s)")
    parser.add_argument("--peer-seeds", type=int, default=1, help="that each peer shrinks (default: %(default)s)")
    parser.add_argument("--limit", type=int, default=120, help="seconds for one of them (default: %(default)s)")
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as scratch:
        contestants = _contestants(Path(scratch), options)
        print(f"{', '.join(_ask(one, 'versions') for one in contestants)}; ", end="")
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
        print(f"Median of {options.rounds} interleaved rounds, each run a process of its own.")
        print("processor: the share of the time that a process had one; well below 100% the machine was busy.\n")

        rounds, seeds = [options.rounds] * len(contestants), [one.seeds for one in contestants]
        speeds = _in_turn(contestants, rounds, _speed)
        rates = {name: median(run.examples / run.seconds for run in runs) for name, runs in speeds.items()}
        _print_table(SPEED_HEAD, *(_speed_row(name, runs, rates) for name, runs in speeds.items()))
        _print_table(JUDGED_HEAD, *(_judged_row(one.name, _judged(one.folder)) for one in contestants))
        shrinks = _in_turn(contestants, seeds, lambda one, turn: Shrink(**_ask(one, "shrink", turn, options.limit)))
        _print_table(SHRINK_HEAD, *(_shrink_row(name, runs, options.limit) for name, runs in shrinks.items()))
        healths = _in_turn(contestants, rounds, lambda one, turn: str(_ask(one, "health", turn)))
        _print_table(HEALTH_HEAD, *(_health_row(name, outcomes) for name, outcomes in healths.items()))
        print(_verdict(rates, max(run.seconds for run in shrinks[OURS]), options.limit))


def _contestants(scratch: Path, options: argparse.Namespace) -> list[Contestant]:
    """In the environments that scripts/bench makes."""
    ours = Contestant(OURS, Path(sys.prefix), scratch / OURS, options.examples, options.seeds)
    peers = (
        Contestant(name, _CHECKOUT / f".bench-venv-{name}", scratch / name, options.peer_examples, options.peer_seeds)
        for name in PEERS
    )
    return [ours, *peers]


def _in_turn(
    contestants: Sequence[Contestant], turns: Sequence[int], ask: Callable[[Contestant, int], Answer]
) -> dict[str, list[Answer]]:
    """Everyone's answers. Turns are interleaved: a slow moment of the machine hits all."""
    answers: dict[str, list[Answer]] = {one.name: [] for one in contestants}
    for turn in range(max(turns)):
        for one, asked in zip(contestants, turns, strict=True):
            if turn < asked:
                answers[one.name].append(ask(one, turn))
    return answers


def _speed(one: Contestant, turn: int) -> Speed:
    return Speed(**_ask(one, "speed", turn, one.examples, f"{turn}.jsonl"))


def _ask(one: Contestant, task: str, *arguments: object) -> Any:
    _progress(f"{one.name}: {task}")
    one.folder.mkdir(exist_ok=True)
    # Isolated: the modules beside the program must not hide others of their names.
    python = str(one.environment / "bin" / "python")
    command = [python, "-I", str(_PROGRAM), one.name, str(_SCHEMA), task, *map(str, arguments)]
    ran = subprocess.run(command, cwd=one.folder, capture_output=True, text=True, check=False)
    _progress("")
    if ran.returncode != 0:
        sys.exit(f"bench: {one.name}: {task}: exit code {ran.returncode}\n{ran.stderr[-2000:]}")
    return json.loads(ran.stdout.splitlines()[-1])


def _judged(folder: Path) -> Judged:
    engines = {name: compile_schema(json.loads(_SCHEMA.read_bytes()), name) for name in ENGINES}
    valid, broken = Counter[str](), Counter[str]()
    examples = 0
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            example = json.loads(line)
            examples += 1
            passed = [name for name, engine in engines.items() if engine.is_valid(example)]
            valid.update(passed)
            if len(passed) < len(engines):
                broken.update({found.keyword for engine in engines.values() for found in engine.violations(example)})
    return Judged(examples, valid, broken)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _print_table(*rows: Sequence[str]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        print(
            f"{name:{widths[0]}}",
            *(f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True)),
            sep="   ",
        )
    print()


def _speed_row(name: str, runs: Sequence[Speed], rates: Mapping[str, float]) -> Sequence[str]:
    return (
        name,
        f"{median(run.examples for run in runs):,.0f}",
        f"{median(run.size / run.examples for run in runs):,.0f}",
        f"{median(run.start for run in runs):.2f} s",
        f"{median(run.share for run in runs):.0%}",
        f"{rates[name]:,.1f}",
        f"{rates[OURS] / rates[name]:.1f}",
    )


def _judged_row(name: str, judged: Judged) -> Sequence[str]:
    shares = (f"{judged.valid[engine] / judged.examples:.1%}" for engine in ENGINES)
    reasons = ", ".join(f"{keyword} {count}" for keyword, count in judged.broken.most_common())
    return name, f"{judged.examples:,}", *shares, reasons or "nothing"


def _shrink_row(name: str, runs: Sequence[Shrink], limit: int) -> Sequence[str]:
    seconds = [run.seconds for run in runs]
    times = (median(run.found for run in runs), median(seconds), max(seconds))
    sizes = ", ".join("never found" if run.size is None else f"{run.size:,}" for run in runs)
    return (
        name,
        str(len(runs)),
        f"{median(run.share for run in runs):.0%}",
        *(_within(one, limit) for one in times),
        sizes,
    )


def _health_row(name: str, outcomes: Sequence[str]) -> Sequence[str]:
    return name, ", ".join(
        f"{outcome} {count} of {len(outcomes)}" for outcome, count in Counter(outcomes).most_common()
    )


def _verdict(rates: Mapping[str, float], worst: float, limit: int) -> str:
    ours, faster = rates[OURS], rates[OURS] / rates[OTHER]
    return (
        f"At least {TIMES_FASTER} x {OTHER}: {_met(faster >= TIMES_FASTER)}, {faster:.1f} x. "
        f"At least {EXAMPLES_A_SECOND} examples/s: {_met(ours >= EXAMPLES_A_SECOND)}, {ours:,.0f}. "
        f"Shrunk in under {SECONDS_TO_SHRINK} s: {_met(worst < SECONDS_TO_SHRINK)}, {_within(worst, limit)} at worst."
    )


def _within(seconds: float, limit: int) -> str:
    return f"over {limit} s" if isinf(seconds) else f"{seconds:.1f} s"


def _met(is_met: bool) -> str:
    return "met" if is_met else "missed"
