"""`shapeproof explain`: what the code of a finding or a change, or a rule means, with examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from shapeproof.cli.completion import suggest_codes_and_rules, suggest_contracts
from shapeproof.cli.options import project_registry, schemas_option
from shapeproof.cli.terminal import print_page
from shapeproof.diff.catalog import CHANGE_CODES
from shapeproof.errors import UsageError, unknown_name_hint
from shapeproof.registry import ContractRegistry
from shapeproof.report.explanations.changes import change_explanation
from shapeproof.report.explanations.codes import code_explanation
from shapeproof.report.explanations.rules import rule_explanation
from shapeproof.validation.catalog import CODES
from shapeproof.validation.contract_rules import ContractRule, known_rules

__all__ = ["command"]


@click.command("explain", short_help="Explain a code or a rule.")
@click.argument("name", metavar="CODE|RULE", shell_complete=suggest_codes_and_rules)
@click.option(
    "--contract",
    metavar="NAME",
    shell_complete=suggest_contracts,
    help="The contract that has the rule; default: any that is committed.",
)
@schemas_option
def command(name: str, contract: str | None, schemas: Path | None) -> int:
    """Explain the code of a finding or a change, or a rule.

    Says what it means, why it matters, how to fix it and how to suppress it, with an example that breaks it and one that
    keeps it. A rule of an operation that has no committed contract needs --contract.

    \b
    Examples:
      shapeproof explain SP302
      shapeproof explain SP621
      shapeproof explain HPT004
      shapeproof explain BUCKET1 --contract s3.list_buckets
    """
    if name in CODES and contract is None:
        print_page("\n".join(code_explanation(CODES[name])) + "\n")
        return 0
    if name in CHANGE_CODES and contract is None:
        print_page("\n".join(change_explanation(CHANGE_CODES[name])) + "\n")
        return 0
    registry = project_registry(schemas)
    rules = list(_rules(registry, contract))
    found = [known for known in rules if known.rule.id == name]
    if not found:
        ids = list(dict.fromkeys(known.rule.id for known in rules))
        where = f"{contract} has no rule {name}" if contract else f"{name!r} is not a code or a rule"
        listing = "shapeproof rules NAME lists the rules of a contract"
        if not contract:
            listing += "; of one that is not committed, name it: --contract NAME"
        raise UsageError(where, hint=unknown_name_hint(name, (*ids, *CODES, *CHANGE_CODES), listing))
    others = dict.fromkeys(known.contract.operation_name for known in found)
    others.pop(found[0].contract.operation_name)
    print_page("\n".join(rule_explanation(found[0], others)) + "\n")
    return 0


def _rules(registry: ContractRegistry, contract: str | None) -> Iterator[ContractRule]:
    """The rules of a contract; by default, of all that are committed, and of those that the settings name."""
    if contract:
        yield from known_rules(registry.load(contract), derived=True)
        return
    contracts = dict.fromkeys([*registry.contracts(), *registry.contracts_of_rules()])
    for known in contracts:
        yield from known_rules(known, derived=True)
