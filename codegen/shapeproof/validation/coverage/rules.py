"""The rules of a contract that a response keeps or breaks."""

from __future__ import annotations

from collections.abc import Iterator

from shapeproof.contract import Contract
from shapeproof.rules.reading import has_rules
from shapeproof.validation.coverage.features import Feature

__all__ = ["rule_features", "shown_rules"]


def rule_features(contract: Contract) -> tuple[Feature, ...]:
    """What responses can show of the rules that a contract states: that each is kept, and that it is broken."""
    return contract.derived(_rule_features)


def _rule_features(contract: Contract) -> tuple[Feature, ...]:
    if not has_rules(contract.response):
        return ()
    from shapeproof.validation.contract_rules import contract_rules

    known = contract_rules(contract).values()
    in_one_response = (rule for rule in known if not rule.is_transition)
    return tuple(Feature("rule", rule.id, state) for rule in in_one_response for state in ("kept", "broken"))


def shown_rules(contract: Contract, response: object) -> Iterator[Feature]:
    """Iterate over what a response shows of the rules of its contract, with duplicates.

    A rule that has nothing to promise about any structure of the response, or no value, is neither kept nor broken.

    Args:
        contract: the contract of the response.
        response: the response in `cli`. Its schema has nothing against it.
    """
    from shapeproof.validation.contract_rules import compiled_rules

    compiled = compiled_rules(contract, "response", derived=False)
    for outcome in compiled.outcomes(response) if compiled else ():
        if outcome.state in {"kept", "broken"}:
            yield Feature("rule", outcome.rule.id, outcome.state)
