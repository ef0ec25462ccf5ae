"""Gives a JSON model the names of the Query protocol, which its service spoke before: models keep no names of tags.

botocore's models of SQS since 1.31.81 are an example. What tags are called is found in the response itself: the items of a
list that is flattened have the name of the member, its singular, or the name of their shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.recordings.syntax.xml_parser import XmlElement

__all__ = ["empty_lists", "with_query_names"]

_KEY_TAGS: Final = ("Name", "Key", "name", "key")
_VALUE_TAGS: Final = ("Value", "value")


def with_query_names(model: Mapping[str, Any], operation: str, root: XmlElement) -> Mapping[str, Any]:
    """A copy of a service model that has the names which the tags of a response have.

    Args:
        model: the service model, of a JSON protocol.
        operation: the operation, in botocore's spelling.
        root: the root of its response.
    """
    children = _children_by_tag(root)
    shapes: dict[str, Any] = dict(model["shapes"])
    for name, shape in model["shapes"].items():
        if shape["type"] != "structure":
            continue
        members = dict(shape.get("members", {}))
        for member, reference in members.items():
            tag = _tag_of(member, reference, shapes, children)
            if tag is None:
                continue
            members[member] = {**reference, "locationName": tag}
            inner = shapes[reference["shape"]]
            if inner["type"] == "map" and tag in children:
                shapes[reference["shape"]] = {
                    **inner,
                    "key": _named(inner["key"], _KEY_TAGS, children[tag]),
                    "value": _named(inner["value"], _VALUE_TAGS, children[tag]),
                }
        shapes[name] = {**shape, "members": members}
    called = dict(model["operations"][operation])
    if "output" in called and f"{operation}Result" in children:
        called["output"] = {**called["output"], "resultWrapper": f"{operation}Result"}
    return {**model, "shapes": shapes, "operations": {**model["operations"], operation: called}}


def empty_lists(model: Mapping[str, Any], operation: str) -> dict[str, list[object]]:
    """The required lists of a response that are flattened: one that is empty has no tag at all."""
    shapes = model["shapes"]
    shape = shapes.get(model["operations"][operation].get("output", {}).get("shape"), {})
    required = {name: shape["members"][name] for name in shape.get("required", ())}
    return {
        name: []
        for name, reference in required.items()
        if shapes[reference["shape"]]["type"] == "list" and _is_flattened(reference, shapes[reference["shape"]])
    }


def _is_flattened(reference: Mapping[str, Any], shape: Mapping[str, Any]) -> bool:
    return bool(reference.get("flattened") or shape.get("flattened"))


def _tag_of(
    member: str, reference: Mapping[str, Any], shapes: Mapping[str, Any], tags: Mapping[str, set[str]]
) -> str | None:
    """The tag of a flattened list or map; None for any other member. If the response lacks it, it is probably the singular."""
    shape = shapes[reference["shape"]]
    if shape["type"] not in {"list", "map"} or not _is_flattened(reference, shape):
        return None
    names = [member, member.removesuffix("s")]
    if shape["type"] == "list":
        names.append(shape["member"]["shape"])
    # SQS writes the member `queueUrls` as the tag `QueueUrl`.
    capitalized = [name[:1].upper() + name[1:] for name in names]
    return next((name for name in (*names, *capitalized) if name in tags), capitalized[1])


def _named(reference: Mapping[str, Any], candidates: tuple[str, ...], tags: set[str]) -> Mapping[str, Any]:
    name = next((tag for tag in candidates if tag in tags), None)
    return reference if name is None else {**reference, "locationName": name}


def _children_by_tag(root: XmlElement) -> dict[str, set[str]]:
    """The tags that occur in a response, each with those of its children."""
    children: dict[str, set[str]] = {}
    pending = [root]
    while pending:
        element = pending.pop()
        children.setdefault(element.tag, set()).update(child.tag for child in element.children)
        pending += element.children
    return children
