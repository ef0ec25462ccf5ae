"""Coherent responses: those that are drawn are repaired until they keep the rules of their contract."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from shapeproof.contract import Contract, Part, Schema
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.core.sources import ChoiceSource, PlainSource, SeededSource
from shapeproof.fuzz.drawing.agreement import agree_stated_counts
from shapeproof.fuzz.planning.pinned_paths import pinned_paths
from shapeproof.fuzz.planning.pins import EVERY_OPTIONAL, is_strategy
from shapeproof.rules.rule import Rule
from shapeproof.sample.coherence import NO_PINS, PinnedPaths, Repaired, Repairer, repairer_of
from shapeproof.sample.coherence.member_rules import NO_MEMBER_RULES, MemberRules

__all__ = ["Coherence", "coherence_of", "is_coherent", "member_rules_of"]

_ATTEMPTS: Final = 12
"""Pins contradict a rule if none of so many responses with them can be made to keep it."""


def is_coherent(coherent: bool | None, contract: Contract, scenario: str | None) -> bool:
    """Whether generated responses keep the rules.

    Unless someone says so, those of a scenario do. One that has every optional member, or none, shows what the schema
    allows: no rule that forbids two members beside each other could be kept.
    """
    if coherent is not None:
        return coherent
    if scenario is None or scenario not in contract.scenarios:
        return False
    chosen = contract.scenarios[scenario]
    return EVERY_OPTIONAL not in (*chosen.present, *chosen.absent)


class Coherence:
    """Makes responses keep the rules of their contract.

    Attributes:
        rejected: how many responses were given up, by the first rule that they still broke.
    """

    def __init__(self, repairer: Repairer, pins: Mapping[str, Any], pinned: PinnedPaths, root: Schema) -> None:
        """Create it.

        Args:
            repairer: repairs the responses.
            pins: what is pinned, by path.
            pinned: the same, as a repair reads it.
            root: the schema that the pins are about.
        """
        self.rejected: Counter[str] = Counter()
        self._repairer = repairer
        self._pins = pins
        self._pinned = pinned
        self._root = root

    @property
    def member_rules(self) -> MemberRules:
        """What the rules say of members, for plans."""
        return self._repairer.member_rules

    def repaired(self, drawn: Any) -> Any:
        """A response that keeps all rules, as near to the drawn one as possible; None if none was found.

        Args:
            drawn: a response in `cli`, which may be changed.
        """
        result = self._repairer.repaired(drawn, self._pinned, in_place=True)
        if result.broken:
            self.rejected[result.broken[0].rule.id] += 1
            return None
        return agree_stated_counts(self._repairer.root, result.response, self._pinned.fixed)

    def attempted(self, response: Any, previous: Any = None, kept: PinnedPaths = NO_PINS) -> Repaired:
        """The response that is nearest to keeping all rules, and those that it still breaks.

        Args:
            response: a response in `cli`, which isn't changed.
            previous: the response of the same resource before; None for a single response.
            kept: what stays as it is, beside the pins.
        """
        result = self._repairer.repaired(response, self._pinned | kept, previous)
        if result.response is response:
            return result
        return replace(result, response=agree_stated_counts(self._repairer.root, result.response, self._pinned.fixed))

    def keeps_rules(self, response: Any, previous: Any = None) -> bool:
        """Whether a response breaks no rule."""
        return not self._repairer.broken(response, previous)

    def require_possible(self, plan: Node) -> None:
        """Check that some responses of a plan can keep the rules. Raises UsageError if the pins exclude that."""
        if not self._pins or any(is_strategy(pin) for pin in self._pins.values()):
            return
        broken: Rule | None = None
        sources: Iterator[ChoiceSource] = iter([PlainSource(), *map(SeededSource, range(_ATTEMPTS))])
        for source in sources:
            response = Composer(source).compose(plan)
            result = self._repairer.repaired(response, self._pinned)
            if not result.broken:
                return
            broken = result.broken[0].rule
        if broken is not None:
            raise self._contradiction(plan, broken)

    def _contradiction(self, plan: Node, rule: Rule) -> UsageError:
        """The error about pins that no response with a rule has, with the first pin whose absence would help."""
        response = Composer(PlainSource()).compose(plan)
        for path in self._pins:
            others = {name: pin for name, pin in self._pins.items() if name != path}
            if not self._repairer.repaired(response, pinned_paths(self._root, others)).broken:
                return _contradiction(rule, f"the pin {path!r}")
        return _contradiction(rule, "the pins")


def _contradiction(rule: Rule, where: str) -> UsageError:
    return UsageError(
        f"no response with it keeps rule {rule.id} ({rule.message})",
        where=where,
        hint="pin another value, or allow incoherent responses (coherent=False, --no-coherent)",
    )


def coherence_of(
    contract: Contract, part: Part, pins: Mapping[str, Any], root: Schema | None = None
) -> Coherence | None:
    """What makes responses of a contract coherent; None if it has no rules.

    Args:
        contract: the contract.
        part: the part of it.
        pins: the pins of the responses.
        root: the schema that the pins are about, if it isn't that of the contract.

    Raises:
        UsageError: the schema doesn't allow a pin.
    """
    repairer = contract.derived(repairer_of, part)
    if repairer is None:
        return None
    schema = contract.schema(part) if root is None else root
    return Coherence(repairer, pins, pinned_paths(schema, pins), schema)


def member_rules_of(coherence: Coherence | None) -> MemberRules:
    """What the rules say of members, for the plan of coherent responses; nothing for others."""
    return NO_MEMBER_RULES if coherence is None else coherence.member_rules
