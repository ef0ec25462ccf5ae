"""Responses as recording lines, which `validate` reads back; mutants with what is wrong with them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from shapeproof.contract import Contract, Part, Representation, pointer_text
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.mutation import Mutant
from shapeproof.validation.validator import Validator

__all__ = ["mutant_line", "recording_line"]


def recording_line(contract: Contract, part: Part, response: Any, representation: Representation) -> dict[str, Any]:
    """The line of a `cli` response, written down in a representation."""
    return _line(contract, representation, from_cli(contract.schema(part), response, representation))


def mutant_line(
    mutant: Mutant, contract: Contract, part: Part, representation: Representation
) -> Mapping[str, Any] | None:
    """The line of a mutant: the response, and what is wrong with it, the pointer as recorded.

    None if this representation doesn't show the fault: a header that lacks, a number in place of a time on the wire.
    """
    response = from_cli(contract.schema(part), mutant.response, representation)
    findings = Validator(contract, part).findings(response, representation)
    found = next((one for one in findings if (one.path, one.keyword) == (mutant.path, mutant.keyword)), None)
    if found is None:
        return None
    return _line(contract, representation, response) | {
        "mutant": {
            "pointer": pointer_text(found.pointer_parts),
            "path": mutant.path,
            "keyword": mutant.keyword,
            "entailed": list(mutant.entailed),
        },
    }


def _line(contract: Contract, representation: Representation, response: object) -> dict[str, Any]:
    return {
        "shapeproof": 1,
        "contract": contract.name,
        "representation": representation,
        "response": _plain(response),
    }


def _plain(value: object) -> object:
    """Python's own values as JSON holds them: a time as `str` prints it, bytes in base64."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in cast("list[object]", value)]
    if isinstance(value, datetime):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
