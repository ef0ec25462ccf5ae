"""Members that rules exclude beside others are not drawn there, and pinned ones stay."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from tests.rule_contracts import contract_with, rule_entry

from shapeproof.contract import Contract
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.sources import SeededSource
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.fuzz.planning.planner import plan
from shapeproof.sample.coherence import Repairer, repairer_of

NOT_BOTH = rule_entry("!(has(self.Parts) && has(self.Best))")
NONE_BESIDE = rule_entry("!has(self.Low) && !has(self.High)", when="has(self.Names)")
OF_STATE = rule_entry("self.State in ['Failed', 'Done']", when="has(self.Reason)")


def repairer(contract: Contract) -> Repairer:
    found = contract.derived(repairer_of)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("entry", "excluded"),
    [
        (NOT_BOTH, {"Best": {"Parts": ()}, "Parts": {"Best": ()}}),
        (NONE_BESIDE, {"Low": {"Names": ()}, "High": {"Names": ()}}),
        (OF_STATE, {"Reason": {"State": ["Failed", "Done"]}}),
        (rule_entry("self.State == 'Failed'", when="has(self.Reason)"), {"Reason": {"State": ["Failed"]}}),
        # Of these, one member alone doesn't tell whether another may be there.
        (rule_entry("self.State == self.Name", when="has(self.Reason)"), None),
        (rule_entry("self.State in ['Failed', self.Name]", when="has(self.Reason)"), None),
        (rule_entry("root.State == 'Failed'", when="has(self.State)", shape="Part"), None),
        (rule_entry("!(has(self.Low) && has(self.High))", when="self.State == 'New'"), None),
        (rule_entry("!has(self.Low) || !has(self.High)"), None),
    ],
    ids=lambda value: value["rule"][:40] if value and "rule" in value else "",
)
def test_what_a_rule_excludes(entry: dict[str, Any], excluded: Any) -> None:
    found = repairer(contract_with(entry)).member_rules.exclusions
    assert found == ({} if excluded is None else {"Answer": excluded})


@pytest.mark.parametrize("entry", [NOT_BOTH, NONE_BESIDE, OF_STATE], ids=lambda entry: entry["rule"])
def test_what_is_drawn_needs_no_repair(entry: dict[str, Any]) -> None:
    contract = contract_with(entry)
    subject = repairer(contract)
    node = plan(contract.response, {}, "strict", rules=subject.member_rules)
    drawn = [Composer(SeededSource(str(number))).compose(node) for number in range(60)]
    assert not any(subject.broken(response) for response in drawn)
    assert {name for response in drawn for name in response} == contract.response["$defs"]["Answer"][
        "properties"
    ].keys()
    assert any(subject.broken(response) for response in islice(corpus(contract, coherent=False), 60))


def test_of_two_members_the_pinned_one_stays() -> None:
    contract = contract_with(NOT_BOTH)
    pins = {"Best": {"Name": "a"}}
    for response in islice(corpus(contract, pins=pins, coherent=True), 20):
        assert response["Best"] == {"Name": "a"}
        assert "Parts" not in response
