"""Coherence: a response is changed, as little as possible, until it keeps the rules of its contract."""

from __future__ import annotations

from shapeproof.contract import Contract, Part
from shapeproof.rules.evaluator import evaluator_of
from shapeproof.rules.reading import has_rules
from shapeproof.sample.coherence.pinned_paths import PinnedPaths
from shapeproof.sample.coherence.repair import NO_PINS, Repaired, Repairer

__all__ = ["NO_PINS", "PinnedPaths", "Repaired", "Repairer", "repairer_of"]


def repairer_of(contract: Contract, part: Part = "response") -> Repairer | None:
    """What repairs responses of a contract; None if it has no rules. Call it by `contract.derived`.

    Args:
        contract: the contract.
        part: the part of it.

    Raises:
        CaptureError: a rule is wrong.
    """
    schema = contract.schema(part)
    if not has_rules(schema):
        return None
    return Repairer(schema, evaluator_of(contract, part))
