"""Builds a contract from a model and its overlay, and the content of its files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from shapeproof.capture.contract_files import from_files, to_files
from shapeproof.capture.descriptions import describe
from shapeproof.capture.edition_ranges import EditionRange
from shapeproof.capture.error_schema import error_structure
from shapeproof.capture.file_names import MODEL_FILE, OVERLAY_FILE
from shapeproof.capture.histories import history_of_edition
from shapeproof.capture.json_reading import parse_object
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.capture.patterns.contract_patterns import ContractPatterns
from shapeproof.capture.rule_entries import add_rules
from shapeproof.capture.shapes_to_schema import SchemaBuilder, empty_structure
from shapeproof.capture.size_check import check_sizes
from shapeproof.capture.versions import version_key
from shapeproof.contract import Contract, Part, Schema
from shapeproof.contract.nesting import nesting_depths
from shapeproof.contract.routes import has_path
from shapeproof.contract.schema import DIALECT, reachable_definitions, reference_graph
from shapeproof.errors import CaptureError

__all__ = ["build", "build_part", "contract_files", "stale_entries"]


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
    releases = overlay.editions.get(model.edition, EditionRange())
    own = {model.edition: model.released} if model.released else {}
    patterns = ContractPatterns()
    response = _schema(model, "response", patterns, overlay)
    return Contract(
        **model.facts,
        since=releases.since,
        through=releases.through,
        released=dict(sorted({**own, **releases.released}.items(), key=lambda item: version_key(item[0]))),
        response=response,
        request=_schema(model, "request", patterns, overlay),
        errors=_schema(model, "error", patterns, overlay),
        # A scenario applies to the editions that have all members that it names.
        scenarios={
            name: scenario
            for name, scenario in overlay.scenarios.items()
            if all(has_path(response, path) for path in scenario.paths)
        },
        history=history_of_edition(overlay.history, response, where=OVERLAY_FILE),
    )


def build_part(model: OperationModel, part: Part, overlay: Overlay | None = None) -> Schema:
    """Build the schema of one part of the contract of an operation.

    Args:
        model: the operation's model. It may lack the other parts.
        part: the part.
        overlay: corrections and descriptions to apply.

    Raises:
        CaptureError: a shape can't be translated.
    """
    overlay = overlay or Overlay()
    return _schema(overlay.corrected(model), part, ContractPatterns(), overlay)


def stale_entries(overlay: Overlay, models: Iterable[OperationModel]) -> list[str]:
    """A message for each entry of an operation's overlay that applies to none of the models' contracts."""
    committed = list(models)
    messages = overlay.stale_entries(committed)
    contracts = [build(model, overlay) for model in committed]
    scenarios = {name for contract in contracts for name in contract.scenarios}
    messages += [
        f"the scenario {name} matches no committed edition" for name in overlay.scenarios if name not in scenarios
    ]
    if overlay.history is not None and not any(contract.history for contract in contracts):
        messages.append("the history matches no committed edition")
    messages += [
        f"the rule {entry.rule.id} about {entry.rule.structure} matches no committed edition"
        for entry in overlay.rules
        if not any(entry.applies_to(contract.response, contract.edition) for contract in contracts)
    ]
    return messages


def _schema(model: OperationModel, part: Part, patterns: ContractPatterns, overlay: Overlay) -> Schema:
    operation = model.operation["name"]
    match part:
        case "response":
            return _structure(model, patterns, overlay, "output", f"{operation}Response")
        case "request":
            return _structure(model, patterns, overlay, "input", f"{operation}Request")
        case "error":
            return _errors(model, patterns, overlay, f"{operation}Error")


def _structure(
    model: OperationModel, patterns: ContractPatterns, overlay: Overlay, role: str, fallback_name: str
) -> Schema:
    builder = SchemaBuilder(model, patterns, is_response=role == "output")
    operation = model.operation["name"]
    if role in model.operation:
        name = model.operation[role]["shape"]
        builder.schema(name)
    else:
        name = fallback_name
        while name in model.shapes:
            name += "_"
        builder.definitions[name] = empty_structure()
    document = _document(name, builder, overlay, where=model.name, operation=operation if role == "output" else "")
    if role == "output":
        add_rules(document, (*overlay.service_rules, *overlay.rules), model.edition)
    return document


def _errors(model: OperationModel, patterns: ContractPatterns, overlay: Overlay, name: str) -> Schema:
    builder = SchemaBuilder(model, patterns, is_response=True)
    structure = error_structure(model, builder)
    # The model may already have shapes of these names; the generators add the latter two.
    while not model.shapes.keys().isdisjoint({name, f"{name}Detail", f"{name}Code"}):
        name += "_"
    builder.definitions[name] = structure
    return _document(name, builder, overlay, where=model.name)


def _document(
    root: str, builder: SchemaBuilder, overlay: Overlay, *, where: str, operation: str = ""
) -> dict[str, Any]:
    # Members that errors define differently have no schema, and nothing else may refer to what they referred to.
    used = {root} | reachable_definitions(builder.definitions[root], builder.definitions)
    definitions = {name: definition for name, definition in sorted(builder.definitions.items()) if name in used}
    document: dict[str, Any] = {"$schema": DIALECT, "title": root, "$ref": f"#/$defs/{root}", "$defs": definitions}
    depths = nesting_depths(reference_graph(definitions))
    check_sizes(definitions, inner_first=depths, where=where)
    describe(document, overlay.descriptions, operation)
    return document


def contract_files(model: OperationModel, overlay: Overlay | None = None) -> dict[str, str]:
    """The files of an edition.

    Returns:
        The JSON text of each file by file name. The same model and overlay always give the same text.

    Raises:
        CaptureError: a shape can't be translated, or the contract is one that couldn't be read again.
    """
    documents = {**to_files(build(model, overlay)), MODEL_FILE: model.to_json()}
    texts = {name: json.dumps(document, indent=2, ensure_ascii=True) + "\n" for name, document in documents.items()}
    try:
        from_files({name: parse_object(text.encode()) for name, text in texts.items()}, where=model.name)
    except ValueError as error:
        raise CaptureError(f"its files couldn't be read again: {error}", where=model.name) from error
    return texts
