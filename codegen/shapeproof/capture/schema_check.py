"""Checks that a committed schema is one that capturing writes: keywords, their types, names and references.

Everything that reads a contract relies on it, so it is done once, on reading. It is written by hand, in one pass,
because it is a part of every start: a validator of JSON Schema would take longer than all the rest of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from shapeproof.capture.changes_to_schema import check_changes
from shapeproof.capture.deviations import check_deviations
from shapeproof.capture.expectations import STRINGS, Expectation, check_members, unexpected
from shapeproof.capture.name_grammar import excerpt, require_name
from shapeproof.capture.patterns.contract_patterns import ContractPatterns
from shapeproof.capture.rule_entries import check_rules
from shapeproof.capture.schema_keywords import (
    DOCUMENT,
    MAP,
    OF_TYPE,
    REFERRING,
    REQUIRED,
    SPARSE_ITEM,
    STRUCTURE,
    UNSTATED,
    UNTYPED,
    WIRE,
)
from shapeproof.capture.size_check import check_sizes
from shapeproof.contract import Pointer, Schema, pointer_text
from shapeproof.contract.nesting import MAX_NESTING, nesting_depths
from shapeproof.contract.wire import BASE64
from shapeproof.errors import CaptureError

__all__ = ["check_schema"]

_REFERENCE: Final = "#/$defs/"


def check_schema(
    document: Mapping[str, Any], patterns: ContractPatterns, *, where: str, is_errors: bool = False
) -> Schema:
    """Check the schema of a part of a contract.

    Args:
        document: the parsed JSON.
        patterns: checks the patterns of the contract.
        where: its file, for messages.
        is_errors: whether it is the part of errors, in which `Error` and its codes have no definition of their own.

    Returns:
        The document.

    Raises:
        CaptureError: it isn't a schema as capturing writes it; the message says where in the file.
    """
    check_members(document, DOCUMENT, required=REQUIRED, is_closed=True, where=where, pointer=())
    definitions = cast("Mapping[str, object]", document["$defs"])
    title = document["title"]
    checker = _Checker(definitions, patterns, where, error=title if is_errors else None)
    for name, definition in definitions.items():
        require_name("shape", name, where=where, pointer=("$defs", name))
        checker.check_definition(name, definition)
    checker.check_root(title, document["$ref"])
    depths = nesting_depths(checker.references, checker.depths)
    if (depth := max(depths.values())) > MAX_NESTING:
        raise CaptureError(f"definitions are nested {depth} deep; at most {MAX_NESTING} are supported", where=where)
    check_sizes(document["$defs"], inner_first=depths, where=where)
    check_rules(document, where=where)
    return document


class _Checker:
    """Checks the definitions of one document.

    Attributes:
        references: the definitions that each definition refers to.
        depths: how deep the schemas within each definition are nested in each other.
    """

    def __init__(
        self, definitions: Mapping[str, object], patterns: ContractPatterns, where: str, *, error: str | None = None
    ) -> None:
        self._definitions = definitions
        # The only place of a structure without a definition of its own: `Error`, which boto3 makes.
        self._detail: Pointer | None = ("$defs", error, "properties", "Error") if error else None
        self._where = where
        self._patterns = patterns
        self.references: dict[str, set[str]] = {}
        self.depths: dict[str, int] = {}

    def check_definition(self, name: str, definition: object) -> None:
        references = self.references[name] = set()
        deepest = 0
        pending: list[tuple[Pointer, object, int]] = [(("$defs", name), definition, 1)]
        while pending:
            pointer, node, depth = pending.pop()
            deepest = max(deepest, depth)
            if not isinstance(node, dict):
                raise unexpected("a schema", node, where=self._where, pointer=pointer)
            schema = cast("dict[str, Any]", node)
            self._check_node(schema, pointer)
            self._check_position(schema, pointer, is_definition=depth == 1)
            if "$ref" in schema or "anyOf" in schema:
                if depth == 1:  # else a definition could stand for itself
                    raise unexpected("a schema of its own", "a reference", where=self._where, pointer=pointer)
                if "$ref" in schema:
                    references.add(self._target(schema["$ref"], (*pointer, "$ref")))
            pending += [(inner_pointer, inner, depth + 1) for inner_pointer, inner in _schemas_in(schema, pointer)]
        self.depths[name] = deepest

    def check_root(self, title: str, reference: str) -> None:
        """Check that the document as a whole is the structure of its title, and that it refers to every definition."""
        if self._target(reference, ("$ref",)) != title:
            raise unexpected(f"{_REFERENCE}{title}, after the title", reference, where=self._where, pointer=("$ref",))
        root = cast("dict[str, Any]", self._definitions[title])
        if "properties" not in root:
            raise unexpected("a reference to a structure", reference, where=self._where, pointer=("$ref",))
        if self._detail:
            self._check_error(root)
        reached = {title}
        pending = [title]
        while pending:
            new = self.references[pending.pop()] - reached
            reached |= new
            pending += new
        if unused := sorted(self._definitions.keys() - reached):
            raise self._error(("$defs", unused[0]), "nothing refers to this definition")

    def _check_error(self, root: dict[str, Any]) -> None:
        detail = root["properties"].get("Error", {})
        for owner, member, pointer in (
            (root, "Error", self._detail[:2] if self._detail else ()),
            (detail, "Code", self._detail or ()),
        ):
            if member not in owner.get("properties", {}) or member not in owner.get("required", ()):
                raise CaptureError(f"{pointer_text(pointer)} lacks the required member {member!r}", where=self._where)
        if detail["properties"]["Code"].get("type") != "string":
            pointer = (*(self._detail or ()), "properties", "Code")
            raise self._error(pointer, "expected a string")

    def _target(self, reference: str, pointer: Pointer) -> str:
        name = reference.removeprefix(_REFERENCE)
        if name == reference or name not in self._definitions:
            raise unexpected(
                f"a reference to a definition of this file, {_REFERENCE}NAME",
                reference,
                where=self._where,
                pointer=pointer,
            )
        return name

    def _check_node(self, schema: dict[str, Any], pointer: Pointer) -> None:
        check_members(schema, self._table(schema, pointer), is_closed=True, where=self._where, pointer=pointer)
        if "x-wire" in schema:
            check_members(schema["x-wire"], WIRE, is_closed=True, where=self._where, pointer=(*pointer, "x-wire"))
        for keyword, unstated in schema.get("x-not-checked", {}).items():
            place = (*pointer, "x-not-checked", keyword)
            check_members(
                unstated, UNSTATED, required=tuple(UNSTATED), is_closed=True, where=self._where, pointer=place
            )
        if "x-deviations" in schema:
            check_deviations(schema["x-deviations"], self._patterns, where=self._where, pointer=pointer)
        if "x-changes" in schema:
            check_changes(schema["x-changes"], where=self._where, pointer=pointer)
        if "format" in schema and "time" not in schema.get("x-wire", {}):
            raise self._error(pointer, "a timestamp lacks 'time' in 'x-wire'")
        if "contentEncoding" in schema and schema.get("pattern") != BASE64:
            raise self._error(pointer, "'pattern' of a blob is not that of base64")
        if "properties" in schema:
            self._check_names(schema, pointer)
        if "enum" in schema:
            self._check_enum(schema, pointer)
        elif "x-values" in schema:
            raise CaptureError(f"{pointer_text(pointer)} has 'x-values', but lacks 'enum'", where=self._where)
        if "pattern" in schema:
            self._check_pattern(schema["pattern"], (*pointer, "pattern"))
        if "propertyNames" in schema and not self._is_string(schema["propertyNames"]):
            raise self._error((*pointer, "propertyNames"), "keys must be strings")

    def _check_position(self, schema: dict[str, Any], pointer: Pointer, *, is_definition: bool) -> None:
        """Check that a structure or an enum is a definition, and that nothing else is one."""
        is_detail = self._detail is not None and pointer[: len(self._detail)] == self._detail
        is_named = "properties" in schema or "enum" in schema
        if is_definition:
            if not is_named and "$ref" not in schema and "anyOf" not in schema:
                raise self._error(pointer, "a definition must be a structure or an enum")
        elif is_detail:
            if "properties" in schema and pointer != self._detail:
                raise self._error(pointer, "a structure must be a definition, and referred to")
            if "enum" in schema and pointer[len(self._detail or ()) :] != ("properties", "Code"):
                raise self._error(pointer, "an enum must be a definition, and referred to")
        elif is_named:
            raise self._error(pointer, "a structure or an enum must be a definition, and referred to")
        elif "type" in schema and "x-shape" not in schema:
            raise CaptureError(f"{pointer_text(pointer)} lacks 'x-shape'", where=self._where)

    def _check_enum(self, schema: dict[str, Any], pointer: Pointer) -> None:
        values: list[str] = schema["enum"]
        if not values or len(set(values)) < len(values):
            raise self._error((*pointer, "enum"), "expected at least one value, and each of them once")
        for value in sorted(schema.get("x-values", {}).keys() - set(values)):
            raise unexpected("a value of the enum", value, where=self._where, pointer=(*pointer, "x-values"))

    def _error(self, pointer: Pointer, message: str) -> CaptureError:
        return CaptureError(f"{pointer_text(pointer)}: {message}", where=self._where)

    def _check_pattern(self, pattern: str, pointer: Pointer) -> None:
        if reason := self._patterns.check(pattern):
            raise CaptureError(
                f"{pointer_text(pointer)}: {excerpt(pattern)} can't be used as a pattern: {reason}", where=self._where
            )

    def _table(self, schema: dict[str, Any], pointer: Pointer) -> Mapping[str, Expectation]:
        if "$ref" in schema:
            return REFERRING
        if "anyOf" in schema:
            return SPARSE_ITEM
        if "type" not in schema:
            return UNTYPED
        kind = schema["type"]
        if kind == "object":
            if "properties" in schema:
                return STRUCTURE
            self._require(schema, "additionalProperties", pointer)
            return MAP
        if kind == "array":
            self._require(schema, "items", pointer)
        if not isinstance(kind, str) or kind not in OF_TYPE:
            known = ", ".join(sorted((*OF_TYPE, "object")))
            raise unexpected(f"one of {known}", kind, where=self._where, pointer=(*pointer, "type"))
        return OF_TYPE[kind]

    def _require(self, schema: dict[str, Any], keyword: str, pointer: Pointer) -> None:
        if keyword not in schema:
            raise CaptureError(f"{pointer_text(pointer)} lacks {keyword!r}", where=self._where)

    def _check_names(self, structure: dict[str, Any], pointer: Pointer) -> None:
        members: dict[str, object] = structure["properties"]
        for member in members:
            require_name("member", member, where=self._where, pointer=(*pointer, "properties", member))
        for index, member in enumerate(structure.get("required", ())):
            if member not in members:
                raise unexpected(
                    "the name of a member", member, where=self._where, pointer=(*pointer, "required", index)
                )
        for count, lists in structure.get("x-counts", {}).items():
            place = (*pointer, "x-counts", count)
            check_members({"of": lists}, {"of": STRINGS}, where=self._where, pointer=place)
            for name in (count, *lists):
                if name not in members:
                    raise unexpected("the name of a member", name, where=self._where, pointer=place)

    def _is_string(self, names: dict[str, Any]) -> bool:
        reference = names.get("$ref")
        target: object = self._definitions.get(str(reference).removeprefix(_REFERENCE)) if reference else names
        return isinstance(target, dict) and cast("dict[str, object]", target).get("type") == "string"


def _schemas_in(schema: dict[str, Any], pointer: Pointer) -> list[tuple[Pointer, object]]:
    inner: list[tuple[Pointer, object]] = [
        ((*pointer, "properties", name), member) for name, member in schema.get("properties", {}).items()
    ]
    inner += [
        ((*pointer, keyword), schema[keyword])
        for keyword in ("items", "propertyNames", "additionalProperties", "x-events")
        if keyword in schema and schema[keyword] is not False
    ]
    if "anyOf" in schema:
        inner.append(((*pointer, "anyOf", 0), schema["anyOf"][0]))
    return inner
