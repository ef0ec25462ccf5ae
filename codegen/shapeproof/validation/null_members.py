"""Nulls for absent members: a program wrote each of them so, as Go does with its structs. That is one fault, not twenty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from shapeproof.contract import Schema, is_union, walk
from shapeproof.validation.catalog import Severities, structure
from shapeproof.validation.finding import Finding
from shapeproof.validation.known_deviations import KNOWN

__all__ = ["NULLS_FOR_ABSENT", "with_nulls_as_one"]

NULLS_FOR_ABSENT: Final = structure.NULLS_FOR_ABSENT_MEMBERS.number
"""The number of the code of the one finding: whoever sorts findings puts it behind those about single members."""

_MIN_NULLS: Final = 10
"""Fewer were perhaps written by hand, and each was meant."""


def with_nulls_as_one(
    findings: Sequence[Finding], schema: Schema, response: object, severities: Severities, *, is_of_go: bool = False
) -> tuple[Finding, ...]:
    """The findings about a response, with those about nulls replaced by one at the end, if a program wrote them.

    Args:
        findings: the findings about the response.
        schema: its schema.
        response: the response, in `cli`.
        severities: the severities of codes. If the user chose that of single nulls, they remain.
        is_of_go: whether it is known that a program in Go wrote them, however few they are.
    """
    single = structure.NULL_NOT_ALLOWED.number
    # What an overlay explains stays as it is: the service itself sends it.
    others = [finding for finding in findings if finding.code != single or finding.message.startswith(KNOWN)]
    count = len(findings) - len(others)
    if not count or single in (severities.chosen or ()):
        return tuple(findings)
    if not is_of_go and (count < _MIN_NULLS or _count_absent(schema, response) >= count):
        return tuple(findings)
    code = structure.NULLS_FOR_ABSENT_MEMBERS
    if severity := severities.of(code):
        message = f"null stands for absent members ({count:,} {'place' if count == 1 else 'places'})"
        others.append(Finding(code.number, code.kind, severity, (), "", "type", message))
    return tuple(others)


def _count_absent(schema: Schema, response: object) -> int:
    """How many optional members are absent from the structures that have nulls: a program would have written null."""
    absent = 0
    for visit in walk(schema, response):
        if visit.shape is None or "properties" not in visit.shape or is_union(visit.shape):
            continue
        value = visit.value
        if isinstance(value, Mapping):
            members = cast("Mapping[str, object]", value)
            if None in members.values():
                optional = visit.shape["properties"].keys() - set(visit.shape.get("required", ()))
                absent += len(optional - members.keys())
    return absent
