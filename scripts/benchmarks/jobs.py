"""`scripts/bench jobs`: validating many recordings with one process and with several, and only parsing them."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
from collections.abc import Callable, Sequence
from itertools import accumulate, cycle, islice
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.measure import Command, Run, run, tool

__all__ = ["add_to"]

FLAGSHIP = "sagemaker.describe_hyper_parameter_tuning_job"
FILES_PER_DIRECTORY = 1_000


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "jobs",
        help="validate many recordings with one process and with several",
        description="Validate many recordings with one process and with several, compare that to only parsing them, "
        "and measure the memory.",
    )
    parser.add_argument("--recordings", type=int, default=100_000, help="number of recordings (default: %(default)s)")
    parser.add_argument(
        "--size", type=int, default=10_000, help="average size of a recording in bytes (default: %(default)s)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="number of processes (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="number of interleaved rounds (default: %(default)s)")
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    load = os.getloadavg()[0]
    print(f"{peers.versions()}; Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} before\n")
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
        corpus = _corpus(Path(name), options.size)
    for title, write in (("one file of JSON Lines", _write_lines), ("one file for each", _write_files)):
        with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
            whole, tenth = Path(name) / "whole", Path(name) / "tenth"
            size = write(whole, corpus, options.recordings)
            write(tenth, corpus, options.recordings // 10)
            print(f"{options.recordings:,} recordings, {size / 1e9:.2f} GB, {title}; median of {options.rounds} rounds")
            _compare(_written(whole), _written(tenth), size, options)
            print(f"load {os.getloadavg()[0]:.1f} at the end\n")


def _corpus(scratch: Path, size: int) -> list[bytes]:
    """Recording lines from a fixed seed: the smallest ones of a thousand, so many that their average size is `size`."""
    file = scratch / "corpus.jsonl"
    run([tool("shapeproof"), "fuzz", "corpus", FLAGSHIP, "-n", "1000", "--seed", "1", "--output", str(file)])
    lines = sorted(file.read_bytes().splitlines(keepends=True), key=len)
    count = sum(total <= size * number for number, total in enumerate(accumulate(map(len, lines)), start=1))
    return lines[: max(1, count)]


def _write_lines(path: Path, corpus: Sequence[bytes], count: int) -> int:
    path = path.with_suffix(".jsonl")
    with path.open("wb") as file:
        file.writelines(islice(cycle(corpus), count))
    return path.stat().st_size


def _write_files(path: Path, corpus: Sequence[bytes], count: int) -> int:
    size = 0
    for number, line in enumerate(islice(cycle(corpus), count)):
        directory = path / f"{number // FILES_PER_DIRECTORY:04}"
        directory.mkdir(parents=True, exist_ok=True)
        size += (directory / f"{number:06}.json").write_bytes(line)
    return size


def _written(path: Path) -> Path:
    """The directory or the JSON Lines file that was written for this path."""
    return path if path.is_dir() else path.with_suffix(".jsonl")


def _compare(whole: Path, tenth: Path, size: int, options: argparse.Namespace) -> None:
    several = f"{options.jobs} jobs"
    contestants: dict[str, Callable[[Path], Command]] = {
        "parsing only (jiter)": peers.parsing,
        "1 job": lambda path: peers.shapeproof(path, "--jobs", "1", "--quiet"),
        several: lambda path: peers.shapeproof(path, "--jobs", str(options.jobs), "--quiet"),
    }
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(options.rounds):
        for name, command in contestants.items():
            runs[name].append(run(command(whole)))
    print(
        f"{'':24}{'seconds':>10}{'CPU':>8}{'MB/s':>8}{'recordings/s':>14}{'x parsing':>12}{'MiB at 10 %':>13}{'at 100 %':>10}"
    )
    seconds = {name: statistics.median(run.seconds for run in own_runs) for name, own_runs in runs.items()}
    for name, elapsed in seconds.items():
        speed = f"{size / 1e6 / elapsed:>8.0f}{options.recordings / elapsed:>14,.0f}"
        ratio = f"{elapsed / next(iter(seconds.values())):>12.2f}"
        peaks = f"{run(contestants[name](tenth)).peak_mib:>13.0f}{max(each.peak_mib for each in runs[name]):>10.0f}"
        cpu = statistics.median(each.cpu_seconds for each in runs[name])
        print(f"{name:24}{elapsed:>10.2f}{cpu:>8.2f}{speed}{ratio}{peaks}")
    print(
        f"{several} take {seconds[several] / seconds['1 job']:.2f} x the time of 1 job. MiB is the peak of the largest process."
    )
