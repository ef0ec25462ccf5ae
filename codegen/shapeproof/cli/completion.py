"""What a shell suggests while a command line is typed: contracts, services, codes, rules and scenarios.

Whatever is wrong with settings, contracts or botocore gives fewer suggestions; nothing is printed about it. Names come
from files that others wrote, and a shell expands what it is given: only names of the expected form are suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from shapeproof.capture.name_grammar import is_name
from shapeproof.cli.options import project_registry, project_settings
from shapeproof.contract import operation_key
from shapeproof.errors import ShapeproofError
from shapeproof.registry import ContractRegistry, Edition
from shapeproof.registry.names import INSTALLED, parse_name

if TYPE_CHECKING:  # slow to import, and only shells ask for suggestions
    from click.shell_completion import CompletionItem

    from shapeproof.capture.sources import ModelSource
    from shapeproof.contract import Contract

__all__ = [
    "VARIABLE",
    "complete",
    "suggest_codes",
    "suggest_codes_and_rules",
    "suggest_contracts",
    "suggest_paths",
    "suggest_scenarios",
    "suggest_services",
]

VARIABLE: Final = "_SHAPEPROOF_COMPLETE"
"""The variable of the environment by which a shell asks."""
_SCENARIO: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_MAX_READ: Final = 20
"""How many contracts are read for their rules: nobody waits for a suggestion."""
_FAULTS: Final = (ShapeproofError, OSError, ValueError)


def complete(group: click.Group, program: str, variable: str, instruction: str) -> int:
    """Answer a shell, as click's own `shell_complete` does, except that a completion never fails aloud.

    Args:
        group: the command line.
        program: its name.
        variable: the variable of the environment that has the instruction.
        instruction: such as `bash_complete`, or `bash_source`, which prints what a shell has to evaluate.

    Returns:
        The exit code.
    """
    from click.shell_completion import shell_complete

    from shapeproof.cli.completion_shells import register_shells

    register_shells()
    try:
        return shell_complete(group, {}, program, variable, instruction)
    except BaseException:
        if instruction.endswith("_source"):
            raise
        return 0  # an error would be printed into the line that is being typed


def suggest_contracts(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Services, then the operations of the one that is named, then the editions of an operation."""
    registry = _registry(context)
    editions, models = _editions(registry), _models(registry)
    service, dot, rest = incomplete.partition(".")
    if not dot:
        services = [name for name in _services(editions, models) if name.startswith(service)]
        if len(services) != 1:
            return [f"{name}." for name in services]
        service = services[0]
    operation, at, _ = rest.partition("@")
    if at:
        names: Iterable[str] = _editions_of(service, operation, editions, models)
    else:
        names = _operations(service, editions, models, as_botocore=rest[:1].isupper())
    return [name for name in names if name.startswith(incomplete)]


def suggest_services(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The services of committed contracts and of the installed botocore."""
    registry = _registry(context)
    return [name for name in _services(_editions(registry), _models(registry)) if name.startswith(incomplete)]


def suggest_codes(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What has a severity that can be chosen: codes, their groups and kinds, and rules. After a comma, another one."""
    from shapeproof.validation.catalog import CODES, INCOMPLETE

    before, comma, last = incomplete.rpartition(",")
    codes = [code for number, code in CODES.items() if number not in INCOMPLETE]
    kinds = {code.kind: "" for code in codes} | {code.group: f"all codes of {code.kind}" for code in codes}
    known = kinds | {code.number: code.title for code in codes} | dict.fromkeys(_rules(context, last), "")
    return _items(known, last, before + comma)


def suggest_codes_and_rules(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """What can be explained."""
    from shapeproof.diff.catalog import CHANGE_CODES
    from shapeproof.validation.catalog import CODES

    known = {code.number: code.title for code in CODES.values()}
    known |= {code.number: code.title for code in CHANGE_CODES.values()}
    return _items(known | dict.fromkeys(_rules(context, incomplete), ""), incomplete)


def suggest_scenarios(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The scenarios of the contract that the line names before. Only committed contracts have some."""
    written = context.params.get("name") or next(iter(context.args), "")  # the line ends in an option without its value
    try:
        name = parse_name(written)
        registry = _registry(context)
        contract = _read(registry, registry.committed_edition(name.service, name.operation, name.edition))
    except _FAULTS:
        return []
    scenarios = contract.scenarios if contract else ()
    return [name for name in scenarios if name.startswith(incomplete) and _SCENARIO.fullmatch(name)]


def suggest_paths(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and directories, which the shell itself knows."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def _items(known: dict[str, str], incomplete: str, before: str = "") -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(before + name, help=text or None) for name, text in known.items() if name.startswith(incomplete)
    ]


def _registry(context: click.Context) -> ContractRegistry:
    """The registry of the project; without the project if its settings or its directory are invalid."""
    try:
        with context.scope(cleanup=False):
            return project_registry(context.params.get("schemas") or project_settings().schemas)
    except _FAULTS:
        return ContractRegistry()


def _models(registry: ContractRegistry) -> ModelSource | None:
    try:
        return registry.models
    except _FAULTS:
        return None


def _editions(registry: ContractRegistry) -> list[Edition]:
    try:
        return registry.editions()
    except _FAULTS:
        return []


def _services(editions: Iterable[Edition], models: ModelSource | None) -> list[str]:
    names = {edition.service for edition in editions}
    with suppress(*_FAULTS):
        names.update(models.services if models else ())
    return sorted(name for name in names if is_name("service", name))


def _operations(
    service: str, editions: Iterable[Edition], models: ModelSource | None, *, as_botocore: bool
) -> list[str]:
    from shapeproof.capture.model import snake_case

    known = models.operation_names(service) if models and is_name("service", service) else ()
    names = [name for name in known if is_name("operation", name)]
    if not as_botocore:
        methods = {edition.method for edition in editions if edition.service == service}
        names = sorted(methods.union(map(snake_case, names)))
    return [f"{service}.{name}" for name in names]


def _editions_of(
    service: str, operation: str, editions: Iterable[Edition], models: ModelSource | None
) -> Iterator[str]:
    key = operation_key(operation)
    for edition in editions:
        if (edition.service, operation_key(edition.method)) == (service, key):
            yield f"{service}.{operation}@{edition.edition}"
    known = models.operation_names(service) if models and is_name("service", service) else ()
    if key in map(operation_key, known):
        yield f"{service}.{operation}@{INSTALLED}"


def _rules(context: click.Context, incomplete: str) -> list[str]:
    """The ids of the rules that committed contracts state and that the settings add, as far as they may be meant."""
    from shapeproof.validation.contract_rules import contract_rules

    if incomplete and not re.fullmatch(r"[A-Z]+[0-9]*", incomplete):
        return []
    ids: dict[str, None] = {}
    with suppress(*_FAULTS), context.scope(cleanup=False):
        own = project_settings().rules.entries.values()
        ids |= dict.fromkeys(entry.rule.id for entries in own for entry, _ in entries)
    registry = _registry(context)
    for edition in [edition for edition in _editions(registry) if edition.is_default][:_MAX_READ]:
        with suppress(*_FAULTS):
            ids |= dict.fromkeys(contract_rules(contract) if (contract := _read(registry, edition)) else ())
    return sorted(name for name in ids if is_name("rule", name))


def _read(registry: ContractRegistry, edition: Edition | None) -> Contract | None:
    return registry.load(f"{edition.operation_name}@{edition.edition}") if edition else None
