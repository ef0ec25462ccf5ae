"""Operations of the installed botocore can be captured; their schemas are valid JSON Schema, and their samples valid.

By default, a fixed sample of the operations is tested; `pytest --survey -s` tests all of them and prints statistics.
"""

# ruff: noqa: T201 - the survey prints statistics
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

SAMPLE_STEP: Final = 390
PARTS: Final[tuple[Part, ...]] = ("response", "request", "error")

SERVICE_ID: Final = "Service.ServiceId is a UUID with its dashes by pattern (36 characters), 32 long by min and max"
CONTRADICTIONS: Final[Mapping[str, str]] = {
    f"apprunner.{verb}Service": SERVICE_ID for verb in ("Create", "Delete", "Describe", "Pause", "Resume", "Update")
}
"""Operations whose response model contradicts itself, and why."""


def iter_contracts(step: int = 1) -> Iterator[tuple[str, Contract]]:
    """The name and contract of every `step`-th operation."""
    index = 0
    for service in installed().services:
        source = installed()
        for operation in source.operations(service):
            if index % step == 0:
                yield f"{service}.{operation}", build(source.find(service, operation))
            index += 1


def survey(step: int) -> tuple[int, Counter[tuple[str, str]], Counter[str]]:
    """Check every `step`-th operation.

    Returns:
        The number of operations, the unchecked constraints by keyword and reason, and the operations without a sample.
    """
    count = 0
    # A shape that many operations of a service share is counted once.
    not_checked: set[tuple[str, str, str, str, str]] = set()
    without_sample: Counter[str] = Counter()
    for name, contract in iter_contracts(step):
        count += 1
        service = name.partition(".")[0]
        for part in PARTS:
            schema = contract.schema(part)
            assert jsonschema_rs.meta.is_valid(cast("dict[str, Any]", schema)), (name, part)
            not_checked.update((service, *constraint) for constraint in unchecked_constraints(schema))
            engine = compile_schema(schema)
            for sample in (smallest, fullest):
                try:
                    response = sample(schema)
                except UnsatisfiableSchema:
                    without_sample[name] += 1
                else:
                    assert engine.is_valid(response), (name, part, sample.__name__, engine.violations(response)[:3])
    return count, Counter((keyword, reason) for _, _, keyword, _, reason in not_checked), without_sample


def unchecked_constraints(node: Any) -> Iterator[tuple[str, str, str, str]]:
    """The unchecked constraints of a schema: (shape, keyword, value, reason)."""
    if isinstance(node, dict):
        schema = cast("Schema", node)
        for keyword, constraint in schema.get("x-not-checked", {}).items():
            yield schema.get("x-shape", ""), keyword, constraint["value"], constraint["reason"]
        for child in schema.values():
            yield from unchecked_constraints(child)


def test_selected_operations_have_valid_schemas_and_samples() -> None:
    count, _, without_sample = survey(SAMPLE_STEP)
    assert count > 40
    assert set(without_sample) <= set(CONTRADICTIONS)


@pytest.mark.survey
def test_all_operations_have_valid_schemas_and_samples() -> None:
    import resource  # not available on Windows, where the test above runs

    start = time.monotonic()
    operation_count, not_checked, without_sample = survey(1)
    seconds = time.monotonic() - start
    print(f"\n{operation_count:,} operations, {len(PARTS)} schemas each, in {seconds:.0f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"{not_checked.total()} constraints of shapes aren't checked:")
    for (keyword, reason), count in not_checked.most_common():
        print(f"  {count:4} {keyword}: {reason}")
    print(f"{len(without_sample)} operations have no sample: {', '.join(sorted(without_sample))}")
    assert set(without_sample) <= set(CONTRADICTIONS)
