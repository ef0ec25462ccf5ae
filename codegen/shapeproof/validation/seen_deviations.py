"""Findings as an overlay of a service would state them: the shape, the keyword, and what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Final, NamedTuple, cast

from shapeproof.contract import Contract, Part, Schema, iter_schema, value_at
from shapeproof.validation.finding import Finding
from shapeproof.validation.known_deviations import KNOWN, OF_OWNER
from shapeproof.validation.quotations import is_masked
from shapeproof.validation.secret_forms import has_secret_form

__all__ = ["STATABLE", "SeenDeviation", "is_statable", "seen_deviations"]

_SIZES: Final = frozenset({"minLength", "maxLength", "minItems", "maxItems"})
_BOUNDS: Final = frozenset({"minimum", "maximum"})
_STRINGS: Final = frozenset({"enum", "pattern"})
STATABLE: Final = OF_OWNER | _SIZES | _BOUNDS | _STRINGS
"""The keywords that an overlay can always state; of types, it states null alone."""
_REFERENCE: Final = "#/$defs/"


class SeenDeviation(NamedTuple):
    """One way in which a response broke the model of its service.

    Attributes:
        service: the service.
        operation: the operation, in boto3's spelling.
        shape: the name of the shape at fault.
        keyword: the violated keyword.
        sent: what was sent: a value, a length, or the name of a member; `"null"` for null.
    """

    service: str
    operation: str
    shape: str
    keyword: str
    sent: str | float


def is_statable(finding: Finding) -> bool:
    """Whether a finding is an error that an overlay could state."""
    return finding.severity == "error" and finding.keyword in STATABLE


def seen_deviations(
    contract: Contract, part: Part, response: object, findings: Iterable[Finding]
) -> Iterator[SeenDeviation]:
    """Iterate over what an overlay could explain of a response: its errors, and what one explains already.

    Values that may be secret are left out.

    Args:
        contract: the contract.
        part: the part of it that the response was checked against.
        response: the response as it was recorded.
        findings: its findings.
    """
    for finding in findings:
        if finding.severity != "error" and not finding.message.startswith(KNOWN):
            continue
        shape = contract.derived(_shape_names, part).get(_owner(finding))
        sent = _sent(finding, response)
        if shape is not None and sent is not None:
            yield SeenDeviation(contract.service, contract.method, shape, finding.keyword, sent)


def _owner(finding: Finding) -> str:
    if finding.keyword not in OF_OWNER:
        return finding.path
    return finding.path.rpartition(".")[0]


def _sent(finding: Finding, response: object) -> str | float | None:
    keyword = finding.keyword
    if keyword in OF_OWNER:
        name = str(finding.pointer_parts[-1])
        return None if is_masked(name) else name
    try:
        value = value_at(response, finding.pointer_parts)
    except (LookupError, TypeError):  # a value that conversion made of another one
        return None
    if keyword == "type":
        return "null" if value is None else None
    if keyword in _SIZES and isinstance(value, str | list):
        return len(cast("Sized", value))
    if keyword in _BOUNDS and isinstance(value, int | float):
        return value
    if keyword in _STRINGS and isinstance(value, str) and not (is_masked(value) or has_secret_form(value)):
        return value
    return None


def _shape_names(contract: Contract, part: Part) -> Mapping[str, str]:
    """The name of the shape at each path, as far as it has one."""
    names: dict[str, str] = {}
    schema = contract.schema(part)
    for path, node, shape in iter_schema(schema):
        name = _shape_name(node) or _shape_name(shape)
        if name:
            names[path] = name
    return names


def _shape_name(node: Schema) -> str | None:
    reference: str = node.get("$ref", "")
    return reference.removeprefix(_REFERENCE) or node.get("x-shape")
