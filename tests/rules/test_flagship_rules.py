"""The rules of the flagship: their form, and what they say of real responses and of mocks."""

from __future__ import annotations

import re
from typing import Final

from shapeproof.registry import ContractRegistry
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.reading import rules_of

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
