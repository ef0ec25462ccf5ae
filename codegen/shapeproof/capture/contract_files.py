"""The files of a contract as JSON documents by name, to and from a Contract.

This module is quick to import, since most commands only read contracts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from shapeproof.capture.json_object import JsonObject
from shapeproof.contract import Contract, Scenario, Schema
from shapeproof.errors import CaptureError

__all__ = ["CAPTURE_AGAIN", "CONTRACT_FILE", "MODEL_FILE", "OVERLAY_FILE", "from_files", "read_scenario", "to_files"]

MODEL_FILE: Final = "model.json"
OVERLAY_FILE: Final = "overlay.json"
CONTRACT_FILE: Final = "contract.json"
CAPTURE_AGAIN: Final = "capture it again: shapeproof capture NAME"
"""The hint for captured files whose format is not the expected one."""

_SCHEMA_FILES: Final = {
    "response": "response.schema.json",
    "request": "request.schema.json",
    "errors": "errors.schema.json",
}
_FACTS: Final = (
    "service",
    "operation",
    "method",
    "edition",
    "through",
    "source",
    "api_version",
    "endpoint_prefix",
    "json_protocol",
)
_NULLABLE_FACTS: Final = frozenset({"through", "json_protocol"})
_FILES: Final = {
    MODEL_FILE: "the operation's shapes as botocore defines them, without documentation; the other files are built from it",
    "response.schema.json": "the operation's response, as the AWS CLI prints it",
    "request.schema.json": "the operation's request, as the AWS CLI accepts it",
    "errors.schema.json": "the operation's errors, as boto3 returns them",
}


def to_files(contract: Contract) -> dict[str, Mapping[str, Any]]:
    """The documents of a contract by file name, except the model that it was built from."""
    facts: dict[str, Any] = {fact: getattr(contract, fact) for fact in _FACTS}
    scenarios = {name: asdict(scenario) for name, scenario in contract.scenarios.items()}
    document: dict[str, Any] = {"shapeproof": 1, **facts, "files": _FILES, "scenarios": scenarios}
    return {CONTRACT_FILE: document, **{name: getattr(contract, part) for part, name in _SCHEMA_FILES.items()}}


def from_files(documents: Mapping[str, object], *, where: str) -> Contract:
    """Read a contract; the inverse of `to_files`.

    Args:
        documents: the parsed JSON of each file, by file name.
        where: the directory of the files, for messages.

    Raises:
        CaptureError: a file or a member is missing, or has the wrong type.
    """
    document = _document(documents, CONTRACT_FILE, where)
    facts: dict[str, Any] = {
        fact: document.string_or_null(fact) if fact in _NULLABLE_FACTS else document.string(fact) for fact in _FACTS
    }
    schemas = {part: _schema(_document(documents, name, where)) for part, name in _SCHEMA_FILES.items()}
    scenarios = {name: read_scenario(entry) for name, entry in document.objects_by_name("scenarios").items()}
    return Contract(
        **facts,
        response=schemas["response"],
        request=schemas["request"],
        errors=schemas["errors"],
        scenarios=scenarios,
    )


def _document(documents: Mapping[str, object], name: str, where: str) -> JsonObject:
    if name not in documents:
        raise CaptureError(f"this contract lacks {name!r}", where=where, hint=CAPTURE_AGAIN)
    return JsonObject(documents[name], "file", where=f"{where}/{name}", hint=CAPTURE_AGAIN)


def _schema(document: JsonObject) -> Schema:
    """The schema in a document, checked as far as everything relies on it."""
    document.string("$ref")
    document.object_at("$defs")
    document.objects_by_name("$defs")
    return document.members


def read_scenario(entry: JsonObject) -> Scenario:
    """Read a scenario of a contract or an overlay. Raises CaptureError for an invalid member."""
    pins: Mapping[str, Any] = entry.object_at("pins").members if "pins" in entry.members else {}
    return Scenario(
        entry.string("description"), entry.strings("present"), entry.strings("absent"), pins, entry.strings("shown_by")
    )
