"""What can't be checked, because a form of recordings doesn't show it or a schema can't state it."""

from __future__ import annotations

from typing import Final, NamedTuple

from shapeproof.contract import Contract, Part, Representation, iter_schema
from shapeproof.representations.wire_names import is_outside_body

__all__ = ["NotChecked", "not_checked", "unseen_members"]

DROPPED_BY_SDK: Final = "unknown members and nulls that boto3 or the AWS CLI dropped before this was recorded"
OUTSIDE_THE_BODY: Final = "sent in an HTTP header or the status line, not in the body"


class NotChecked(NamedTuple):
    """Something that is not checked, because a form of recordings can't show it or a schema can't state it.

    Attributes:
        path: the place in the contract; empty for the whole response.
        keyword: the keyword of the model that is not checked; empty for all of them.
        reason: why, in a few words.
    """

    path: str
    keyword: str
    reason: str


def unseen_members(contract: Contract, part: Part, representation: Representation) -> frozenset[str]:
    """The paths of members that a response in this representation can't have: on the wire, those outside the body.

    Where bodies are XML, headers are read with them.
    """
    is_body = representation == "wire" and contract.json_protocol is not None
    return contract.derived(_unseen_members, part) if is_body else frozenset()


def _unseen_members(contract: Contract, part: Part) -> frozenset[str]:
    return frozenset(path for path, node, _ in iter_schema(contract.schema(part)) if is_outside_body(node))


def not_checked(contract: Contract, part: Part, representation: Representation) -> tuple[NotChecked, ...]:
    """What is not checked in responses of a contract in this representation."""
    return contract.derived(_not_checked, part, representation)


def _not_checked(contract: Contract, part: Part, representation: Representation) -> tuple[NotChecked, ...]:
    rows: list[NotChecked] = []
    is_body = representation == "wire" and contract.json_protocol is not None
    if part == "response" and representation != "wire":
        rows.append(NotChecked("", "", DROPPED_BY_SDK))
    for path, node, shape in iter_schema(contract.schema(part)):
        for keyword, unstated in shape.get("x-not-checked", {}).items():
            rows.append(NotChecked(path, keyword, unstated["reason"]))
        if is_body and is_outside_body(node):
            rows.append(NotChecked(path, "", OUTSIDE_THE_BODY))
    return tuple(rows)
