"""`scripts/bench jobs`: a lot of recordings by one process, by several, and what parsing alone takes; memory beside it."""

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
FOLDER_SIZE = 1_000


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("jobs", help="a lot of recordings, by one process and by several")
    parser.add_argument("--recordings", type=int, default=100_000, help="how many (default: %(default)s)")
    parser.add_argument("--size", type=int, default=10_000, help="bytes of each, on average (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default: %(default)s)")
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    load = os.getloadavg()[0]
    print(f"{peers.versions()}; Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} before\n")
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
        corpus = _corpus(Path(name), options.size)
    for title, write in (("one file of JSON Lines", _lines), ("a file for each", _files)):
        with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
            whole, tenth = Path(name) / "whole", Path(name) / "tenth"
            size = write(whole, corpus, options.recordings)
            write(tenth, corpus, options.recordings // 10)
            print(f"{options.recordings:,} recordings, {size / 1e9:.2f} GB, {title}; median of {options.rounds} rounds")
            _compare(_found(whole), _found(tenth), size, options)
            print(f"load {os.getloadavg()[0]:.1f} at the end\n")


def _corpus(scratch: Path, size: int) -> list[bytes]:
    """Recording lines out of a seed: of a thousand, as many of the small ones as have the wanted size on average."""
    file = scratch / "corpus.jsonl"
    run([tool("shapeproof"), "fuzz", "corpus", FLAGSHIP, "-n", "1000", "--seed", "1", "--output", str(file)])
    lines = sorted(file.read_bytes().splitlines(keepends=True), key=len)
    count = sum(total <= size * number for number, total in enumerate(accumulate(map(len, lines)), start=1))
    return lines[: max(1, count)]


def _lines(path: Path, corpus: Sequence[bytes], count: int) -> int:
    path = path.with_suffix(".jsonl")
    with path.open("wb") as file:
        file.writelines(islice(cycle(corpus), count))
    return path.stat().st_size


def _files(path: Path, corpus: Sequence[bytes], count: int) -> int:
    size = 0
    for number, line in enumerate(islice(cycle(corpus), count)):
        folder = path / f"{number // FOLDER_SIZE:04}"
        folder.mkdir(parents=True, exist_ok=True)
        size += (folder / f"{number:06}.json").write_bytes(line)
    return size


def _found(path: Path) -> Path:
    return path if path.is_dir() else path.with_suffix(".jsonl")


def _compare(whole: Path, tenth: Path, size: int, options: argparse.Namespace) -> None:
    several = f"{options.jobs} jobs"
    contestants: dict[str, Callable[[Path], Command]] = {
        "parsing alone (jiter)": peers.parsing,
        "1 job": lambda path: peers.shapeproof(path, "--jobs", "1", "--quiet"),
        several: lambda path: peers.shapeproof(path, "--jobs", str(options.jobs), "--quiet"),
    }
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(options.rounds):
        for name, command in contestants.items():
            runs[name].append(run(command(whole)))
    print(
        f"{'':24}{'seconds':>10}{'CPU':>8}{'MB/s':>8}{'recordings/s':>14}{'of parsing':>12}{'MiB at 10 %':>13}{'at 100 %':>10}"
    )
    seconds = {name: statistics.median(one.seconds for one in taken) for name, taken in runs.items()}
    for name, taken in seconds.items():
        speed = f"{size / 1e6 / taken:>8.0f}{options.recordings / taken:>14,.0f}"
        beside = f"{taken / next(iter(seconds.values())):>12.2f}"
        peaks = f"{run(contestants[name](tenth)).peak_mib:>13.0f}{max(one.peak_mib for one in runs[name]):>10.0f}"
        cpu = statistics.median(one.cpu_seconds for one in runs[name])
        print(f"{name:24}{taken:>10.2f}{cpu:>8.2f}{speed}{beside}{peaks}")
    print(
        f"{several} take {seconds[several] / seconds['1 job']:.2f} of what one takes; a peak is that of the largest process."
    )
