"""`shapeproof show`: a contract as a tree, or as JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from shapeproof.cli.completion import suggest_contracts
from shapeproof.cli.options import project_registry, schemas_option, view_option
from shapeproof.cli.output.edition_notes import load_named
from shapeproof.cli.output.service_page import service_lines
from shapeproof.cli.terminal import print_json, print_text
from shapeproof.contract import Part, Schema, View
from shapeproof.errors import UsageError, one_line
from shapeproof.report.common.schema_tree import tree
from shapeproof.representations.wire_schema import to_wire_schema

__all__ = ["command"]


@click.command("show", short_help="Show a contract as a tree or as JSON Schema.")
@click.argument("name", shell_complete=suggest_contracts)
@click.option(
    "--part",
    type=click.Choice(["response", "request", "error"]),
    default="response",
    show_default=True,
    help="The part of the contract.",
)
@view_option
@click.option(
    "--representation",
    type=click.Choice(["wire", "cli"]),
    default="cli",
    show_default=True,
    help="As the service writes responses, or as the AWS CLI does.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the JSON Schema.")
@click.option(
    "--with-rules",
    is_flag=True,
    help="With --json, add the promises across members that JSON Schema can state and that are errors.",
)
@schemas_option
def command(
    name: str, part: Part, view: View, representation: str, as_json: bool, with_rules: bool, schemas: Path | None
) -> int:
    """Show the contract of an operation, or the operations of a service.

    \b
    Examples:
      shapeproof show s3
      shapeproof show sagemaker.describe_hyper_parameter_tuning_job
      shapeproof show s3.list_buckets@installed --json > list_buckets.schema.json
    """
    if "." not in name and (lines := service_lines(project_registry(schemas), name)):
        if as_json or with_rules:
            raise UsageError(
                f"{name} is a service, and has no schema", hint=f"shapeproof list {name} lists its operations"
            )
        for line in lines:
            print_text(line)
        return 0
    if with_rules and not (as_json and part == "response" and view == "strict" and representation == "cli"):
        raise UsageError(
            "--with-rules is for JSON Schema of responses as the AWS CLI writes them, in the strict view",
            hint="use it with --json, and without --part, --view and --representation",
        )
    registry = project_registry(schemas)
    if "." not in name and (only := registry.only_contract(name)):
        print_text(one_line(f"{name}: only {only} has this operation"), to_stderr=True)
        name = only
    contract = load_named(registry, name)
    schema = contract.schema(part, view)
    if representation == "wire" and part == "error":
        raise UsageError("errors have no wire representation", where=contract.name, hint="use --representation cli")
    if representation == "wire":
        schema = to_wire_schema(contract, schema)
    if with_rules:
        schema = _with_rules(schema)
    if as_json:
        print_json(json.dumps(schema, indent=2))
    else:
        print_text(f"{click.style(contract.name, bold=True)}  {part}, from {one_line(contract.source)}")
        for line in tree(schema):
            print_text(line)
        if part == "response" and contract.scenarios:
            print_text("\nScenarios, for `--scenario` of `shapeproof fuzz`")
            width = max(map(len, contract.scenarios))
            for scenario, facts in contract.scenarios.items():
                print_text(f"  {one_line(scenario):{width}}  {one_line(facts.description)}")
    return 0


def _with_rules(schema: Schema) -> Schema:
    """The schema with its rules. Says on standard error which ones it doesn't state."""
    from shapeproof.rules.json_schema import with_rules  # few runs need it

    result = with_rules(schema)
    reasons: dict[str, list[str]] = {}
    for rule, reason in result.left_out.items():
        reasons.setdefault(reason, []).append(rule)
    for reason, rules in sorted(reasons.items()):
        print_text(f"not stated, since each {reason}: {', '.join(sorted(rules))}", to_stderr=True)
    return result.schema
