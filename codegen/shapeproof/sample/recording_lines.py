"""Responses and mutants as recording lines, the JSON Lines form that `validate` reads back."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from shapeproof.contract import Contract, Part, Representation, pointer_text
from shapeproof.representations.botocore_decoding import as_shown, changes_values
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.mutation import Mutant
from shapeproof.validation.catalog import Severities, Severity
from shapeproof.validation.validator import Validator

__all__ = ["POLL", "mutant_line", "recording_line"]

POLL: Final = "poll"
"""The member of a recording line that says which response of a history it is, from 1."""


def recording_line(contract: Contract, part: Part, response: Any, representation: Representation) -> dict[str, Any]:
    """The recording line of a response.

    Args:
        contract: the contract of the response.
        part: the part of the contract that the response belongs to.
        response: JSON values in the `cli` representation.
        representation: the representation to write it in.

    Returns:
        JSON values: the recording line.
    """
    root = contract.schema(part)
    written = from_cli(root, response, representation)
    if representation != "wire" and contract.derived(changes_values, part):
        written = as_shown(root, written)
    return _line(contract, representation, written)


def mutant_line(
    mutant: Mutant, contract: Contract, part: Part, representation: Representation
) -> Mapping[str, Any] | None:
    """The recording line of a mutant: the response, and under `mutant` what is wrong with it, the pointer as recorded.

    None if the representation doesn't show the violation: a missing header, a number instead of a time on the wire.
    """
    response = from_cli(contract.schema(part), mutant.response, representation)
    asked: dict[str, Severity | None] = (
        {mutant.rule: "note"} if mutant.rule else {}
    )  # a rule that is off is broken all the same
    findings = Validator(contract, part, Severities(chosen=asked)).check(response, representation).findings
    keywords = {mutant.keyword, *mutant.also_breaks}  # two that say the same have one finding
    finding = next(
        (
            finding
            for finding in findings
            if finding.keyword in keywords and (finding.path, finding.rule) == (mutant.path, mutant.rule)
        ),
        None,
    )
    if finding is None:
        return None
    return _line(contract, representation, response) | {
        "mutant": {
            "pointer": pointer_text(finding.pointer_parts),
            "path": mutant.path,
            "keyword": mutant.keyword,
            "also_breaks": list(mutant.also_breaks),
            **({"rule": mutant.rule} if mutant.rule else {}),
        },
    }


def _line(contract: Contract, representation: Representation, response: object) -> dict[str, Any]:
    return {
        "shapeproof": 1,
        "contract": contract.name,
        "representation": representation,
        "response": _to_json(response),
    }


def _to_json(value: object) -> object:
    """Values of the `sdk` representation as JSON: a time as `str` prints it, bytes in base64."""
    if isinstance(value, Mapping):
        return {key: _to_json(inner) for key, inner in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list):
        return [_to_json(inner) for inner in cast("list[object]", value)]
    if isinstance(value, datetime):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
