"""A program: plans many simulated files as units, and merges a digest for each. Prints the seconds and the peak memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

from shapeproof.digest.digest import Digest
from shapeproof.digest.run_state import RunPlan, RunState
from shapeproof.digest.unit_digest import digest_of
from shapeproof.far.listing import Listed
from shapeproof.far.planner import UnitSizes, plan_far_units
from shapeproof.far.units import FarFile, FarUnit
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.units import Unit

SIZES = UnitSizes()
LINE = b'{"shapeproof": 1, "contract": "sagemaker.describe_hyper_parameter_tuning_job", "representation": "cli", "response": {}}\n'


def files(count: int) -> Iterator[Listed]:
    for number in range(count):
        url = f"s3://bucket/2026/{number:09}.jsonl.gz"
        yield FarFile(url, url, False, SIZES.part, f"etag-{number:032}")


def main() -> None:
    count = int(sys.argv[1])
    start = time.perf_counter()
    state = RunState(RunPlan("", "", "", "", count))
    checker = Checker(CheckOptions())
    digest = Digest.empty()
    for number, unit in enumerate(plan_far_units(files(count), SIZES)):
        if not isinstance(unit, FarUnit):
            continue
        name = unit.files[0].name
        if number < 1_000:  # findings at other locations; more of them are not kept
            digest = digest_of(checker.check(Unit(name, False, is_lines=True, data=LINE)), size=unit.size)
        state.add(range(number, number + 1), replace(digest, size=unit.size))
    if any(state.pending()):
        sys.exit("bench: units are missing")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - start, "peak_mib": peak}))


main()
