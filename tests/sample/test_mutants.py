"""Mutants: each breaks exactly what it says, where it says; both engines see it so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice, pairwise
from typing import Any

import pytest

from shapeproof.contract import Contract, Pointer, iter_schema, path_of
from shapeproof.sample import Mutant, mutants, unbreakable
from shapeproof.sample.constraints import points
from shapeproof.validation.engines.compilation import ENGINES, EngineName, compile_schema
from shapeproof.validation.engines.violations import Violation

OPERATIONS = [
    "amplifyuibuilder.CreateForm",  # recursive, keys with a pattern, unions
    "bedrock-agentcore.GetMemoryRecord",  # maps with a minimum, unions, numbers
    "connectcases.BatchGetCaseRule",  # recursive through unions, sparse
    "customer-profiles.GetRecommender",  # keys of an enum
    "deadline.SearchJobs",  # keys of an enum, unions
    "dynamodb.BatchGetItem",  # recursive, blobs, keys with lengths
    "fms.GetComplianceDetail",  # keys of an enum
    "iot.GetCommandExecution",  # blobs
    "iotfleetwise.ListDecoderManifestSignals",  # recursive, unions
    "location.GetGeofence",  # blobs, numbers
    "machinelearning.Predict",  # keys of an enum
    "network-security-manager.CreateScope",  # recursive, keys of an enum
    "omics.CreateAnnotationStoreVersion",  # unions, keys
    "qconnect.CreateAIPrompt",  # patterns that aren't checked
    "quicksight.DescribeSpace",  # unions
    "s3tables.GetTableBucketMaintenanceConfiguration",  # a union in a map with keys of an enum
    "sqs.ReceiveMessage",  # blobs, keys of an enum
    "wisdom.CreateAssistantAssociation",  # keys, unions
    "wellarchitected.GetReviewTemplate",  # keys of an enum, maps with a minimum
]


def claimed(mutant: Mutant) -> list[Violation]:
    return sorted(Violation(mutant.pointer, keyword) for keyword in (mutant.keyword, *mutant.entailed))


@pytest.fixture(scope="module")
def flagship_mutants(flagship: Contract) -> list[Mutant]:
    return list(mutants(flagship))


@pytest.mark.parametrize("engine", ENGINES)
def test_each_flagship_mutant_breaks_what_it_says_and_nothing_else(
    flagship: Contract, flagship_mutants: list[Mutant], engine: EngineName
) -> None:
    compiled = compile_schema(flagship.response, engine)
    for mutant in flagship_mutants:
        assert sorted(compiled.violations(mutant.response)) == claimed(mutant)
        assert mutant.path == path_of(flagship.response, mutant.pointer)


def test_every_flagship_constraint_has_a_mutant_or_a_reason(flagship: Contract, flagship_mutants: list[Mutant]) -> None:
    every = list(points(flagship.response))
    without = list(unbreakable(flagship))
    assert len(flagship_mutants) + len(without) == len(every)
    assert Counter((one.keyword, one.reason) for one in without) == {
        ("pattern", "every text of these lengths matches the pattern"): 2,
    }
    # The schema states fewer constraints than that: a structure stands at several places.
    assert len(every) == 935
    assert len({(id(point.shape), point.keyword, point.member) for point in every}) == 485


def test_only_a_minimum_length_entails_another_constraint_of_the_flagship(flagship_mutants: list[Mutant]) -> None:
    entailing = [mutant for mutant in flagship_mutants if mutant.entailed]
    assert {(mutant.keyword, mutant.entailed) for mutant in entailing} == {("minLength", ("pattern",))}


@pytest.mark.parametrize("part", ["request", "error"])
def test_the_other_parts_have_mutants_too(flagship: Contract, part: Any) -> None:
    for engine in ENGINES:
        compiled = compile_schema(flagship.schema(part), engine)
        for mutant in mutants(flagship, part):
            assert sorted(compiled.violations(mutant.response)) == claimed(mutant)


@pytest.mark.parametrize("name", OPERATIONS)
def test_mutants_of_other_operations(capture: Callable[[str], Contract], name: str) -> None:
    contract = capture(name)
    fast, reference = (compile_schema(contract.response, engine) for engine in ENGINES)
    found = list(mutants(contract))
    for mutant in found:
        assert sorted(fast.violations(mutant.response)) == claimed(mutant)
        assert sorted(reference.violations(mutant.response)) == claimed(mutant)
    merged = [merge(one, other) for one, other in pairwise(found)]
    for response in merged:
        assert fast.violations(response) == reference.violations(response)


def test_a_structure_inside_itself_through_a_sparse_list(capture: Callable[[str], Contract]) -> None:
    contract = capture("rds-data.BatchExecuteStatement")
    assert len(list(islice(iter_schema(contract.response), 1_000))) < 1_000
    fast, reference = (compile_schema(contract.response, engine) for engine in ENGINES)
    for mutant in mutants(contract):
        assert sorted(fast.violations(mutant.response)) == claimed(mutant)
        assert sorted(reference.violations(mutant.response)) == claimed(mutant)


def test_the_operations_add_up_to_thousands_of_responses(
    capture: Callable[[str], Contract], flagship_mutants: list[Mutant]
) -> None:
    keywords = Counter(mutant.keyword for name in OPERATIONS for mutant in mutants(capture(name)))
    assert len(flagship_mutants) + 2 * keywords.total() > 4_000
    bad_keys = sum(count for keyword, count in keywords.items() if keyword.startswith("propertyNames/"))
    assert bad_keys > 20


def merge(one: Mutant, other: Mutant) -> Any:
    """The response of one mutant with what the other one changed, where both have a place for it."""
    return _merge(one.response, other.response, other.pointer)


def _merge(response: Any, changed: Any, pointer: Pointer) -> Any:
    if not pointer or type(response) is not type(changed):
        return changed
    key, *below = pointer
    copy: Any = response.copy()
    try:
        copy[key] = _merge(copy[key], changed[key], tuple(below))
    except (LookupError, TypeError):  # one of them lacks what the other holds
        return changed
    return copy


def test_what_nobody_wants_is_not_made(flagship: Contract) -> None:
    text = {"type": "string", "maxLength": 2**31 - 1, "pattern": "^(?:[\\s\\S]*)$"}
    many = {"type": "array", "items": text, "maxItems": 1_000_000}
    only = {"type": "object", "properties": {"It": text}, "additionalProperties": False}
    root = {
        "$ref": "#/$defs/Root",
        "$defs": {
            "Root": {
                "type": "object",
                "properties": {"Many": many, "Only": {**only, "minProperties": 1, "maxProperties": 1}},
                "additionalProperties": False,
            }
        },
    }
    contract = replace(flagship, response=root)
    reasons = {(one.path, one.keyword): one.reason for one in unbreakable(contract)}
    assert reasons == {
        ("Many", "maxItems"): "more than 1,000,000 entries are more than anybody wants",
        ("Many[]", "maxLength"): "a text of more than 2,147,483,647 characters is longer than anybody wants",
        ("Many[]", "pattern"): "every text of these lengths matches the pattern",
        ("Only", "maxProperties"): "the union has one member only",
        ("Only.It", "maxLength"): "a text of more than 2,147,483,647 characters is longer than anybody wants",
        ("Only.It", "pattern"): "every text of these lengths matches the pattern",
    }
