"""Rules that the settings of a project add to contracts, whether they are committed or built."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final, cast

from shapeproof.contract import Contract, Schema, operation_key, reference
from shapeproof.errors import CaptureError, did_you_mean
from shapeproof.registry.names import parse_name

if TYPE_CHECKING:  # slow to import, and few projects have rules
    from shapeproof.capture.rule_entries import RuleEntry

__all__ = ["NO_RULES", "ProjectRules", "read_project_rules", "schema_with_rules"]

_SHAPE: Final = "shape"
_OPERATION: Final = re.compile(r"[a-z0-9-]+\.[A-Za-z][A-Za-z0-9_]*")
_ROOT: Final = "Response"
"""Stands for the name of the response's structure, which an entry may leave out."""


@dataclass(frozen=True, slots=True)
class ProjectRules:
    """The rules that a project adds, by the name of the operation.

    Attributes:
        names: the names of the operations, as the settings write them.
        entries: the rules of each operation, with whether the structure is that of the whole response.
    """

    names: tuple[str, ...] = ()
    entries: Mapping[tuple[str, str], tuple[tuple[RuleEntry, bool], ...]] = field(
        default_factory=dict[tuple[str, str], tuple[tuple["RuleEntry", bool], ...]]
    )

    def schema_with_rules(self, schema: Schema, service: str, operation: str, edition: str) -> Schema:
        """The schema of a response with the rules that the project adds to it.

        Args:
            schema: the schema; it is not changed.
            service: the service.
            operation: the operation in either spelling.
            edition: the edition.

        Raises:
            CaptureError: a rule doesn't fit the schema, or doesn't keep its own examples.
        """
        own = self.entries.get((service, operation_key(operation)), ())
        if not own:
            return schema
        name = f"{service}.{operation}@{edition}"
        entries = [_for_schema(entry, schema, name, of_root=of_root) for entry, of_root in own]
        _require_new_ids(entries, schema)
        return schema_with_rules(schema, entries, edition)

    def contract_with_rules(self, contract: Contract) -> Contract:
        """A contract with the rules that the project adds to it; the same one if it adds none. Raises CaptureError."""
        schema = self.schema_with_rules(contract.response, contract.service, contract.method, contract.edition)
        return contract if schema is contract.response else replace(contract, response=schema)

    def place(self, name: str) -> str:
        """The place of the rules of an operation in the settings. `name` is one of `names`."""
        parsed = parse_name(name)
        return self.entries[parsed.service, operation_key(parsed.operation)][0][0].where

    def content(self, service: str) -> bytes:
        """What the rules of a service are, for the keys of caches."""
        return repr([(key, entries) for key, entries in self.entries.items() if key[0] == service]).encode()


NO_RULES: Final = ProjectRules()


def read_project_rules(tables: Mapping[str, object], where: Mapping[str, str]) -> ProjectRules:
    """Read the rules of a project.

    Args:
        tables: the arrays of rules by the name of the operation. Each rule is as in an overlay, but may lack `shape`:
            then it is about the whole response.
        where: the place of each name, for messages.

    Raises:
        UsageError: a name is not that of an operation.
        CaptureError: a rule is invalid.
    """
    from shapeproof.capture.rule_entries import read_rule_entries

    entries: dict[tuple[str, str], tuple[tuple[RuleEntry, bool], ...]] = {}
    for name, table in tables.items():
        parsed = parse_name(name)
        if parsed.edition is not None:
            raise CaptureError("a rule is for all editions of an operation: leave out @", where=where[name])
        if not _OPERATION.fullmatch(f"{parsed.service}.{parsed.operation}"):
            raise CaptureError(
                f"expected SERVICE.OPERATION, got {name!r}",
                where=where[name],
                hint="rules are for one operation: globs are not read",
            )
        rows: list[object] = cast("list[object]", _plain(cast("object", table))) if isinstance(table, list) else []
        if not rows:
            hint = f'[[tool.shapeproof.rules."{name}"]], then id, rule, message, at, source, keeps and breaks'
            raise CaptureError("expected an array of rules", where=where[name], hint=hint)
        of_root = [isinstance(row, dict) and _SHAPE not in row for row in rows]
        completed = [
            {_SHAPE: _ROOT, **cast("dict[str, object]", row)} if isinstance(row, dict) else row for row in rows
        ]
        read = read_rule_entries(completed, where=where[name])
        if bound := [entry.rule.id for entry in read if entry.editions is not None]:
            raise CaptureError(
                f"rule {bound[0]}: a rule of a project is for all editions: leave out `editions`", where=where[name]
            )
        key = parsed.service, operation_key(parsed.operation)  # which is the same for both spellings of a name
        entries[key] = (*entries.get(key, ()), *zip(read, of_root, strict=True))
    return ProjectRules(tuple(tables), entries)


def schema_with_rules(schema: Schema, entries: Iterable[RuleEntry], edition: str) -> Schema:
    """A schema with more rules, at copies of their structures. Raises CaptureError for one that doesn't fit."""
    from shapeproof.capture.rule_entries import add_rules
    from shapeproof.contract.schema import RULES_KEYWORD

    entries = tuple(entries)
    definitions: dict[str, Any] = dict(schema["$defs"])
    for structure in {entry.rule.structure for entry in entries} & definitions.keys():
        known = definitions[structure].get(RULES_KEYWORD)
        if known is not None:
            definitions[structure] = {**definitions[structure], RULES_KEYWORD: list(known)}
        else:
            definitions[structure] = dict(definitions[structure])
    document = {**schema, "$defs": definitions}
    add_rules(document, entries, edition)
    return document


def _plain(value: object) -> object:
    """A value of TOML as JSON has it: times are strings."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in cast("dict[str, object]", value).items()}
        case list():
            return [_plain(item) for item in cast("list[object]", value)]
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return value


def _for_schema(entry: RuleEntry, schema: Schema, contract: str, *, of_root: bool) -> RuleEntry:
    if of_root:
        return replace(entry, rule=replace(entry.rule, structure=reference(schema) or schema["title"]))
    structures = [name for name, shape in schema["$defs"].items() if "properties" in shape]
    if entry.rule.structure not in structures:
        raise CaptureError(
            f"the rule {entry.rule.id}: {contract} has no structure {entry.rule.structure}",
            where=entry.where,
            hint=did_you_mean(entry.rule.structure, structures),
        )
    return entry


def _require_new_ids(entries: Iterable[RuleEntry], schema: Schema) -> None:
    from shapeproof.rules.reading import rules_of

    known = {rule.id for rule in rules_of(schema)}
    for entry in entries:
        if entry.rule.id in known:
            raise CaptureError(f"the contract has a rule {entry.rule.id} already", where=entry.where, hint="rename it")
