"""The rules of a contract: those that it states, and those that the names of its members suggest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, get_args

from shapeproof.contract import Contract, Part, Schema, iter_schema, resolve
from shapeproof.errors import CaptureError
from shapeproof.rules.reading import has_rules, rules_of
from shapeproof.validation.catalog import FindingCode, rules

if TYPE_CHECKING:
    from shapeproof.cel.types import Structures
    from shapeproof.rules.outcome import RuleOutcome
    from shapeproof.rules.read_places import ReadPlace
    from shapeproof.rules.rule import Rule

__all__ = ["CompiledRules", "ContractRule", "compiled_rules", "contract_rules", "identity", "known_rules"]


class ContractRule(NamedTuple):
    """A rule, the contract that has it, and the code of its findings."""

    rule: Rule
    contract: Contract
    code: FindingCode


class CompiledRules:
    """The rules of one part of a contract, compiled: those about single responses.

    Nearly all responses keep their rules; what is said of those that are broken is computed when one is.
    """

    def __init__(self, schema: Schema, suggested: Sequence[Rule]) -> None:
        """Compile what decides whether rules are kept.

        Args:
            schema: the schema of the part, with the rules that the contract states.
            suggested: those that the names of its members suggest.

        Raises:
            CaptureError: an expression is invalid.
        """
        from shapeproof.rules.evaluator import compile_rules  # listing rules needs no compiler

        self._evaluator = compile_rules(schema, (*rules_of(schema), *suggested) if suggested else None)
        self._derived = {identity(rule) for rule in suggested}
        self._schema = schema
        self._suggested = suggested
        self._read: dict[tuple[str, str, str], frozenset[ReadPlace]] = {}

    @cached_property
    def sensitive(self) -> AbstractSet[tuple[str, str, str]]:
        """Those whose messages could show what the model marks as sensitive."""
        names = _sensitive_names(self._schema)
        known = (*rules_of(self._schema), *self._suggested) if names else ()
        return {identity(rule) for rule in known if rule.message_expression and self._may_show(rule, names)}

    def _may_show(self, rule: Rule, names: AbstractSet[str]) -> bool:
        """Whether a message names one of some members, or reads what has no type: that may be any, by a computed name."""
        from shapeproof.cel.traversal import iter_nodes
        from shapeproof.cel.types import DYN
        from shapeproof.rules.checked_rule import check_rule  # few messages are computed

        if any(name in (rule.message_expression or "") for name in names):
            return True
        try:
            message = check_rule(rule, self._schema, self._types).message
        except CaptureError:  # then the message is the one without values
            return False
        return message is not None and any(message.type_of(node) == DYN for node, _ in iter_nodes(message.expression))

    def reads(self, rule: Rule) -> frozenset[ReadPlace]:
        """The places that decide whether a rule is kept."""
        from shapeproof.rules.checked_rule import check_rule  # few responses have faults and break rules
        from shapeproof.rules.read_places import read_places

        name = identity(rule)
        if name not in self._read:
            self._read[name] = read_places(check_rule(rule, self._schema, self._types, with_message=False))
        return self._read[name]

    @cached_property
    def _types(self) -> Structures:
        from shapeproof.rules.schema_types import structures_of

        return structures_of(self._schema)

    def are_kept(self, response: object) -> bool:
        """Whether a response in `cli` keeps all rules, and all could be evaluated."""
        return not self._evaluator.broken(response)

    def broken(self, response: object) -> list[RuleOutcome]:
        """The rules that a response in `cli` breaks, and those that could not be evaluated."""
        return self._evaluator.broken(response)

    def outcomes(self, response: object) -> list[RuleOutcome]:
        """What becomes of each rule in a response in `cli`."""
        return self._evaluator.outcomes(response)

    def code_of(self, rule: Rule) -> FindingCode:
        """The code of the findings about a broken rule."""
        return rules.DERIVED_RULE_BROKEN if identity(rule) in self._derived else rules.RULE_BROKEN


def identity(rule: Rule) -> tuple[str, str, str]:
    """What tells a rule apart. An id of a derived one is that of its kind."""
    return rule.id, rule.structure, rule.rule


def known_rules(contract: Contract, *, derived: bool = False) -> Iterator[ContractRule]:
    """Yield the rules of a contract.

    Args:
        contract: the contract.
        derived: whether to include those that the names of members suggest.
    """
    for rule in contract_rules(contract).values():
        yield ContractRule(rule, contract, rules.RULE_BROKEN)
    for rule in contract.derived(_derived_rules) if derived else ():
        yield ContractRule(rule, contract, rules.DERIVED_RULE_BROKEN)


def contract_rules(contract: Contract) -> Mapping[str, Rule]:
    """The rules that all parts of a contract state, by id, in the order of its structures."""
    return contract.derived(_contract_rules)


def _contract_rules(contract: Contract) -> Mapping[str, Rule]:
    return {rule.id: rule for part in get_args(Part) for rule in rules_of(contract.schema(part))}


def _derived_rules(contract: Contract) -> tuple[Rule, ...]:
    from shapeproof.rules.derived.derivation import derived_rules  # few runs ask for them

    return tuple(derived_rules(contract.response))


def compiled_rules(contract: Contract, part: Part, *, derived: bool) -> CompiledRules | None:
    """The compiled rules of a part of a contract; None if there are none.

    Args:
        contract: the contract.
        part: the part.
        derived: whether to include those that the names of members suggest, which only responses have.
    """
    return contract.derived(_compiled_rules, part, derived)


def _compiled_rules(contract: Contract, part: Part, derived: bool) -> CompiledRules | None:
    schema = contract.schema(part)
    suggested = contract.derived(_derived_rules) if derived and part == "response" else ()
    return CompiledRules(schema, suggested) if suggested or has_rules(schema) else None


def _sensitive_names(schema: Schema) -> set[str]:
    """The names of members whose values, or parts of them, the model marks as sensitive."""
    names: set[str] = set()
    for _, _, shape in iter_schema(schema, each_once=True):
        for name, node in shape.get("properties", {}).items():
            if (
                node.get("x-sensitive")
                or resolve(schema, node).get("x-sensitive")
                or any(_is_sensitive(schema, inner) for inner in _elements(schema, node))
            ):
                names.add(name)
    return names


def _elements(schema: Schema, node: Schema) -> Iterator[Schema]:
    """The schemas of the items, keys and values directly in a list or a map."""
    shape = resolve(schema, node)
    for keyword in ("items", "additionalProperties", "propertyNames"):
        if isinstance(shape.get(keyword), Mapping):
            yield shape[keyword]


def _is_sensitive(schema: Schema, node: Schema) -> bool:
    return bool(node.get("x-sensitive") or resolve(schema, node).get("x-sensitive"))
