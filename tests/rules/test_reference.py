"""The second engine: it agrees with our own on examples, recordings and single expressions, and checks types by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest
from tests.rules.flagship_recordings import RECORDINGS, recorded_responses

from shapeproof.contract import Schema
from shapeproof.errors import CaptureError
from shapeproof.registry import ContractRegistry
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.derived.derivation import derived_rules
from shapeproof.rules.evaluator import RuleOutcome, compile_rules
from shapeproof.rules.reading import rules_of
from shapeproof.rules.rule import Rule

pytest.importorskip("cel_expr_python", reason="cel-expr-python isn't installed; it has wheels for some platforms only")
from shapeproof.rules.reference import ReferenceEvaluator, compile_reference  # it needs cel-expr-python

CONTRACT: Final = ContractRegistry().load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
SCHEMA: Final = CONTRACT.response
RULES: Final = {rule.id: rule for rule in rules_of(SCHEMA)}


@pytest.fixture(scope="module")
def reference_evaluator() -> ReferenceEvaluator:
    return compile_reference(SCHEMA)


def rooted(rule: Rule, example: Any) -> Any:
    """An example of a structure as a part of a response, at the first place of the structure."""
    if check_rule(rule, SCHEMA).reads_root or rule.structure == SCHEMA["title"]:
        return example
    for member, inner in paths_to(rule.structure, SCHEMA["title"]):
        example = [example] if inner == "[]" else {member: example}
    return example


def paths_to(structure: str, start: str) -> list[tuple[str, str]]:
    """The steps from a structure up to the root: the names of members, and where an item of a list is meant."""
    pending: list[tuple[str, list[tuple[str, str]]]] = [(start, [])]
    seen = {start}
    while pending:
        name, steps = pending.pop(0)
        if name == structure:
            return steps
        for member, node in SCHEMA["$defs"][name].get("properties", {}).items():
            is_list = node.get("type") == "array"
            target = (node["items"] if is_list else node).get("$ref", "").rpartition("/")[2]
            if target and target not in seen:
                seen.add(target)
                pending.append((target, [*([("", "[]")] if is_list else []), (member, ""), *steps]))
    raise AssertionError(structure)


def compared(outcomes: list[RuleOutcome]) -> list[tuple[str, tuple[str | int, ...], str, str]]:
    return sorted((outcome.rule.id, outcome.pointer, outcome.state, outcome.message) for outcome in outcomes)


@pytest.mark.parametrize("key", ["keeps", "breaks"])
def test_both_engines_agree_on_all_examples(key: str, reference_evaluator: ReferenceEvaluator) -> None:
    evaluator = compile_rules(SCHEMA)
    for rule in RULES.values():
        example: Any = getattr(rule, key)
        is_transition = check_rule(rule, SCHEMA).reads_old_self
        if is_transition:
            old, new = example
            ours, theirs = evaluator.transitions(old, new), reference_evaluator.transitions(old, new)
        else:
            response = rooted(rule, example)
            ours, theirs = evaluator.outcomes(response), reference_evaluator.outcomes(response)
        expected = "kept" if key == "keeps" else "broken"
        assert expected in {outcome.state for outcome in theirs if outcome.rule.id == rule.id}, rule.id
        if is_transition:
            ours, theirs = ([one for one in each if one.state != "not_relevant"] for each in (ours, theirs))
        assert compared(ours) == compared(theirs), rule.id


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings of real services aren't here (../shared)")
def test_both_engines_agree_on_recordings(reference_evaluator: ReferenceEvaluator) -> None:
    evaluator = compile_rules(SCHEMA)
    count = 0
    for directory in ("real", "handwritten"):
        for name, response in recorded_responses(CONTRACT, directory):
            count += 1
            theirs = reference_evaluator.outcomes(response)
            assert compared(evaluator.outcomes(response)) == compared(theirs), name
            if directory == "real":
                assert {outcome.state for outcome in theirs} == {"kept", "not_relevant"}, name
    assert count >= 15


def test_a_misspelt_member_is_an_error_with_its_column() -> None:
    rule = replace(RULES["HPT005"], rule="self.TrainingStartTime <= self.TrainingEndTim")
    with pytest.raises(CaptureError) as caught:
        compile_reference(SCHEMA, [rule])
    assert caught.value.message.startswith("rule, column 31: undefined field 'TrainingEndTim'")
    assert caught.value.where == "rule HPT005"


def test_it_takes_derived_rules() -> None:
    node = {"type": "string", "format": "date-time"}
    thing = {"type": "object", "properties": dict.fromkeys(["StartTime", "EndTime"], node)}
    schema: Schema = {"title": "Thing", "$ref": "#/$defs/Thing", "$defs": {"Thing": thing}}
    rules = derived_rules(schema)
    times = {"StartTime": "2024-05-06T07:00:00.5Z", "EndTime": "2024-05-06T09:00:00+02:00"}
    for evaluator in (compile_reference(schema, rules), compile_rules(schema, rules)):
        (outcome,) = evaluator.broken(times)
        assert (outcome.rule.id, outcome.pointer, outcome.state) == ("TIME2", (), "broken")
