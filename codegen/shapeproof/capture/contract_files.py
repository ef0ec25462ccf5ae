"""The files that keep a contract, as JSON documents by name; light to import, for reading them is all that most need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from shapeproof.contract import Contract, Scenario, Schema

__all__ = ["CONTRACT_FILE", "MODEL_FILE", "OVERLAY_FILE", "from_files", "scenario_of", "to_files"]

MODEL_FILE: Final = "model.json"
OVERLAY_FILE: Final = "overlay.json"
CONTRACT_FILE: Final = "contract.json"
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
_FILES: Final = {
    MODEL_FILE: "the operation's shapes as botocore states them, facts only; the other files are built from it",
    "response.schema.json": "what the operation answers, as the AWS CLI prints it",
    "request.schema.json": "what the operation takes, as the AWS CLI takes it",
    "errors.schema.json": "what boto3 makes of the operation's errors",
}


def to_files(contract: Contract) -> dict[str, Mapping[str, Any]]:
    """The documents that keep a contract, but for the model that it was built from."""
    facts: dict[str, Any] = {fact: getattr(contract, fact) for fact in _FACTS}
    scenarios = {name: asdict(scenario) for name, scenario in contract.scenarios.items()}
    provenance: dict[str, Any] = {"shapeproof": 1, **facts, "files": _FILES, "scenarios": scenarios}
    return {CONTRACT_FILE: provenance, **{name: getattr(contract, part) for part, name in _SCHEMA_FILES.items()}}


def from_files(documents: Mapping[str, Mapping[str, Any]]) -> Contract:
    """The contract that the documents keep; the inverse of `to_files`. Raises KeyError for what is missing."""
    facts = {fact: documents[CONTRACT_FILE][fact] for fact in _FACTS}
    schemas: dict[str, Schema] = {part: documents[name] for part, name in _SCHEMA_FILES.items()}
    scenarios = {name: scenario_of(facts) for name, facts in documents[CONTRACT_FILE].get("scenarios", {}).items()}
    return Contract(
        **facts,
        response=schemas["response"],
        request=schemas["request"],
        errors=schemas["errors"],
        scenarios=scenarios,
    )


def scenario_of(facts: Mapping[str, Any]) -> Scenario:
    """The scenario that a document states. Raises KeyError for one without a description."""
    present, absent, shown_by = (tuple(facts.get(key, ())) for key in ("present", "absent", "shown_by"))
    return Scenario(facts["description"], present, absent, facts.get("pins", {}), shown_by)
