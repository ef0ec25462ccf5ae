"""Every operation of the installed botocore: it captures, its schemas are standard, its samples are valid.

The suite takes a fixed sample of the operations; `pytest --survey -s` takes them all and prints what it counted.
"""

# ruff: noqa: T201 - the survey is there to be read
from __future__ import annotations

import importlib.util
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import jsonschema_rs
import pytest

from shapeproof.capture.build import build
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract, Part, Schema
from shapeproof.sample import UnsatisfiableSchema
from shapeproof.sample.responses import fullest, smallest
from shapeproof.validation.engines.compilation import compile_schema

pytestmark = pytest.mark.skipif(importlib.util.find_spec("botocore") is None, reason="botocore isn't installed")

EVERY: Final = 130
PARTS: Final[tuple[Part, ...]] = ("response", "request", "error")

SERVICE_ID: Final = "Service.ServiceId is a UUID with its dashes by pattern (36 characters), 32 long by min and max"
CONTRADICTIONS: Final[Mapping[str, str]] = {
    f"apprunner.{verb}Service": SERVICE_ID for verb in ("Create", "Delete", "Describe", "Pause", "Resume", "Update")
}
"""Operations whose response botocore's model makes impossible, and why."""


def operations(every: int = 1) -> Iterator[tuple[str, Contract]]:
    """The contract of every n-th operation, by name."""
    number = 0
    for service in installed().services:
        source = installed()  # one for each service, or all models would be held at once
        for operation in source.operations(service):
            if number % every == 0:
                yield f"{service}.{operation}", build(source.find(service, operation))
            number += 1


def survey(every: int) -> tuple[int, Counter[tuple[str, str]], Counter[str]]:
    """Check every n-th operation; how many there were, what isn't checked and why, which ones have no sample."""
    number = 0
    # The same shape is met in many operations of a service: it is counted once.
    not_checked: set[tuple[str, str, str, str, str]] = set()
    without_sample: Counter[str] = Counter()
    for name, contract in operations(every):
        number += 1
        service = name.partition(".")[0]
        for part in PARTS:
            schema = contract.schema(part)
            assert jsonschema_rs.meta.is_valid(cast("dict[str, Any]", schema)), (name, part)
            not_checked.update((service, *found) for found in unchecked(schema))
            engine = compile_schema(schema)
            for sample in (smallest, fullest):
                try:
                    response = sample(schema)
                except UnsatisfiableSchema:
                    without_sample[name] += 1
                else:
                    assert engine.is_valid(response), (name, part, sample.__name__, engine.violations(response)[:3])
    return number, Counter((keyword, reason) for _, _, keyword, _, reason in not_checked), without_sample


def unchecked(node: Any) -> Iterator[tuple[str, str, str, str]]:
    """What a schema says that it can't state: (shape, keyword, value, reason)."""
    if isinstance(node, dict):
        schema = cast("Schema", node)
        for keyword, statement in schema.get("x-not-checked", {}).items():
            yield schema.get("x-shape", ""), keyword, statement["value"], statement["reason"]
        for inner in schema.values():
            yield from unchecked(inner)


def test_a_sample_of_all_operations_captures_and_has_valid_samples() -> None:
    number, _, without_sample = survey(EVERY)
    assert number > 100
    assert set(without_sample) <= set(CONTRADICTIONS)


@pytest.mark.survey
def test_all_operations_capture_and_have_valid_samples() -> None:
    import resource  # not on Windows, where the sample above runs too

    start = time.monotonic()
    number, not_checked, without_sample = survey(1)
    seconds = time.monotonic() - start
    print(f"\n{number:,} operations, {len(PARTS)} schemas each, in {seconds:.0f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"{not_checked.total()} constraints of shapes aren't checked:")
    for (keyword, reason), count in not_checked.most_common():
        print(f"  {count:4} {keyword}: {reason}")
    print(f"{len(without_sample)} operations have no sample: {', '.join(sorted(without_sample))}")
    assert set(without_sample) <= set(CONTRADICTIONS)
