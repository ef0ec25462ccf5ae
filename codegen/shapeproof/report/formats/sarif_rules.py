"""The finding codes, and the rules of contracts that findings are about, as the rules of a SARIF report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from shapeproof.contract import Contract
from shapeproof.errors import with_article
from shapeproof.recordings.checking.unit_result import Located
from shapeproof.validation.catalog import CODES, FindingCode, Severity

if TYPE_CHECKING:  # few findings are about rules
    from shapeproof.rules.rule import Rule

__all__ = ["SarifRules"]

_INDEX_OF_CODE: Final = {code: index for index, code in enumerate(CODES)}


class SarifRules:
    """Numbers the codes, and the rules in the order in which findings name them."""

    def __init__(self) -> None:
        self._rules: dict[str, Located] = {}
        """The first finding about each rule, by the rule's id."""
        self._indices: dict[str, int] = {}

    def index(self, located: Located) -> int:
        """The index of the descriptor of a finding's rule or, if it has none, of its code."""
        rule = located.finding.rule
        if not rule:
            return _INDEX_OF_CODE[located.finding.code]
        if rule not in self._rules:
            self._rules[rule] = located
            self._indices[rule] = len(CODES) + len(self._indices)
        return self._indices[rule]

    def descriptors(self, contract_of: Callable[[str], Contract]) -> Iterator[dict[str, object]]:
        """Yield a reportingDescriptor for each code, in the order of the catalogue, then for each rule.

        Args:
            contract_of: finds a contract by its full name.
        """
        for code in CODES.values():
            yield _descriptor(code.number, code.name, code.title, code.hint, code.strict, code.tolerant, code.kind)
        for rule, located in self._rules.items():
            yield _of_rule(rule, located, contract_of)


def _of_rule(rule_id: str, located: Located, contract_of: Callable[[str], Contract]) -> dict[str, object]:
    from shapeproof.validation.contract_rules import contract_rules

    code = CODES[located.finding.code]
    rule = contract_rules(contract_of(located.contract)).get(rule_id) if located.contract else None
    if rule is None:
        return _descriptor(rule_id, rule_id, code.title, code.hint, code.strict, code.tolerant, code.kind)
    strict: Severity = "note" if rule.severity == "off" else rule.severity  # what is off is here for who asked for it
    tolerant: Severity = "warning" if strict == "error" else strict
    return _descriptor(rule.id, rule.id, rule.message.rstrip("."), _help(rule, code), strict, tolerant, code.kind)


def _help(rule: Rule, code: FindingCode) -> str:
    return f"{code.hint} Rule: {rule.rule} Source: {rule.source}"


def _descriptor(
    name_id: str, name: str, title: str, hint: str, strict: Severity, tolerant: Severity, tag: str
) -> dict[str, object]:
    sentence = f"{title[0].upper()}{title[1:]}."
    severities = f"An error in the strict view, {with_article(tolerant)} in the tolerant view."
    if strict == tolerant:
        severities = f"{with_article(strict).capitalize()} in both views."
    return {
        "id": name_id,
        "name": name,
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": f"{sentence} {severities}"},
        "help": {"text": hint},
        "defaultConfiguration": {"level": strict},
        "properties": {"tags": [tag]},
    }
