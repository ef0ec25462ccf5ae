"""`scripts/bench validate`: files, start-up, JSON Lines. One run, the same files for everybody."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.measure import median_seconds, run
from benchmarks.responses import EXAMPLES, FAULTS, write_files, write_lines

__all__ = ["add_to"]

STARTUP_ROUNDS = 15
DUPLICATE_KEY = "SP905"


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("validate", help="validating responses that are all good, or all bad")
    parser.add_argument("--files", type=int, default=10_000, help="how many files (default: %(default)s)")
    parser.add_argument("--size", type=int, default=3_000, help="bytes a response, about (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default: %(default)s)")
    parser.add_argument("--startup", action="store_true", help="measure one file alone, not many")
    parser.add_argument("--lines", action="store_true", help="measure one big JSON Lines file, not many files")
    parser.add_argument("--gigabytes", type=float, default=1.0, help="its size for --lines (default: %(default)s)")
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    print(f"{peers.versions()}; Python {platform.python_version()}, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
        scratch = Path(name)
        if options.lines:
            _lines(scratch, int(options.gigabytes * 1e9), options.size)
        if options.startup:
            _startup()
        if not options.lines and not options.startup:
            _files(scratch, options)
            print()
            _startup()
        print("\n" + _duplicate_keys(scratch))


def _files(scratch: Path, options: argparse.Namespace) -> None:
    folder = scratch / "files"
    folder.mkdir()
    total = write_files(folder, options.files, options.size)
    contestants = peers.contestants(folder)
    run(contestants[peers.BARE][0])  # once for nothing: the files come from the page cache for everybody
    _assert_all_checked(folder, options.files)

    seconds = median_seconds(contestants, rounds=options.rounds)
    size = total // options.files
    print(f"{options.files:,} files of {size:,} bytes, whole processes, median of {options.rounds} rounds")
    print(f"{'':32}{'seconds':>10}{'files/s':>12}{'x bare':>10}{'x faster than ' + peers.OTHER:>34}")
    for name, taken in sorted(seconds.items(), key=lambda item: item[1]):
        beside_bare, faster = taken / seconds[peers.BARE], seconds[peers.OTHER] / taken
        print(f"{name:32}{taken:>10.2f}{options.files / taken:>12,.0f}{beside_bare:>10.2f}{faster:>34.1f}")
    print(f"{peers.OTHER} was handed the files in {len(contestants[peers.OTHER])} command line(s).")


def _startup() -> None:
    path = EXAMPLES / "churn_completed.json"
    contestants = {peers.OURS: [peers.shapeproof(path)], peers.OTHER: list(peers.check_jsonschema(path))}
    seconds = median_seconds(contestants, rounds=STARTUP_ROUNDS)
    print(f"one file alone, median of {STARTUP_ROUNDS}")
    for name, taken in seconds.items():
        print(f"{name:32}{taken:>10.3f} s{taken / seconds[peers.OTHER]:>10.2f} of {peers.OTHER}'s")


def _lines(scratch: Path, total: int, size: int) -> None:
    print(f"JSON Lines, one file, {total / 1e9:g} GB")
    print(f"{'':32}{'lines':>10}{'seconds':>10}{'MB/s':>10}{'lines/s':>12}{'peak MiB':>10}")
    for title, faults, expected in (("clean", (), 0), ("a fault in every line", FAULTS, 1)):
        path = scratch / "responses.jsonl"
        lines = write_lines(path, total, size, faults)
        megabytes = path.stat().st_size / 1e6
        taken = run(peers.shapeproof(path), expected=expected)
        speed = f"{megabytes / taken.seconds:>10.0f}{lines / taken.seconds:>12,.0f}"
        print(f"{title:32}{lines:>10,}{taken.seconds:>10.1f}{speed}{taken.peak_mib:>10.0f}")
        path.unlink()


def _assert_all_checked(folder: Path, files: int) -> None:
    """A fast run that skipped files would be worth nothing."""
    summary = _report(folder)["summary"]
    if summary["files"] != files or summary["clean"] != files:
        sys.exit(f"bench: of {files} good files not all were checked and found clean: {summary}")


def _duplicate_keys(scratch: Path) -> str:
    """Speed at the price of overlooking what the parser drops doesn't count, so this is held in every run."""
    path = scratch / "duplicate_key.json"
    good = (EXAMPLES / "churn_completed.json").read_text(encoding="utf-8")
    path.write_text(good.replace("{", '{"HyperParameterTuningJobStatus": "Failed",', 1), encoding="utf-8")
    run(peers.shapeproof(path), expected=1)
    codes = [finding["code"] for finding in _report(path)["findings"]]
    if codes != [DUPLICATE_KEY]:
        sys.exit(f"bench: a duplicate key was not reported as one: {codes}")
    command = next(peers.check_jsonschema(path))
    other = subprocess.run(command, capture_output=True, check=False).returncode
    verdict = "passes" if other == 0 else "refuses"
    return f"Duplicate keys: shapeproof reports them (asserted in this run); {peers.OTHER} {verdict} the same file."


def _report(path: Path) -> Any:
    command = peers.shapeproof(path, "--format", "json")
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
