"""The rules of the flagship: their form, and what they say of real responses and of mocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pytest
from tests.rules.flagship_recordings import RECORDINGS, recorded_responses

from shapeproof.registry import ContractRegistry
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.evaluator import compile_rules, evaluator_of
from shapeproof.rules.reading import rules_of
from shapeproof.validation.catalog import Severities, Severity
from shapeproof.validation.validator import Validator

CONTRACT: Final = ContractRegistry().load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145")
RULES: Final = rules_of(CONTRACT.response)
SOURCE: Final = re.compile(r"https://docs\.aws\.amazon\.com/sagemaker/latest/\S+\.html")


def test_there_are_rules_for_one_response_and_for_two() -> None:
    checked = [check_rule(rule, CONTRACT.response) for rule in RULES]
    transitions = {rule.rule.id for rule in checked if rule.reads_old_self}
    assert transitions == {rule.id for rule in RULES if rule.id.startswith("HPT1")}
    assert len(RULES) - len(transitions) == 77
    assert len(transitions) == 22


def test_their_messages_show_no_values_and_start_small() -> None:
    for rule in RULES:
        assert not rule.message.endswith("."), rule.id
        assert "'" not in rule.message.replace("'s", ""), rule.id
        assert len(rule.message) <= 100, rule.id


def test_they_name_a_public_page() -> None:
    assert [rule.id for rule in RULES if not SOURCE.fullmatch(rule.source)] == []


def test_a_message_with_values_is_given_where_values_help() -> None:
    assert sum(rule.message_expression is not None for rule in RULES) >= 40


RECORDED: Final = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the recordings of real services aren't here (../shared/recordings)"
)
INCOHERENT: Final[Mapping[str, Mapping[str, str]]] = {
    # Each was judged by hand: what is wrong there, or why it isn't.
    "moto_wire.json": {
        "HPT004": "completed, with a failure reason, if an empty one",
        "HPT011": "both training jobs are completed, with a failure reason",
        "HPT013": "the best training job started in January 2024, and the tuning job was created in 2026",
        "HPT018": "the best training job is of a definition `string`, and the only one has no name",
        "HPT021": "the best training job is of FakeTuningJobName",
        "HPT022": "there is an overall best training job without a warm start",
        "HPT045": "the algorithm has neither a name nor an image",
        "HPT052": "the definition has no resources",
        "HPT068": "123 training jobs don't improve, of 1",
        "HPT069": "convergence was detected before the tuning job was created",
        "HPT070": "123 seconds were consumed between a creation and an end at the same moment",
        "HPT074": "no: FakeTrainingJobArn isn't an ARN, which is a finding",
        "HPT075": "no, for the same reason",
    },
    "flytekit_mock_1.json": {
        "HPT008": "completed, without an end time: the mock has what the mocked code reads",
        "HPT061": "there is no definition, for the same reason",
        "HPT073": "no: a placeholder, {TUNING_JOB_ARN}, which is a finding",
        "HPT074": "no: a placeholder",
        "HPT075": "no: a placeholder",
    },
    "flytekit_mock_3.json": {
        "HPT008": "failed, without an end time: the mock has what the mocked code reads",
        "HPT061": "there is no definition, for the same reason",
        "HPT073": "no: a placeholder",
    },
    "mlspace_describe_hpo_1.pydict.txt": {"HPT061": "there is no definition: the mock has what the mocked code reads"},
    "mlspace_process_events_1.pydict.txt": {"HPT052": "the definition is empty"},
    "sdk_test_analytics_1.pydict.txt": {"HPT052": "the definition has an algorithm only"},
}


@RECORDED
def test_no_real_response_breaks_a_rule() -> None:
    evaluator = compile_rules(CONTRACT.response)
    relevant: set[str] = set()
    count = 0
    for name, response in recorded_responses(CONTRACT, "real"):
        count += 1
        outcomes = evaluator.outcomes(response)
        assert [outcome for outcome in outcomes if outcome.state in {"broken", "not_checked"}] == [], name
        relevant |= {outcome.rule.id for outcome in outcomes if outcome.state == "kept"}
    assert count == 10
    assert len(relevant) >= 48, "so many rules have an occasion in them"


@RECORDED
def test_the_incoherences_of_mocks_are_the_ones_that_were_judged() -> None:
    evaluator = compile_rules(CONTRACT.response)
    broken: dict[str, set[str]] = {}
    for name, response in recorded_responses(CONTRACT, "handwritten"):
        for outcome in evaluator.broken(response):
            if outcome.state == "broken":
                broken.setdefault(name, set()).add(outcome.rule.id)
    assert broken == {name: set(rules) for name, rules in INCOHERENT.items()}


@RECORDED
def test_findings_are_the_true_ones() -> None:
    """Other findings leave out the rules that read what is wrong, and only those."""
    off: dict[str, Severity | None] = {
        rule.id: "note" for rule in rules_of(CONTRACT.response) if rule.severity == "off"
    }
    validator = Validator(CONTRACT, severities=Severities("strict", off))
    found: dict[str, set[str]] = {}
    for name, response in recorded_responses(CONTRACT, "handwritten"):
        rules = {finding.rule for finding in validator.check(response).findings if finding.code == "SP401"}
        found |= {name: rules} if rules else {}
    assert found == {
        name: {rule for rule, reason in rules.items() if not reason.startswith("no")}
        for name, rules in INCOHERENT.items()
    }


@pytest.mark.parametrize("status", ["Deleting", "DeleteFailed"])
def test_a_tuning_job_that_is_deleted_after_its_end_keeps_the_rules(status: str) -> None:
    """States that only a newer edition has: the rules about the others say nothing of them."""
    contract = ContractRegistry().load("sagemaker.describe_hyper_parameter_tuning_job@1.44.8")
    assert status in contract.response["$defs"]["HyperParameterTuningJobStatus"]["enum"]
    response = {
        "HyperParameterTuningJobStatus": status,
        "HyperParameterTuningEndTime": "2024-05-06T11:00:00+00:00",
        "FailureReason": "x",
        "BestTrainingJob": {"TrainingJobStatus": "Deleting", "TrainingEndTime": "2024-05-06T10:00:00+00:00"},
    }
    broken = {outcome.rule.id for outcome in evaluator_of(contract).broken(response) if outcome.state == "broken"}
    assert broken.isdisjoint({"HPT003", "HPT004", "HPT008", "HPT010", "HPT011", "HPT012"})
    running = {**response, "HyperParameterTuningJobStatus": "InProgress"}
    broken = {outcome.rule.id for outcome in evaluator_of(contract).broken(running) if outcome.state == "broken"}
    assert {"HPT003", "HPT004"} <= broken
