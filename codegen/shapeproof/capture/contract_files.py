"""The files of a contract as JSON documents by name, to and from a Contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from shapeproof.capture.edition_ranges import RELEASED, read_release_dates
from shapeproof.capture.expectations import STRING, Expectation, check_members, name_of, one_of, or_null, unexpected
from shapeproof.capture.file_names import CAPTURE_AGAIN, CONTRACT_FILE, MODEL_FILE, SCHEMA_FILES
from shapeproof.capture.histories import read_history, write_history
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.paginators import read_paginator, write_paginator
from shapeproof.contract import Contract, Scenario, Schema, operation_key
from shapeproof.errors import CaptureError

__all__ = [
    "from_files",
    "read_scenario",
    "to_files",
]

_ReadSchemas = Callable[[Mapping[str, object], str], Mapping[str, Schema]]

_FACTS: Final[Mapping[str, Expectation]] = {
    "service": name_of("service"),
    "operation": name_of("operation"),
    "method": name_of("method"),
    "edition": name_of("edition"),
    "since": or_null(name_of("edition")),
    "through": or_null(name_of("edition")),
    "source": STRING,
    "api_version": name_of("API version"),
    "endpoint_prefix": name_of("endpoint prefix"),
    "json_protocol": or_null(one_of("json", "rest-json")),
}
_REQUIRED: Final = tuple(fact for fact in _FACTS if fact != "since")  # what was captured before has none
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
    others = {RELEASED: contract.released, **write_history(contract.history), **write_paginator(contract.paginator)}
    document: dict[str, Any] = {"shapeproof": 1, **facts, "files": _FILES, "scenarios": scenarios, **others}
    return {CONTRACT_FILE: document, **{name: getattr(contract, part) for part, name in SCHEMA_FILES.items()}}


def from_files(documents: Mapping[str, object], *, where: str, is_shipped: bool = False) -> Contract:
    """Read a contract; the inverse of `to_files`.

    Args:
        documents: the parsed JSON of each file, by file name.
        where: the directory of the files, for messages.
        is_shipped: whether they are a part of this package. Their schemas were checked when they were built, and aren't
            checked at each start: that takes as long as checking a hundred responses.

    Raises:
        CaptureError: a file or a member is missing, or isn't what capturing writes.
    """
    try:
        return _contract(documents, where, _schemas if is_shipped else _checked_schemas)
    except CaptureError as error:
        raise CaptureError(error.message, where=error.where, hint=error.hint or CAPTURE_AGAIN) from error.__cause__


def _contract(documents: Mapping[str, object], where: str, read_schemas: _ReadSchemas) -> Contract:
    document = _document(documents, CONTRACT_FILE, where)
    contract_file = f"{where}/{CONTRACT_FILE}"
    facts = _facts(document.members, where=contract_file)
    scenarios = {name: read_scenario(entry) for name, entry in document.objects_by_name("scenarios").items()}
    schemas = read_schemas(documents, where)
    return Contract(
        **facts,
        response=schemas["response"],
        request=schemas["request"],
        errors=schemas["errors"],
        released=read_release_dates(document, where=contract_file),
        scenarios=scenarios,
        history=read_history(document, where=contract_file),
        paginator=read_paginator(document, where=contract_file),
    )


def _schemas(documents: Mapping[str, object], where: str) -> dict[str, Schema]:
    return {part: _document(documents, name, where).members for part, name in SCHEMA_FILES.items()}


def _checked_schemas(documents: Mapping[str, object], where: str) -> dict[str, Schema]:
    from shapeproof.capture.patterns.contract_patterns import ContractPatterns
    from shapeproof.capture.schema_check import check_schema

    patterns = ContractPatterns()
    return {
        part: check_schema(schema, patterns, where=f"{where}/{SCHEMA_FILES[part]}", is_errors=part == "errors")
        for part, schema in _schemas(documents, where).items()
    }


def _facts(members: Mapping[str, Any], *, where: str) -> dict[str, Any]:
    check_members(members, _FACTS, required=_REQUIRED, where=where, pointer=())
    if operation_key(members["method"]) != operation_key(members["operation"]):
        expected = f"the method of {members['operation']}"
        raise unexpected(expected, members["method"], where=where, pointer=("method",))
    return {fact: members.get(fact) for fact in _FACTS}


def _document(documents: Mapping[str, object], name: str, where: str) -> JsonObject:
    if name not in documents:
        raise CaptureError(f"this contract lacks {name!r}", where=where, hint=CAPTURE_AGAIN)
    return JsonObject(documents[name], "file", where=f"{where}/{name}", hint=CAPTURE_AGAIN)


def read_scenario(entry: JsonObject) -> Scenario:
    """Read a scenario of a contract or an overlay. Raises CaptureError for an invalid member."""
    pins: Mapping[str, Any] = entry.object_at("pins").members if "pins" in entry.members else {}
    return Scenario(
        entry.string("description"), entry.strings("present"), entry.strings("absent"), pins, entry.strings("shown_by")
    )
