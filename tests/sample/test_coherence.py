"""Repair: a response is changed until it keeps the rules, stays valid, and keeps what is pinned."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any, Final

import pytest
from tests.rule_contracts import contract_with, rule_entry

from shapeproof.contract import Contract
from shapeproof.contract.json_values import copy_json
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.sample import mutants, skipped_constraints
from shapeproof.sample.coherence import PinnedPaths, Repairer, repairer_of
from shapeproof.validation.engines.compilation import compile_schema

RULES: Final = [
    rule_entry("self.Start <= self.End", when="has(self.Start) && has(self.End)"),
    rule_entry("self.Start < self.End", when="has(self.Start) && has(self.End)"),
    rule_entry("has(self.Reason) == (self.State == 'Failed')"),
    rule_entry("has(self.Reason) ? self.State in ['Failed', 'Done'] : self.State != 'Failed'"),
    rule_entry("has(self.Low) != has(self.High)"),
    rule_entry("!(has(self.Low) && has(self.High))"),
    rule_entry("has(self.Source) && has(self.Source.File)"),
    rule_entry("(has(self.Done) ? self.Done : 0) + (has(self.Failed) ? self.Failed : 0) <= self.Limit"),
    rule_entry("(has(self.Done) ? self.Done : 0) + (has(self.Failed) ? self.Failed : 0) == self.Limit"),
    rule_entry("has(self.Best) && self.Best.Name == self.Name"),
    rule_entry("self.Arn.endsWith('/' + self.Name)", when="has(self.Arn)"),
    rule_entry("self.Arn.lowerAscii().endsWith('/' + self.Name.lowerAscii())", when="has(self.Arn)"),
    rule_entry("has(self.Arn) && self.Arn.split('/')[1] == self.Name"),
    rule_entry("has(self.Arn) && self.Arn.substring(self.Arn.indexOf('/') + 1) == self.Name"),
    rule_entry("double(self.Least) <= double(self.Most)", when="has(self.Least) && has(self.Most)"),
    rule_entry("int(self.Least) < 10 && int(self.Most) > 10", when="has(self.Least) && has(self.Most)"),
    rule_entry(
        "self.Low.matches('^[0-9]{1,5}$') && self.High.matches('^[0-9]{1,5}$')", when="has(self.Low) && has(self.High)"
    ),
    rule_entry(
        "self.Low.matches('^[0-9]{1,5}$') && self.High.matches('^[0-9]{1,5}$') && int(self.Low) < int(self.High)",
        when="has(self.Low) && has(self.High)",
    ),
    rule_entry("self.Parts.all(p, self.Parts.exists_one(q, q.Name == p.Name))", when="has(self.Parts)"),
    rule_entry("size(self.Parts.map(p, p.Name).distinct()) == size(self.Parts)", when="has(self.Parts)"),
    rule_entry("self.Names.distinct() == self.Names", when="has(self.Names)"),
    rule_entry("self.Parts.all(p, has(p.Count) && p.Count > 10)", when="has(self.Parts)"),
    rule_entry("self.Parts.exists(p, p.Name == self.Name)", when="has(self.Parts)"),
    rule_entry("has(self.Parts) && self.Parts.exists_one(p, has(p.State) && p.State == 'Running')"),
    rule_entry("!self.Parts.exists(p, p.Name == self.Name)", when="has(self.Parts)"),
    rule_entry("self.Parts.filter(p, has(p.Count)).map(p, p.Count).sum() <= self.Limit", when="has(self.Parts)"),
    rule_entry("has(self.Names) && self.Name in self.Names"),
    rule_entry("!(self.Name in self.Names)", when="has(self.Names)"),
    rule_entry("self.Tags.all(key, key.startsWith('a'))", when="has(self.Tags)"),
    rule_entry("has(self.Names) && size(self.Names) == 3"),
    rule_entry("size(self.Names) + size(self.Parts) <= 4", when="has(self.Names) && has(self.Parts)"),
    rule_entry("has(self.IsBig) && self.IsBig == (self.Limit > 100)"),
    rule_entry("self.Name.startsWith('a') && !self.Name.contains('b')"),
    rule_entry("self.End - self.Start <= duration('24h')", when="has(self.Start) && has(self.End)"),
    rule_entry("self.Start <= self.End", when="has(self.Start) && has(self.End)", shape="Part"),
    rule_entry("!has(self.State) || self.State == root.State", shape="Part"),
]


def repairer(contract: Contract) -> Repairer:
    found = contract.derived(repairer_of)
    assert found is not None
    return found


def drawn(contract: Contract, count: int = 40) -> list[Any]:
    return list(islice(corpus(contract, seed=3, coherent=False), count))


@pytest.mark.parametrize("entry", RULES, ids=[entry["rule"][:50] for entry in RULES])
def test_each_kind_of_promise_is_kept_after_a_repair(entry: dict[str, Any]) -> None:
    contract = contract_with(entry)
    subject, engine = repairer(contract), compile_schema(contract.response)
    responses = drawn(contract)
    assert any(subject.broken(response) for response in responses)
    for response in responses:
        before = copy_json(response)
        result = subject.repaired(response)
        assert not result.broken
        assert not subject.broken(result.response)
        assert engine.is_valid(result.response)
        assert response == before  # it is a copy that was changed
        assert (result.response is response) == (not subject.broken(response))
        assert subject.repaired(result.response).response is result.response


def test_rules_are_kept_together() -> None:
    chosen = [0, 2, 5, 7, 10, 16, 18, 21, 29, 33, 34]
    contract = contract_with(*(RULES[index] | {"id": f"THING{index}"} for index in chosen))
    subject, engine = repairer(contract), compile_schema(contract.response)
    for response in drawn(contract, 150):
        result = subject.repaired(response)
        assert not result.broken
        assert engine.is_valid(result.response)
        assert subject.repaired(result.response).response is result.response


def test_the_order_of_members_is_that_of_the_schema() -> None:
    subject = repairer(contract_with(rule_entry("has(self.Reason)")))
    result = subject.repaired({"Name": "a", "State": "Done", "Limit": 1}).response
    assert list(result) == ["Name", "State", "Reason", "Limit"]


def test_a_contract_without_rules_needs_no_repair() -> None:
    assert contract_with().derived(repairer_of) is None


def test_a_value_is_changed_rather_than_a_pinned_one() -> None:
    subject = repairer(contract_with(rule_entry("self.Best.Name == self.Name", when="has(self.Best)")))
    response = {"Name": "a", "State": "Done", "Limit": 1, "Best": {"Name": "b"}}
    present = PinnedPaths(present=frozenset(["Best"]))
    assert subject.repaired(response, present).response["Best"] == {"Name": "a"}
    pinned = PinnedPaths(fixed=frozenset(["Best.Name"]), present=frozenset(["Best"]))
    assert subject.repaired(response, pinned).response["Name"] == "b"
    both = PinnedPaths(fixed=frozenset(["Best", "Name"]))
    result = subject.repaired(response, both)
    assert [outcome.rule.id for outcome in result.broken] == ["THING1"]
    assert result.response == response


def test_present_absent_and_narrowed_members_stay_so() -> None:
    subject = repairer(contract_with(rule_entry("has(self.Reason) == (self.State == 'Failed')")))
    failed, done = ({"Name": "a", "State": state, "Limit": 1} for state in ("Failed", "Done"))
    assert subject.repaired(failed, PinnedPaths(absent=frozenset(["Reason"]))).response["State"] != "Failed"
    with_reason = {**done, "Reason": "it was so"}
    assert subject.repaired(with_reason, PinnedPaths(present=frozenset(["Reason"]))).response["State"] == "Failed"
    narrowed = PinnedPaths(narrowed={"State": {"type": "string", "enum": ["New", "Done"]}})
    assert subject.repaired(with_reason, narrowed).response == done


def test_what_is_added_has_what_is_pinned_in_it() -> None:
    subject = repairer(contract_with(rule_entry("has(self.Best)")))
    pinned = PinnedPaths(
        fixed=frozenset(["Best.State"]), values={"Best.State": "New"}, present=frozenset(["Best.Count"])
    )
    best = subject.repaired({"Name": "a", "State": "Done", "Limit": 1}, pinned).response["Best"]
    assert best["State"] == "New"
    assert "Count" in best


def test_a_promise_about_the_response_before_is_kept() -> None:
    entries = [
        rule_entry("self.Name == oldSelf.Name", number=1),
        rule_entry(
            "has(self.Parts) == has(oldSelf.Parts) && (!has(self.Parts) || self.Parts == oldSelf.Parts)", number=2
        ),
        rule_entry("has(self.Done) && oldSelf.Done <= self.Done", when="has(oldSelf.Done)", number=3),
        rule_entry("self.State != 'New'", when="oldSelf.State != 'New'", number=4),
    ]
    contract = contract_with(*entries)
    subject, engine = repairer(contract), compile_schema(contract.response)
    responses = drawn(contract, 60)
    for older, newer in pairwise(responses):
        before = copy_json(older)
        result = subject.repaired(newer, previous=older)
        assert not result.broken
        assert engine.is_valid(result.response)
        assert older == before
        assert result.response["Name"] == older["Name"]
        assert result.response.get("Parts") == older.get("Parts")
        assert result.response.get("Parts") is not older.get("Parts") or "Parts" not in older


@pytest.mark.parametrize("entry", RULES, ids=[entry["rule"][:50] for entry in RULES])
def test_each_kind_of_promise_can_be_broken_alone(entry: dict[str, Any]) -> None:
    other = rule_entry("self.Limit < 400", number=2)
    contract = contract_with(entry, other)
    subject, engine = repairer(contract), compile_schema(contract.response)
    mutants_of_rules = {mutant.rule: mutant for mutant in mutants(contract) if mutant.rule}
    assert set(mutants_of_rules) == {"THING1", "THING2"}
    for rule, mutant in mutants_of_rules.items():
        assert [outcome.rule.id for outcome in subject.broken(mutant.response)] == [rule]
        assert engine.is_valid(mutant.response)
        assert not subject.broken(mutant.base)


def test_a_rule_that_nothing_breaks_is_skipped() -> None:
    contract = contract_with(rule_entry("size(self.Name) > 0"), rule_entry("self.Limit >= oldSelf.Limit", number=2))
    skipped = {constraint.rule: constraint for constraint in skipped_constraints(contract) if constraint.rule}
    assert skipped["THING1"].reason == "no response was found that breaks it and nothing else"
    assert skipped["THING2"].reason == "it is about a response and the one before"
    assert {constraint.path for constraint in skipped.values()} == {"Name"}
