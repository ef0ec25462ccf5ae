"""`shapeproof rules`: the rules of a contract."""

from __future__ import annotations

import json
from pathlib import Path

import click

from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.options import DERIVED, project_registry, project_settings, rules_option, schemas_option
from shapeproof.cli.output.edition_notes import load_named
from shapeproof.cli.terminal import print_json, print_text
from shapeproof.errors import one_line
from shapeproof.report.explanations.rules import rule_list, rule_objects
from shapeproof.validation.contract_rules import known_rules

__all__ = ["command"]


@click.command("rules", short_help="List the rules of a contract.")
@click.argument("name", shell_complete=suggest_contracts)
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print the rules as JSON, with their expressions and examples.")
@schemas_option
def command(name: str, rules: str | None, as_json: bool, schemas: Path | None) -> int:
    """List the rules of a contract: promises across members that no schema can express.

    Each line has the id, the severity in the strict view, the structure that the rule is about, and what is wrong where
    it is broken. `shapeproof explain` explains one of them.

    \b
    Examples:
      shapeproof rules sagemaker.describe_hyper_parameter_tuning_job
      shapeproof rules sagemaker.describe_hyper_parameter_tuning_job --json
      shapeproof rules s3.list_objects_v2 --rules derived
    """
    derived = project_settings().derived_rules if rules is None else rules == DERIVED
    contract = load_named(project_registry(schemas), name)
    known = list(known_rules(contract, derived=derived))
    if as_json:
        print_json(json.dumps(rule_objects(known), indent=2))
    elif known:
        for line in rule_list(known):
            print_text(line)
    else:
        hint = "" if derived else "; --rules derived lists those that the names of its members suggest"
        print_text(one_line(f"{contract.name} states no rules{hint}"))
    return 0
