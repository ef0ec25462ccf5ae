"""Every structure and enum that the requests, responses and errors of one service's contracts consist of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.contract import Contract, Schema, View, resolve
from shapeproof.errors import UsageError
from shapeproof.generate.shared.sdk_members import with_sdk_members

__all__ = ["Definitions", "collect_definitions", "is_map", "with_named_error"]


_ANNOTATIONS: Final = frozenset({"description", "x-counts", "x-sdk", "x-values"})


@dataclass(frozen=True, eq=False)
class Definitions:
    """The `$defs` of several contracts in one table.

    Attributes:
        shapes: the schema of each structure and enum by its AWS name, sorted.
        responses: the structures that are a response as a whole.
        open_structures: the structures that allow unknown members in every view: those of errors, and `ResponseMetadata`.
        error_codes: the enums of error codes, which allow unknown values in every view.
    """

    shapes: Mapping[str, Schema]
    responses: frozenset[str]
    open_structures: frozenset[str]
    error_codes: frozenset[str]

    def resolve(self, node: Schema) -> Schema:
        """The schema that a node refers to, or the node itself."""
        return resolve({"$defs": self.shapes}, node)


def collect_definitions(contracts: Sequence[Contract], view: View, *, are_dicts: bool) -> Definitions:
    """Collect the definitions of contracts of one service, with what boto3 adds to responses.

    Args:
        contracts: the contracts.
        view: in the tolerant view, unions may have members that boto3 doesn't know.
        are_dicts: whether the models are of boto3's own dicts.

    Raises:
        UsageError: two contracts define a shape differently, as two editions may.
    """
    shapes: dict[str, Schema] = {}
    origin: dict[str, Contract] = {}
    errors: set[str] = set()
    for contract in contracts:
        title = contract.errors["title"]
        of_errors = {name: schema for name, schema in contract.errors["$defs"].items() if name != title}
        for definitions in (contract.request["$defs"], contract.response["$defs"], of_errors):
            _merge(shapes, origin, contract, definitions)
    modelled = frozenset(shapes)
    for contract in contracts:
        title = error = contract.errors["title"]
        # The service may have shapes of the names that capturing and `with_named_error` give to an error response.
        while not modelled.isdisjoint({error, f"{error}Detail", f"{error}Code"}):
            error += "Response"
        named = with_named_error({error: contract.errors["$defs"][title]}, error)
        _merge(shapes, origin, contract, named)
        errors |= {error, f"{error}Detail"}
    responses = frozenset(contract.response["title"] for contract in contracts)
    whole_errors = errors - {f"{name}Detail" for name in errors}
    shapes, metadata = with_sdk_members(shapes, responses, whole_errors, view, is_complete=are_dicts)
    return Definitions(
        shapes=dict(sorted(shapes.items())),
        responses=responses,
        open_structures=frozenset({*errors, metadata}),
        error_codes=frozenset(f"{error}Code" for error in errors) & shapes.keys(),
    )


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


def with_named_error(definitions: Mapping[str, Schema], root: str) -> dict[str, Schema]:
    """The definitions of an error response, with definitions of their own for the schemas inside it.

    Args:
        definitions: the `$defs` of the error schema.
        root: the name of the error response. Its member `Error` becomes `<root>Detail`; the enum of its codes, if there
            is one, `<root>Code`.
    """
    error: dict[str, Any] = dict(definitions[root])
    detail: dict[str, Any] = dict(error["properties"]["Error"])
    code: Schema = detail["properties"]["Code"]
    hoisted = dict(definitions)
    if "enum" in code:
        hoisted[f"{root}Code"] = code
        detail["properties"] = detail["properties"] | {"Code": {"$ref": f"#/$defs/{root}Code"} | _description(code)}
    error["properties"] = error["properties"] | {"Error": {"$ref": f"#/$defs/{root}Detail"}}
    return hoisted | {root: error, f"{root}Detail": detail}


def _description(schema: Schema) -> dict[str, str]:
    return {"description": schema["description"]} if "description" in schema else {}


def is_map(shape: Schema) -> bool:
    """Whether a resolved schema is a map, not a structure."""
    return shape.get("type") == "object" and "properties" not in shape
