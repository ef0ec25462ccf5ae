"""The rules of a contract: those that it states, and those that the names of its members suggest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, get_args

from shapeproof.contract import Contract, Part, Schema, iter_schema, resolve
from shapeproof.rules.reading import rules_of
from shapeproof.rules.rule import Rule
from shapeproof.validation.catalog import FindingCode, rules

if TYPE_CHECKING:
    from shapeproof.rules.evaluator import Evaluator

__all__ = ["CompiledRules", "ContractRule", "compiled_rules", "contract_rules", "identity", "known_rules"]


class ContractRule(NamedTuple):
    """A rule, the contract that has it, and the code of its findings."""

    rule: Rule
    contract: Contract
    code: FindingCode


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRules:
    """The rules of one part of a contract, compiled.

    Attributes:
        evaluator: the compiled rules.
        derived: those that the names of members suggest, as `identity` tells them apart, here and below.
        of_whole_response: those that read more than their structure.
        sensitive: those whose messages could show what the model marks as sensitive.
    """

    evaluator: Evaluator
    derived: AbstractSet[tuple[str, str, str]]
    of_whole_response: AbstractSet[tuple[str, str, str]]
    sensitive: AbstractSet[tuple[str, str, str]]

    def code_of(self, rule: Rule) -> FindingCode:
        """The code of the findings about a broken rule."""
        return rules.DERIVED_RULE_BROKEN if identity(rule) in self.derived else rules.RULE_BROKEN


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
    from shapeproof.rules.evaluator import compile_rules  # listing rules needs no compiler

    schema = contract.schema(part)
    suggested = contract.derived(_derived_rules) if derived and part == "response" else ()
    known = (*rules_of(schema), *suggested)
    if not known:
        return None
    evaluator, sensitive = compile_rules(schema, known), _sensitive_names(schema)
    return CompiledRules(
        evaluator,
        derived={identity(rule) for rule in suggested},
        of_whole_response={identity(checked.rule) for checked in evaluator.rules if checked.reads_root},
        sensitive={
            identity(rule) for rule in known if any(name in (rule.message_expression or "") for name in sensitive)
        },
    )


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
