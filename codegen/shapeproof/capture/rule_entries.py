"""Rules in overlays and in schemas: what their entries must be, and which of them a schema gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast, get_args

from shapeproof.capture.expectations import STRING, STRINGS, Expectation, array_items, check_members, name_of, one_of
from shapeproof.contract import Pointer, Schema, pointer_text
from shapeproof.contract.routes import has_path
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.errors import CaptureError, one_line
from shapeproof.rules.reading import rule_from_json, rule_to_json
from shapeproof.rules.rule import Rule, RuleSeverity

__all__ = ["RuleEntry", "add_rules", "check_rules", "check_unruled", "read_rule", "read_rule_entries"]


def _is_line(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and one_line(value) == value


def _is_example(value: object) -> bool:
    pair = cast("list[object]", value) if isinstance(value, list) else [value]
    return len(pair) == (2 if isinstance(value, list) else 1) and all(isinstance(item, dict) for item in pair)


def _are_paths(value: object) -> bool:
    return STRINGS.holds(value) and bool(value)


_LINE: Final = Expectation("a line of printable characters", _is_line)
_EXAMPLE: Final = Expectation("an object, or an array of an older and a newer one", _is_example)
_OF_STRUCTURE: Final[Mapping[str, Expectation]] = {
    "id": name_of("rule"),
    "when": STRING,
    "rule": STRING,
    "message": _LINE,
    "messageExpression": STRING,
    "at": Expectation("an array of paths, at least one", _are_paths),
    "severity": one_of(*get_args(RuleSeverity)),
    "source": _LINE,
    "keeps": _EXAMPLE,
    "breaks": _EXAMPLE,
}
_REQUIRED: Final = ("id", "rule", "message", "at", "source", "keeps", "breaks")
_OF_OVERLAY: Final = {**_OF_STRUCTURE, "shape": name_of("shape"), "editions": STRINGS}


_UNRULED: Final = {"promise": _LINE, "reason": _LINE, "source": _LINE}


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """An entry of an overlay: a rule, and where it applies.

    Attributes:
        rule: the rule.
        editions: the editions that it holds for; None means all that have the structure.
        where: the file that it is from, for messages.
    """

    rule: Rule
    editions: tuple[str, ...] | None
    where: str

    def applies_to(self, schema: Schema, edition: str) -> bool:
        """Whether the rule is one of a schema."""
        definition = schema["$defs"].get(self.rule.structure, {})
        return "properties" in definition and (self.editions is None or edition in self.editions)


def read_rule(entry: object, *, where: str, pointer: Pointer = ()) -> Rule:
    """Read a rule as overlays write it, with the `shape` that it is about.

    Args:
        entry: the parsed JSON.
        where: the file, for messages.
        pointer: its place in the file.

    Raises:
        CaptureError: a member is missing, unknown or isn't what it must be.
    """
    check_members(entry, _OF_OVERLAY, required=("shape", *_REQUIRED), is_closed=True, where=where, pointer=pointer)
    members = cast("Mapping[str, Any]", entry)
    return rule_from_json(members["shape"], members)


def read_rule_entries(entries: object, *, where: str) -> tuple[RuleEntry, ...]:
    """Read `rules` of an overlay.

    Args:
        entries: the parsed JSON: an array.
        where: the file, for messages.

    Raises:
        CaptureError: an entry is invalid.
    """
    read: list[RuleEntry] = []
    for index, entry in enumerate(array_items(entries, where=where, pointer=("rules",))):
        rule = read_rule(entry, where=where, pointer=("rules", index))
        editions: list[str] | None = cast("Mapping[str, Any]", entry).get("editions")
        read.append(RuleEntry(rule, None if editions is None else tuple(editions), where))
    return tuple(read)


def check_unruled(entries: object, *, where: str) -> None:
    """Check `unruled` of an overlay: the promises that have no rule, with the reasons. They are for its authors only.

    Args:
        entries: the parsed JSON: an array.
        where: the file, for messages.

    Raises:
        CaptureError: an entry is invalid.
    """
    for index, entry in enumerate(array_items(entries, where=where, pointer=("unruled",))):
        place = ("unruled", index)
        check_members(entry, _UNRULED, required=tuple(_UNRULED), is_closed=True, where=where, pointer=place)


def add_rules(document: dict[str, Any], entries: Iterable[RuleEntry], edition: str) -> None:
    """Write rules into the schema of a response that is being built.

    Args:
        document: the schema, changed in place.
        entries: the entries of the overlays.
        edition: the edition of the model.

    Raises:
        CaptureError: two rules have the same id; a rule points to what its structure doesn't have; an expression isn't
            valid, or its examples aren't.
    """
    ids: set[str] = set()
    applied = [entry for entry in entries if entry.applies_to(document, edition)]
    for entry in applied:
        rule = entry.rule
        _check_rule(rule, document, ids, where=entry.where)
        document["$defs"][rule.structure].setdefault(RULES_KEYWORD, []).append(rule_to_json(rule))
    if applied:
        _check_expressions(applied, document)


def _check_expressions(entries: Iterable[RuleEntry], document: Schema) -> None:
    from shapeproof.rules.checked_rule import check_rule  # few contracts have rules
    from shapeproof.rules.examples import check_examples
    from shapeproof.rules.schema_types import structures_of

    structures = structures_of(document)
    for entry in entries:
        try:
            check_examples(check_rule(entry.rule, document, structures), document)
        except CaptureError as error:
            raise CaptureError(f"{error.where}, {error.message}", where=entry.where, hint=error.hint) from error


def check_rules(document: Schema, *, where: str) -> None:
    """Check `x-rules` of a schema that others wrote, whose other keywords are right. Raises CaptureError."""
    ids: set[str] = set()
    for name, definition in document["$defs"].items():
        for index, entry in enumerate(definition.get(RULES_KEYWORD, ())):
            place = ("$defs", name, RULES_KEYWORD, index)
            check_members(entry, _OF_STRUCTURE, required=_REQUIRED, is_closed=True, where=where, pointer=place)
            _check_rule(rule_from_json(name, entry), document, ids, where=where)


def _check_rule(rule: Rule, document: Schema, ids: set[str], *, where: str) -> None:
    if rule.id in ids:
        raise CaptureError(f"there are two rules with the id {rule.id}", where=where)
    ids.add(rule.id)
    structure = {"$ref": f"#/$defs/{rule.structure}", "$defs": document["$defs"]}
    for index, path in enumerate(rule.at):
        if not path or not has_path(structure, path):
            raise CaptureError(
                f"the rule {rule.id}, {pointer_text(('at', index))}: {rule.structure} has no member {path!r}",
                where=where,
            )
