"""Gives a JSON model the names of the Query protocol, which its service spoke before: models keep no names of tags.

botocore's models of SQS since 1.31.81 are an example. What tags are called is found in the response itself: the items of a
list that is flattened have the name of the member, its singular, or the name of their shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from xml.parsers import expat

__all__ = ["empty_lists", "with_query_names"]

_KEY_TAGS: Final = ("Name", "Key", "name", "key")
_VALUE_TAGS: Final = ("Value", "value")


def with_query_names(model: Mapping[str, Any], operation: str, body: bytes) -> Mapping[str, Any]:
    """A copy of a service model with which botocore's parser of Query responses reads a body.

    Args:
        model: the service model, of a JSON protocol.
        operation: the operation, in botocore's spelling.
        body: the XML of its response.
    """
    children = _children_by_tag(body)
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
            if inner["type"] == "map":
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
        if shapes[reference["shape"]]["type"] == "list"
        and (reference.get("flattened") or shapes[reference["shape"]].get("flattened"))
    }


def _tag_of(
    member: str, reference: Mapping[str, Any], shapes: Mapping[str, Any], tags: Mapping[str, set[str]]
) -> str | None:
    """The tag of a flattened list or map; None for any other member, and for one that the response lacks."""
    shape = shapes[reference["shape"]]
    if shape["type"] not in {"list", "map"} or not (reference.get("flattened") or shape.get("flattened")):
        return None
    names = [member, member.removesuffix("s")]
    if shape["type"] == "list":
        names.append(shape["member"]["shape"])
    # SQS writes the member `queueUrls` as the tag `QueueUrl`.
    return next((name for name in (*names, *(name[:1].upper() + name[1:] for name in names)) if name in tags), None)


def _named(reference: Mapping[str, Any], candidates: tuple[str, ...], tags: set[str]) -> Mapping[str, Any]:
    name = next((tag for tag in candidates if tag in tags), None)
    return reference if name is None else {**reference, "locationName": name}


def _children_by_tag(body: bytes) -> dict[str, set[str]]:
    """The tags that occur in a body, each with those of its children; as far as the body is valid XML."""
    children: dict[str, set[str]] = {}
    opened: list[str] = []
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")

    def start_element(name: str, _attributes: object) -> None:
        tag = name.rpartition(" ")[2]
        children.setdefault(tag, set())
        if opened:
            children[opened[-1]].add(tag)
        opened.append(tag)

    def end_element(_name: str) -> None:
        opened.pop()

    parser.StartElementHandler, parser.EndElementHandler = start_element, end_element
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        return children  # botocore's own parser says what is wrong
    return children
