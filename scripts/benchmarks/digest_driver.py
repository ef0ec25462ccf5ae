"""Merges the digests of simulated units in a process of its own, and prints as JSON what that took."""

from __future__ import annotations

import json
import pickle
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

from shapeproof.digest.digest import Digest
from shapeproof.digest.json_text import digest_values, to_json
from shapeproof.digest.run_state import RunPlan, RunState
from shapeproof.digest.unit_digest import digest_of
from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.validation.finding import Finding

CONTRACT = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
RESPONSES = 1_000
"""The responses of each unit."""
MODEL = 987_654_321
WINDOW = 256
"""Units that are checked at the same time, so that any of them may be done next."""


def main(count: int) -> None:
    state = RunState(RunPlan("1", "options", "contracts", "files", count))
    merged = 0.0
    # To make each digest would take longer than all the rest. Only the number of the unit differs, which is in its texts.
    model = pickle.dumps(_unit(MODEL))
    for number in _as_they_are_done(count):
        data = model.replace(f"{MODEL:09}".encode(), f"{number:09}".encode())
        start = time.perf_counter()
        digest: Digest = pickle.loads(data)  # noqa: S301 # made here
        state.add(range(number, number + 1), digest)
        merged += time.perf_counter() - start
    start = time.perf_counter()
    for number in range(100):
        _unit(number)
    made = (time.perf_counter() - start) / 100
    total = state.digest()
    if (total.units, total.responses, not any(state.pending())) != (count, count * RESPONSES, True):
        sys.exit("the digest doesn't count all units")
    peak = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    )  # before the text is made, which is written in pieces
    found = {
        "responses": total.responses,
        "keys": len(total.groups),
        "made": made,
        "merged": merged / count,
        "peak_mib": peak,
    }
    print(json.dumps({**found, "state": len(to_json(digest_values(total)))}))


def _as_they_are_done(count: int) -> Iterator[int]:
    """The numbers of all units, out of order as far as a window goes."""
    chance = random.Random(1)  # noqa: S311 # no secret
    window: list[int] = []
    for number in range(count):
        window.append(number)
        if len(window) == WINDOW:
            yield window.pop(chance.randrange(WINDOW))
    chance.shuffle(window)
    yield from window


def _unit(number: int) -> Digest:
    """The digest of a unit with 30 findings at ten paths that all units have, and one at a path of its own."""
    file = f"s3://archive/2024/responses-{number:09}.jsonl"
    result = UnitResult(file, responses=RESPONSES, clean=RESPONSES - 31)
    result.kinds = {ResponseKind("json lines", CONTRACT, "response", "cli"): RESPONSES}
    unknown = Finding(
        "SP301", "drift", "error", ("A", "Made"), "A.Made", "additionalProperties", "unknown member `Made`"
    )
    for index in range(30):
        path = f"A.Made{index % 10}"
        result.findings.append(Located(replace(unknown, path=path), file, index, index + 1, 9, CONTRACT))
    result.findings.append(Located(replace(unknown, path=f"A.Own{number:09}"), file, 30, 31, 9, CONTRACT))
    return digest_of([result], size=64 * 2**20)


main(int(sys.argv[1]))
