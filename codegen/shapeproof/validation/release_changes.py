"""Violations that another release of botocore explains: it knows the member or value, or doesn't require the member."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from shapeproof.contract import Representation, Schema
from shapeproof.validation.catalog import ReleaseChange

__all__ = ["release_change"]


def release_change(
    keyword: str,
    shape: Schema,
    owner: Schema,
    name: object,
    value: object,
    edition: str,
    beside: Collection[str] = (),
    representation: Representation = "cli",
) -> ReleaseChange | None:
    """The release that allows what violates a keyword; None if none is known.

    Args:
        keyword: the violated keyword; for a map key, without its prefix.
        shape: the schema of the value at fault.
        owner: the schema of the structure that the value is in, or that lacks the member.
        name: the name of the member: that on the wire if nothing in the contract has it.
        value: the value.
        edition: the edition of the contract.
        beside: the names of the members in the structure. Some are newer than a release that requires another one.
        representation: how the response was recorded.
    """
    stated: Mapping[str, Sequence[Mapping[str, Any]]] = (shape if keyword == "enum" else owner).get("x-changes", {})
    sought = value if keyword == "enum" else name
    for entry in stated.get(keyword, ()):
        on_wire: Mapping[str, str] = entry.get("wire", {}) if representation == "wire" else {}
        if not any(on_wire.get(known, known) == sought for known in entry["names"]):
            continue
        if not any(newer in beside for newer in entry.get("unless", ())):
            present, absent = entry["in"], entry["not"]
            return ReleaseChange(*((absent, present) if keyword == "required" else (present, absent)), edition)
    return None
