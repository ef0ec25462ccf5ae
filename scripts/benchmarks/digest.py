"""`scripts/bench digest`: the time and memory of whoever merges the digests of many units."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["add_to"]


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "digest",
        help="merge the digests of many simulated units",
        description="Merge the digests of many simulated units: every one has its own file, findings at the paths that all "
        "units have, and one at a path that only it has. They arrive pickled, and not in their order.",
    )
    parser.add_argument(
        "--units",
        type=int,
        nargs="+",
        default=[1_000, 10_000, 100_000, 1_000_000],
        help="numbers of units (default: %(default)s)",
    )
    parser.set_defaults(run=measure)


def measure(options: argparse.Namespace) -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before\n")
    print(
        f"{'units':>10}{'responses':>16}{'keys':>8}{'us/unit made':>14}{'us/unit merged':>16}{'state, MB':>11}{'peak, MiB':>11}"
    )
    for units in options.units:
        driver = Path(__file__).with_name("digest_driver.py")
        done = subprocess.run([sys.executable, driver, str(units)], stdout=subprocess.PIPE, check=True)
        found: dict[str, float] = json.loads(done.stdout)
        made, merged = (1e6 * found[name] for name in ("made", "merged"))
        print(
            f"{units:>10,}{found['responses']:>16,}{found['keys']:>8,}{made:>14.0f}{merged:>16.0f}"
            f"{found['state'] / 1e6:>11.1f}{found['peak_mib']:>11.0f}",
            flush=True,
        )
