"""`scripts/bench validate`: many files, one file, and one large JSON Lines file; all tools read the same files."""

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
    parser = subcommands.add_parser(
        "validate",
        help="compare validators on many files, one file, or one large JSON Lines file",
        description="Compare `shapeproof validate` with other validators: on many files and on one file by default.",
    )
    parser.add_argument("--files", type=int, default=10_000, help="number of files (default: %(default)s)")
    parser.add_argument(
        "--size", type=int, default=3_000, help="approximate size of a response in bytes (default: %(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="number of interleaved rounds (default: %(default)s)")
    parser.add_argument("--startup", action="store_true", help="only measure the start-up, with one file")
    parser.add_argument(
        "--lines", action="store_true", help="only measure one large JSON Lines file, without the other tools"
    )
    parser.add_argument(
        "--gigabytes", type=float, default=1.0, help="size of the file of --lines (default: %(default)s)"
    )
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    print(f"{peers.versions()}; Python {platform.python_version()}, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory(prefix="shapeproof-bench-") as name:
        scratch = Path(name)
        if options.lines:
            _lines(scratch, int(options.gigabytes * 1e9), options.size)
        if options.startup:
            _startup(scratch)
        if not options.lines and not options.startup:
            _files(scratch, options)
            print()
            _startup(scratch)
        print("\n" + _duplicate_keys(scratch))


def _files(scratch: Path, options: argparse.Namespace) -> None:
    directory = scratch / "files"
    directory.mkdir()
    total = write_files(directory, options.files, options.size)
    contestants = peers.contestants(directory, scratch / "schemas")
    run(contestants[peers.BARE][0])  # not measured, so that all tools read the files from the page cache
    _assert_all_checked(directory, options.files)

    seconds = median_seconds(contestants, rounds=options.rounds)
    size = total // options.files
    print(f"{options.files:,} files of {size:,} bytes, whole processes, median of {options.rounds} rounds")
    print(f"{'':32}{'seconds':>10}{'files/s':>12}{'x bare':>10}{'x as fast as ' + peers.OTHER:>34}")
    for name, elapsed in sorted(seconds.items(), key=lambda item: item[1]):
        times_bare, times_faster = elapsed / seconds[peers.BARE], seconds[peers.OTHER] / elapsed
        print(f"{name:32}{elapsed:>10.2f}{options.files / elapsed:>12,.0f}{times_bare:>10.2f}{times_faster:>34.1f}")
    ratio = seconds[peers.OURS] / seconds[peers.WITHOUT_RULES]
    print(f"With the rules of the contract, {peers.OURS} takes {ratio:.2f} times as long as without.")
    print(f"{peers.OTHER} took the files in {len(contestants[peers.OTHER])} command line(s).")


def _startup(scratch: Path) -> None:
    path = EXAMPLES / "churn_completed.json"
    contestants = {
        peers.OURS: [peers.shapeproof(path)],
        peers.WITHOUT_RULES: [peers.shapeproof(path, "--schemas", str(peers.without_rules(scratch / "schemas")))],
        peers.OTHER: list(peers.check_jsonschema(path)),
    }
    seconds = median_seconds(contestants, rounds=STARTUP_ROUNDS)
    print(f"one file, whole processes, median of {STARTUP_ROUNDS} rounds")
    for name, elapsed in seconds.items():
        print(f"{name:32}{elapsed:>10.3f} s{elapsed / seconds[peers.OTHER]:>10.2f} x {peers.OTHER}")


def _lines(scratch: Path, total: int, size: int) -> None:
    print(f"JSON Lines, one file, {total / 1e9:g} GB")
    print(f"{'':32}{'lines':>10}{'seconds':>10}{'MB/s':>10}{'lines/s':>12}{'peak MiB':>10}")
    for title, faults, expected in (("clean", (), 0), ("a fault in every line", FAULTS, 1)):
        path = scratch / "responses.jsonl"
        lines = write_lines(path, total, size, faults)
        megabytes = path.stat().st_size / 1e6
        measured = run(peers.shapeproof(path), expected=expected)
        speed = f"{megabytes / measured.seconds:>10.0f}{lines / measured.seconds:>12,.0f}"
        print(f"{title:32}{lines:>10,}{measured.seconds:>10.1f}{speed}{measured.peak_mib:>10.0f}")
        path.unlink()


def _assert_all_checked(directory: Path, files: int) -> None:
    """Make sure that no file is skipped: speed would mean nothing otherwise."""
    summary = _report(directory)["summary"]
    if summary["files"] != files or summary["clean"] != files:
        sys.exit(f"bench: expected {files} files to be checked and clean, got {summary}")


def _duplicate_keys(scratch: Path) -> str:
    """Make sure that duplicate keys, which other parsers drop, are reported: speed would mean nothing otherwise."""
    path = scratch / "duplicate_key.json"
    good = (EXAMPLES / "churn_completed.json").read_text(encoding="utf-8")
    path.write_text(good.replace("{", '{"HyperParameterTuningJobStatus": "Failed",', 1), encoding="utf-8")
    run(peers.shapeproof(path), expected=1)
    codes = [finding["code"] for finding in _report(path)["findings"]]
    if codes != [DUPLICATE_KEY]:
        sys.exit(f"bench: expected one {DUPLICATE_KEY} for a duplicate key, got {codes}")
    command = next(peers.check_jsonschema(path))
    other = subprocess.run(command, capture_output=True, check=False).returncode
    verdict = "accepts" if other == 0 else "rejects"
    return f"Duplicate keys: shapeproof reports them (checked in this run); {peers.OTHER} {verdict} the same file."


def _report(path: Path) -> Any:
    command = peers.shapeproof(path, "--format", "json")
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
