"""Builds a contract from a model and its overlay, and the content of its files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from shapeproof.capture.contract_files import MODEL_FILE, to_files
from shapeproof.capture.descriptions import describe
from shapeproof.capture.error_schema import error_structure
from shapeproof.capture.model import OperationModel, snake_case
from shapeproof.capture.overlay import Overlay
from shapeproof.capture.patterns.contract_patterns import ContractPatterns
from shapeproof.capture.shapes_to_schema import SchemaBuilder, empty_structure
from shapeproof.capture.size_check import check_sizes
from shapeproof.contract import Contract, Schema
from shapeproof.contract.nesting import nesting_depths
from shapeproof.contract.routes import has_path
from shapeproof.contract.schema import DIALECT, reference_graph

__all__ = ["build", "contract_files", "stale_scenarios"]


def build(model: OperationModel, overlay: Overlay | None = None) -> Contract:
    """Build the contract of an operation.

    Args:
        model: the operation's model.
        overlay: corrections, descriptions and scenarios to apply.

    Raises:
        CaptureError: a shape can't be translated.
    """
    overlay = overlay or Overlay()
    model = overlay.corrected(model)
    operation = model.operation["name"]
    patterns = ContractPatterns()
    response = _part(model, patterns, overlay, "output", f"{operation}Response")
    return Contract(
        service=model.service,
        operation=operation,
        method=snake_case(operation),
        edition=model.edition,
        through=overlay.through.get(model.edition),
        source=f"botocore {model.edition}",
        api_version=model.metadata["apiVersion"],
        endpoint_prefix=model.metadata["endpointPrefix"],
        json_protocol=model.json_protocol,
        response=response,
        request=_part(model, patterns, overlay, "input", f"{operation}Request"),
        errors=_errors(model, patterns, overlay, f"{operation}Error"),
        # A scenario applies to the editions that have all members that it names.
        scenarios={
            name: scenario
            for name, scenario in overlay.scenarios.items()
            if all(has_path(response, path) for path in scenario.paths)
        },
    )


def stale_scenarios(overlay: Overlay, models: Iterable[OperationModel]) -> list[str]:
    """The names of the overlay's scenarios that apply to none of the models' contracts."""
    current = {name for model in models for name in build(model, overlay).scenarios}
    return [name for name in overlay.scenarios if name not in current]


def _part(model: OperationModel, patterns: ContractPatterns, overlay: Overlay, role: str, fallback_name: str) -> Schema:
    builder = SchemaBuilder(model, patterns, is_response=role == "output")
    operation = model.operation["name"]
    if role in model.operation:
        name = model.operation[role]["shape"]
        builder.schema(name)
    else:
        name = fallback_name
        builder.definitions[name] = empty_structure()
    return _document(name, builder, overlay, where=model.name, operation=operation if role == "output" else "")


def _errors(model: OperationModel, patterns: ContractPatterns, overlay: Overlay, name: str) -> Schema:
    builder = SchemaBuilder(model, patterns)
    structure = error_structure(model, builder)
    while name in model.shapes:  # the model may already have a shape of this name
        name += "_"
    builder.definitions[name] = structure
    return _document(name, builder, overlay, where=model.name)


def _document(root: str, builder: SchemaBuilder, overlay: Overlay, *, where: str, operation: str = "") -> Schema:
    document: dict[str, Any] = {
        "$schema": DIALECT,
        "title": root,
        "$ref": f"#/$defs/{root}",
        "$defs": dict(sorted(builder.definitions.items())),
    }
    depths = nesting_depths(reference_graph(builder.definitions))
    check_sizes(builder.definitions, inner_first=depths, where=where)
    describe(document, overlay.descriptions, operation)
    return document


def contract_files(model: OperationModel, overlay: Overlay | None = None) -> dict[str, str]:
    """The files of an edition.

    Returns:
        The JSON text of each file by file name. The same model and overlay always give the same text.
    """
    contract = build(model, overlay)
    documents = {**to_files(contract), MODEL_FILE: model.to_json()}
    return {name: json.dumps(document, indent=2, ensure_ascii=True) + "\n" for name, document in documents.items()}
