"""`scripts/bench far`: an archive checked by one process and by Dask workers, a long gzip, and the driver's memory."""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.measure import Run, run, tool
from benchmarks.responses import documents

__all__ = ["add_to"]

_SIZE: Final = 2_500
_ARCHIVE: Final = 1_000_000_000
"""The responses of the archive that the time is reckoned for."""
_CORES: Final = 100
_BLOCK: Final = 1_000
_RANDOM: Final = 200
"""Bytes without a pattern in each response."""
_PARAMETERS: Final = '"StaticHyperParameters":{'


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "far",
        help="check an archive with one process and with Dask workers",
        description="Check an archive of JSON Lines, gzip and Parquet with one process and with Dask workers; a gzip that "
        "unpacks to gigabytes; and the memory of whoever hands out simulated units.",
    )
    parser.add_argument("--responses", type=int, default=300_000, help="responses (default: %(default)s)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="workers (default: 1 2)")
    parser.add_argument("--rounds", type=int, default=3, help="number of interleaved rounds (default: %(default)s)")
    parser.add_argument("--gigabytes", type=float, default=2, help="of the gzip, unpacked (default: %(default)s)")
    parser.add_argument(
        "--units", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000],
        help="numbers of simulated units (default: %(default)s)",
    )  # fmt: skip
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    print(
        f"Dask {version('distributed')}; Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before\n"
    )
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
        directory = Path(name) / "archive"
        # In a process of its own: what it takes would count for all that are started later.
        writer = multiprocessing.get_context("spawn").Process(
            target=_write_archive, args=(directory, options.responses)
        )
        writer.start()
        writer.join()
        size = int((directory.parent / "size").read_text())
        print(f"{options.responses:,} responses, {size / 1e9:.2f} GB unpacked; median of {options.rounds} rounds")
        _measure_workers(directory, options)
    if options.gigabytes:
        with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
            _measure_gzip(Path(name) / "long.jsonl.gz", int(options.gigabytes * 1e9))
    print(f"\n{'units':>12}{'us/unit':>10}{'peak, MiB':>11}  planned, and their digests merged")
    for units in options.units:
        driver = Path(__file__).with_name("far_driver.py")
        done = subprocess.run([sys.executable, driver, str(units)], stdout=subprocess.PIPE, check=True)
        found: dict[str, float] = json.loads(done.stdout)
        print(f"{units:>12,}{1e6 * found['seconds'] / units:>10.0f}{found['peak_mib']:>11.0f}", flush=True)
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def _lines(count: int) -> Iterator[bytes]:
    """Lines that gzip makes about ten times smaller, as it does with responses of real services."""
    chance = Random(1)  # noqa: S311  no secret
    for document in islice(documents(_SIZE), count):
        noise = f'{_PARAMETERS}"noise":"{chance.randbytes(_RANDOM).hex()}",'
        yield document.replace(_PARAMETERS, noise, 1).encode() + b"\n"


def _write_archive(directory: Path, count: int) -> None:
    """Write a third of the responses in each form, and beside the directory the number of bytes, unpacked."""
    arrow: Any = import_module("pyarrow")  # it has no types
    parquet: Any = import_module("pyarrow.parquet")

    directory.mkdir()
    lines = list(_lines(count))
    third = count // 3
    (directory / "long.jsonl").write_bytes(b"".join(lines[:third]))
    for number in range(8):
        packed = gzip.compress(b"".join(lines[third + number : 2 * third : 8]), compresslevel=6)
        (directory / f"{number}.jsonl.gz").write_bytes(packed)
    for number in range(4):
        table = arrow.table({"body": [line.decode() for line in lines[2 * third + number :: 4]]})
        parquet.write_table(table, directory / f"{number}.parquet", row_group_size=5_000)
    (directory.parent / "size").write_text(str(sum(map(len, lines))))


def _measure_workers(directory: Path, options: argparse.Namespace) -> None:
    validate = [tool("shapeproof"), "validate", "-q", f"file://{directory}"]
    contestants = {"one process": validate} | {
        f"{workers} workers": [*validate, "--workers", str(workers)] for workers in options.workers
    }
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    for _ in range(options.rounds):
        for name, command in contestants.items():
            runs[name].append(run(command))
    empty = {name: _start(command) for name, command in contestants.items()}
    print(
        f"{'':>14}{'s':>8}{'start, s':>10}{'us CPU/response':>17}{'speed-up':>10}{'without start':>15}{'peak, MiB':>11}"
    )
    alone = statistics.median(one.seconds for one in runs["one process"])
    for name, measured in runs.items():
        seconds = statistics.median(one.seconds for one in measured)
        cpu = statistics.median(one.cpu_seconds for one in measured)
        without = (alone - empty["one process"]) / (seconds - empty[name])
        print(
            f"{name:>14}{seconds:>8.1f}{empty[name]:>10.1f}{1e6 * cpu / options.responses:>17.0f}"
            f"{alone / seconds:>10.2f}{without:>15.2f}{max(one.peak_mib for one in measured):>11.0f}"
        )
    cpu = statistics.median(one.cpu_seconds for one in runs["one process"]) / options.responses
    print(
        f"{_ARCHIVE:,} such responses: {_ARCHIVE * cpu / 3600:.0f} hours of CPU, "
        f"{_ARCHIVE * cpu / 3600 / _CORES * 60:.0f} minutes on {_CORES} cores\n"
    )


def _start(command: list[str]) -> float:
    """The seconds of a run over one response: starting the interpreter, the workers, and ending them."""
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
        (Path(name) / "one.jsonl").write_bytes(next(_lines(1)))
        other = [word if not word.startswith("file://") else f"file://{name}" for word in command]
        return min(run(other).seconds for _ in range(2))


def _measure_gzip(path: Path, size: int) -> None:
    written = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        lines = _lines(sys.maxsize)
        while written < size:
            block = b"".join(islice(lines, _BLOCK))
            written += file.write(block)
    done = run([tool("shapeproof"), "validate", "-q", f"file://{path}"])
    print(
        f"a gzip of {path.stat().st_size / 1e6:.0f} MB, {written / 1e9:.1f} GB unpacked: "
        f"{done.seconds:.0f} s, peak {done.peak_mib:.0f} MiB"
    )
