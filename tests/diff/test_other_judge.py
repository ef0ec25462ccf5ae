"""jsonschema-rs can often tell whether one schema covers another. It never contradicts a verdict."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.diff.random_schemas import edited, random_schema

from shapeproof.capture.build import build
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract, Part, Schema
from shapeproof.diff.verdicts.comparison import compare_schemas
from shapeproof.errors import ReleaseError, ShapeproofError
from shapeproof.registry import load
from shapeproof.releases import Releases

OLD = "1.34.0"
PARTS: tuple[Part, ...] = ("response", "request")


def question(old: Schema, new: Schema, part: Part) -> tuple[str, str]:
    """What we say about a part, and what jsonschema-rs says: whether all that comes was valid before."""
    verdicts = compare_schemas(old, new, part=part)
    by_schema = [verdict for verdict in verdicts if not verdict.rule]
    source, target = (old, new) if part == "request" else (new, old)
    if any(verdict.witness for verdict in by_schema):
        ours = "witness"
    else:
        ours = "undecided" if any(verdict.change_class != "harmless" for verdict in by_schema) else "covered"
    theirs = jsonschema_rs.canonicalize(dict(target)).covers(jsonschema_rs.canonicalize(dict(source)))
    return ours, theirs.value.lower()


def contradicts(ours: str, theirs: str) -> bool:
    return (ours, theirs) in {("witness", "yes"), ("covered", "no")}


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_edits_are_not_contradicted(seed: int, number: int) -> None:
    schema = random_schema(seed)
    changed, _ = edited(schema, number)
    for old, new in ((schema, changed), (changed, schema)):
        for part in PARTS:
            assert not contradicts(*question(old, new, part))


def test_the_flagship_is_not_contradicted(flagship: Contract) -> None:
    pytest.importorskip("botocore", reason="botocore isn't installed: this test uses its models")
    newest = load(f"{flagship.operation_name}@installed")
    for old, new in ((flagship, newest), (newest, flagship)):
        for part in PARTS:
            assert not contradicts(*question(old.schema(part), new.schema(part), part))


def operations() -> Iterator[tuple[Contract, Contract]]:
    """Operations that changed, in an order of chance, the same each time."""
    new = installed()
    with Releases().source(OLD) as old:
        names = [
            (service, operation)
            for service in old.services
            if service in new.services
            for operation in old.operation_names(service)
        ]
        random.Random(5).shuffle(names)
        for service, operation in names:
            try:
                pair = build(old.find(service, operation)), build(new.find(service, operation))
            except ShapeproofError:
                continue  # it is gone, or its model is wrong
            if any(pair[0].schema(part) != pair[1].schema(part) for part in PARTS):
                yield pair


@pytest.mark.survey
def test_500_operations_are_not_contradicted() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    try:
        pairs = operations()
        for number, (old, new) in enumerate(pairs):
            if number == 500:
                break
            for part in PARTS:
                if old.schema(part) != new.schema(part):
                    answer = question(old.schema(part), new.schema(part), part)
                    assert not contradicts(*answer), (old.name, part)
                    counts[answer] += 1
    except ReleaseError as error:
        pytest.skip(f"botocore {OLD} can't be had: {error}")
    # In 2026-11: 76 witnesses are confirmed, and 179 parts without a change that matters; most others are unknown.
    assert counts["witness", "no"] > 50
    assert counts["covered", "yes"] > 100
