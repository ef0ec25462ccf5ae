"""Every structure and enum that the requests, responses and errors of one service's contracts consist of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.contract import Contract, Part, Schema, View, resolve
from shapeproof.errors import UsageError
from shapeproof.generate.shared.error_definitions import NamedErrors, named_errors
from shapeproof.generate.shared.sdk_members import with_sdk_members

__all__ = ["ALL_PARTS", "RESPONSE_ONLY", "Definitions", "collect_definitions", "is_map"]

ALL_PARTS: Final[tuple[Part, ...]] = ("request", "response", "error")
RESPONSE_ONLY: Final[tuple[Part, ...]] = ("response",)


_ANNOTATIONS: Final = frozenset({"description", "x-changes", "x-counts", "x-rules", "x-sdk", "x-values"})


@dataclass(frozen=True, eq=False)
class Definitions:
    """The `$defs` of several contracts in one table.

    Attributes:
        shapes: the schema of each structure and enum by its AWS name, sorted.
        responses: the structures that are a response as a whole.
        open_structures: the structures that allow unknown members in every view: those of errors, and `ResponseMetadata`.
        error_codes: the enums of error codes, which allow unknown values in every view.
        operations: by operation, in snake case, its request, its response and its error response.
        common: the structures that are of no operation in particular: `ResponseMetadata`, the error of those that list none.
        same: the structures that are another one under a second name: the errors of operations that list none.
    """

    shapes: Mapping[str, Schema]
    responses: frozenset[str]
    open_structures: frozenset[str]
    error_codes: frozenset[str]
    operations: Mapping[str, frozenset[str]]
    common: frozenset[str]
    same: Mapping[str, str]

    def resolve(self, node: Schema) -> Schema:
        """The schema that a node refers to, or the node itself."""
        return resolve({"$defs": self.shapes}, node)


def collect_definitions(
    contracts: Sequence[Contract], view: View, *, are_dicts: bool, parts: Collection[Part] = ALL_PARTS
) -> Definitions:
    """Collect the definitions of contracts of one service, with what boto3 adds to responses.

    Args:
        contracts: the contracts.
        view: in the tolerant view, unions may have members that boto3 doesn't know.
        are_dicts: whether the models are of boto3's own dicts.
        parts: which parts of the contracts the models are of.

    Raises:
        UsageError: two contracts define a shape differently, as two editions may.
    """
    shapes: dict[str, Schema] = {}
    origin: dict[str, Contract] = {}
    for contract in contracts:
        for part in ALL_PARTS:
            if part in parts:
                definitions = dict(contract.schema(part)["$defs"])
                if part == "error":  # which gets names below
                    del definitions[contract.errors["title"]]
                _merge(shapes, origin, contract, definitions)
    errors = named_errors(contracts, frozenset(shapes)) if "error" in parts else NamedErrors((), (), {})
    for contract, named in errors.definitions:
        _merge(shapes, origin, contract, named)
    responses = frozenset(contract.response["title"] for contract in contracts)
    whole_errors = frozenset(errors.responses)
    shapes, metadata = with_sdk_members(shapes, responses, whole_errors, view, is_complete=are_dicts)
    return Definitions(
        shapes=dict(sorted(shapes.items())),
        responses=responses,
        open_structures=frozenset({*errors.structures, metadata}),
        error_codes=frozenset(errors.codes),
        operations=_operations(contracts, parts, errors.names),
        common=frozenset({metadata, *errors.same.values()}),
        same=dict(sorted(errors.same.items())),
    )


def _operations(
    contracts: Sequence[Contract], parts: Collection[Part], errors: Sequence[str]
) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {contract.method: set() for contract in sorted(contracts, key=lambda one: one.method)}
    for contract in contracts:
        names[contract.method] |= {contract.schema(part)["title"] for part in parts if part != "error"}
    for contract, error in zip(contracts, errors, strict=False):  # there may be no models of errors
        names[contract.method].add(error)
    return {method: frozenset(own) for method, own in names.items()}


def _merge(
    shapes: dict[str, Schema], origin: dict[str, Contract], contract: Contract, added: Mapping[str, Schema]
) -> None:
    for name, schema in added.items():
        known = shapes.setdefault(name, schema)
        # An overlay may say of a shape of one operation only what it means, or what botocore makes of it.
        if known != schema and _without_annotations(known) != _without_annotations(schema):
            is_one_edition = origin[name].edition == contract.edition
            raise UsageError(
                f"{origin[name].name} and {contract.name} define {name} differently",
                hint="generate a module of each"
                if is_one_edition
                else "use names without @EDITION, and --edition installed",
            )
        shapes[name] = {**schema, **known}
        origin.setdefault(name, contract)


def _without_annotations(schema: Schema) -> dict[str, Any]:
    """A schema of a structure or an enum without what doesn't change its model."""
    plain: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword == "properties":  # whose keys are members, not keywords
            plain[keyword] = {member: _without_annotations(node) for member, node in value.items()}
        elif keyword not in _ANNOTATIONS:
            plain[keyword] = _without_annotations(cast("Schema", value)) if isinstance(value, dict) else value
    return plain


def is_map(shape: Schema) -> bool:
    """Whether a resolved schema is a map, not a structure."""
    return shape.get("type") == "object" and "properties" not in shape
