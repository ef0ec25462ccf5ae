"""A model and its overlay -> a contract, and the text of the files that keep it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from shapeproof.capture.error_schema import error_structure
from shapeproof.capture.model import OperationModel, snake_case
from shapeproof.capture.overlay import Overlay
from shapeproof.capture.shapes_to_schema import DIALECT, SchemaBuilder, empty_structure
from shapeproof.contract import Contract, Schema

__all__ = ["CONTRACT_FILE", "MODEL_FILE", "OVERLAY_FILE", "build", "contract_files", "from_files"]

MODEL_FILE: Final = "model.json"
OVERLAY_FILE: Final = "overlay.json"
CONTRACT_FILE: Final = "contract.json"
_SCHEMA_FILES: Final = {
    "response": "response.schema.json",
    "request": "request.schema.json",
    "errors": "errors.schema.json",
}
_FILES: Final = {
    MODEL_FILE: "the operation's shapes as botocore states them, facts only; the other files are built from it",
    "response.schema.json": "what the operation answers, as the AWS CLI prints it",
    "request.schema.json": "what the operation takes, as the AWS CLI takes it",
    "errors.schema.json": "what boto3 makes of the operation's errors",
}


def build(model: OperationModel, overlay: Overlay | None = None) -> Contract:
    """The contract that `model` states. Raises CaptureError for a shape that can't be translated."""
    overlay = overlay or Overlay()
    model = overlay.corrected(model)
    operation = model.operation["name"]
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
        response=_part(model, overlay, "output", f"{operation}Response"),
        request=_part(model, overlay, "input", f"{operation}Request"),
        errors=_errors(model, overlay, f"{operation}Error"),
    )


def _part(model: OperationModel, overlay: Overlay, role: str, fallback_name: str) -> Schema:
    builder = SchemaBuilder(model)
    if role in model.operation:
        name = model.operation[role]["shape"]
        builder.schema(name)
    else:
        name = fallback_name
        builder.definitions[name] = empty_structure()
    return _document(name, builder, overlay)


def _errors(model: OperationModel, overlay: Overlay, name: str) -> Schema:
    builder = SchemaBuilder(model)
    structure = error_structure(model, builder)
    while name in builder.definitions:  # a shape of the service may bear this name already
        name += "_"
    builder.definitions[name] = structure
    return _document(name, builder, overlay)


def _document(root: str, builder: SchemaBuilder, overlay: Overlay) -> Schema:
    overlay.describe(builder.definitions)
    return {
        "$schema": DIALECT,
        "title": root,
        "$ref": f"#/$defs/{root}",
        "$defs": dict(sorted(builder.definitions.items())),
    }


def contract_files(model: OperationModel, overlay: Overlay | None = None) -> dict[str, str]:
    """The files of an edition's folder, name -> text. The same model and overlay give the same text, always."""
    contract = build(model, overlay)
    documents: dict[str, Mapping[str, Any]] = {
        CONTRACT_FILE: _provenance(contract),
        MODEL_FILE: model.to_json(),
        "response.schema.json": contract.response,
        "request.schema.json": contract.request,
        "errors.schema.json": contract.errors,
    }
    return {name: json.dumps(document, indent=2, ensure_ascii=True) + "\n" for name, document in documents.items()}


def _provenance(contract: Contract) -> dict[str, Any]:
    return {
        "shapeproof": 1,
        "service": contract.service,
        "operation": contract.operation,
        "method": contract.method,
        "edition": contract.edition,
        "through": contract.through,
        "source": contract.source,
        "api_version": contract.api_version,
        "endpoint_prefix": contract.endpoint_prefix,
        "json_protocol": contract.json_protocol,
        "files": _FILES,
    }


def from_files(documents: Mapping[str, Mapping[str, Any]]) -> Contract:
    """The contract out of the parsed files of an edition's folder (all that `contract_files` names but the model).

    Raises KeyError for a missing file or entry.
    """
    facts = {key: value for key, value in documents[CONTRACT_FILE].items() if key not in {"shapeproof", "files"}}
    schemas: dict[str, Schema] = {part: documents[name] for part, name in _SCHEMA_FILES.items()}
    return Contract(**facts, response=schemas["response"], request=schemas["request"], errors=schemas["errors"])
