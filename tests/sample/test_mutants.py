"""Each mutant breaks exactly the constraints that it names, where it says; both engines agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice, pairwise
from typing import Any

import pytest

from shapeproof.contract import Contract, Pointer, iter_schema, path_of
from shapeproof.rules.evaluator import evaluator_of
from shapeproof.sample import Mutant, mutants, skipped_constraints
from shapeproof.sample.constraints import constraint_points
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


def expected_violations(mutant: Mutant) -> list[Violation]:
    if mutant.rule:
        return []
    return sorted(Violation(mutant.pointer_parts, keyword) for keyword in (mutant.keyword, *mutant.also_breaks))


@pytest.fixture(scope="module")
def flagship_mutants(flagship: Contract) -> list[Mutant]:
    return list(mutants(flagship))


@pytest.mark.parametrize(
    "engine", [ENGINES[0], *(pytest.param(engine, marks=pytest.mark.survey) for engine in ENGINES[1:])]
)
def test_each_flagship_mutant_breaks_what_it_says_and_nothing_else(
    flagship: Contract, flagship_mutants: list[Mutant], engine: EngineName
) -> None:
    compiled = compile_schema(flagship.response, engine)
    for mutant in flagship_mutants:
        assert sorted(compiled.violations(mutant.response)) == expected_violations(mutant)
        assert mutant.path == path_of(flagship.response, mutant.pointer_parts)


def test_every_flagship_constraint_has_a_mutant_or_a_reason(flagship: Contract, flagship_mutants: list[Mutant]) -> None:
    points = list(constraint_points(flagship.response))
    skipped = [constraint for constraint in skipped_constraints(flagship) if not constraint.rule]
    assert sum(not mutant.rule for mutant in flagship_mutants) + len(skipped) == len(points)
    assert Counter((constraint.keyword, constraint.reason) for constraint in skipped) == {
        ("pattern", "every string of these lengths matches the pattern"): 52,
        ("propertyNames/pattern", "every string of these lengths matches the pattern"): 4,
    }
    # The schema has fewer constraints than points: a structure occurs at several paths.
    assert len(points) == 935
    assert len({(id(point.shape), point.keyword, point.member) for point in points}) == 485


def test_each_rule_of_the_flagship_has_a_mutant_that_breaks_it_alone(
    flagship: Contract, flagship_mutants: list[Mutant]
) -> None:
    evaluator = evaluator_of(flagship)
    of_rules = {mutant.rule: mutant for mutant in flagship_mutants if mutant.rule}
    transitions = {checked.rule.id for checked in evaluator.rules if checked.reads_old_self}
    for rule, mutant in of_rules.items():
        (outcome,) = (outcome for outcome in evaluator.broken(mutant.response) if outcome.state == "broken")
        assert (outcome.rule.id, mutant.keyword) == (rule, "x-rules")
        assert mutant.pointer_parts[: len(outcome.pointer)] == outcome.pointer
        assert not any(outcome.state == "broken" for outcome in evaluator.broken(mutant.base))
    skipped = {constraint.rule: constraint.reason for constraint in skipped_constraints(flagship) if constraint.rule}
    assert skipped == dict.fromkeys(transitions, "it is about a response and the one before")
    assert of_rules.keys() | transitions == {checked.rule.id for checked in evaluator.rules}
    assert len(of_rules) >= 70


def test_only_minimum_lengths_and_their_patterns_cannot_be_broken_alone(flagship_mutants: list[Mutant]) -> None:
    not_alone = [mutant for mutant in flagship_mutants if mutant.also_breaks]
    assert {(mutant.keyword, mutant.also_breaks) for mutant in not_alone} == {
        ("minLength", ("pattern",)),
        ("pattern", ("minLength",)),
    }


@pytest.mark.parametrize("part", ["request", "error"])
def test_the_other_parts_have_mutants_too(flagship: Contract, part: Any) -> None:
    for engine in ENGINES:
        compiled = compile_schema(flagship.schema(part), engine)
        for mutant in mutants(flagship, part):
            assert sorted(compiled.violations(mutant.response)) == expected_violations(mutant)


@pytest.mark.survey
@pytest.mark.parametrize("name", OPERATIONS)
def test_mutants_of_other_operations(capture: Callable[[str], Contract], name: str) -> None:
    contract = capture(name)
    fast, reference = (compile_schema(contract.response, engine) for engine in ENGINES)
    all_mutants = list(mutants(contract))
    for mutant in all_mutants:
        assert sorted(fast.violations(mutant.response)) == expected_violations(mutant)
        assert sorted(reference.violations(mutant.response)) == expected_violations(mutant)
    merged = [merge(first, second) for first, second in pairwise(all_mutants)]
    for response in merged:
        assert fast.violations(response) == reference.violations(response)


def test_a_structure_inside_itself_through_a_sparse_list(capture: Callable[[str], Contract]) -> None:
    contract = capture("rds-data.BatchExecuteStatement")
    assert len(list(islice(iter_schema(contract.response), 1_000))) < 1_000
    fast, reference = (compile_schema(contract.response, engine) for engine in ENGINES)
    for mutant in mutants(contract):
        assert sorted(fast.violations(mutant.response)) == expected_violations(mutant)
        assert sorted(reference.violations(mutant.response)) == expected_violations(mutant)


def test_the_operations_add_up_to_thousands_of_responses(
    capture: Callable[[str], Contract], flagship_mutants: list[Mutant]
) -> None:
    keywords = Counter(mutant.keyword for name in OPERATIONS for mutant in mutants(capture(name)))
    assert len(flagship_mutants) + 2 * keywords.total() > 4_000
    bad_keys = sum(count for keyword, count in keywords.items() if keyword.startswith("propertyNames/"))
    assert bad_keys > 20


def merge(first: Mutant, second: Mutant) -> Any:
    """The response of the first mutant with the change of the second one, where both have such a value."""
    return _merge(first.response, second.response, second.pointer_parts)


def _merge(response: Any, changed: Any, pointer: Pointer) -> Any:
    if not pointer or type(response) is not type(changed):
        return changed
    key, *below = pointer
    copy: Any = response.copy()
    try:
        copy[key] = _merge(copy[key], changed[key], tuple(below))
    except (LookupError, TypeError):  # one of the two has no such value
        return changed
    return copy


def test_mutants_that_would_be_too_large_are_skipped(flagship: Contract) -> None:
    string = {"type": "string", "maxLength": 2**31 - 1, "pattern": "^(?:[\\s\\S]*)$"}
    many = {"type": "array", "items": string, "maxItems": 1_000_000}
    only = {"type": "object", "properties": {"It": string}, "additionalProperties": False}
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
    reasons = {(skipped.path, skipped.keyword): skipped.reason for skipped in skipped_constraints(contract)}
    assert reasons == {
        ("Many", "maxItems"): "more than 1,000,000 entries are too many to be useful",
        ("Many[]", "maxLength"): "a string of more than 2,147,483,647 characters is too long to be useful",
        ("Many[]", "pattern"): "every string of these lengths matches the pattern",
        ("Only", "maxProperties"): "the union has only one member",
        ("Only.It", "maxLength"): "a string of more than 2,147,483,647 characters is too long to be useful",
        ("Only.It", "pattern"): "every string of these lengths matches the pattern",
    }
