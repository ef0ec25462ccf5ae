"""Features of a schema that responses can show: members present and absent, enum values, sizes of lists and maps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, cast

from shapeproof.contract import Schema, is_stream, is_union, iter_schema, reference, resolve

__all__ = [
    "Feature",
    "FeatureKind",
    "enum_name",
    "features",
    "notable_sizes",
    "shown_features",
    "size_class",
]

FeatureKind = Literal["member", "value", "size", "scenario", "rule"]

_LARGEST: Final = 100
"""The largest maximum size that is a feature of its own; larger lists and maps need not be shown."""


class Feature(NamedTuple):
    """Something that a response can show.

    Attributes:
        kind: what it is a feature of.
        subject: the path of a member, the name of an enum (see `enum_name`), the path of a list or map, the id of a
            rule; empty for a scenario.
        state: `present` or `absent` for a member, the value of an enum, `empty`, `one`, `several` or `most` for a size,
            the name of a scenario, `kept` or `broken` for a rule.
    """

    kind: FeatureKind
    subject: str
    state: str


def notable_sizes(low: int, high: int | None) -> list[int]:
    """The allowed sizes worth trying, ascending: the smallest, a few small ones, the largest.

    Args:
        low: the minimum size.
        high: the maximum size; None if there is none.
    """
    most = [] if high is None or high > _LARGEST else [high]
    return [
        size for size in sorted({0, 1, 2, 3, low, low + 1, *most}) if low <= size and (high is None or size <= high)
    ]


def size_class(size: int, high: int | None) -> str:
    """The state that a size shows, given the maximum size: `empty`, `one`, `several` or `most`."""
    if not size:
        return "empty"
    if high is not None and size >= high and high <= _LARGEST and size > 1:
        return "most"
    return "one" if size == 1 else "several"


def features(root: Schema) -> Iterator[Feature]:
    """Iterate over the features that responses of a schema can show, without duplicates, in the order of its places.

    A definition that contains itself counts once. Scenarios belong to a contract, not to a schema: see
    `coverable_features`.
    """
    seen: set[Feature] = set()
    for path, node, shape in iter_schema(root):
        for feature in _features_at(path, node, shape):
            if feature not in seen:
                seen.add(feature)
                yield feature


def _features_at(path: str, node: Schema, shape: Schema) -> Iterator[Feature]:
    has_one_member = is_union(shape) and len(shape["properties"]) == 1
    for member, inner in shape.get("properties", {}).items():
        if is_stream(inner):
            continue
        member_path = f"{path}.{member}".removeprefix(".")
        yield Feature("member", member_path, "present")
        if member not in shape.get("required", ()) and not has_one_member:
            yield Feature("member", member_path, "absent")
    if "enum" in shape:
        for value in shape["enum"]:
            yield Feature("value", enum_name(node, shape, path), value)
    bounds = _bounds(shape)
    if bounds is not None:
        for state in dict.fromkeys(size_class(size, bounds[1]) for size in notable_sizes(*bounds)):
            yield Feature("size", path, state)


def shown_features(root: Schema, response: object) -> Iterator[Feature]:
    """Iterate over what a response shows, with duplicates; some of it may not be among `features`.

    Args:
        root: the schema of the response.
        response: the response in `cli`, valid or not.
    """
    # Not by `walk`: it would take twice as long, half of it for pointers, which are not needed here.
    pending: list[tuple[str, Schema, object]] = [("", root, response)]
    while pending:
        path, node, value = pending.pop()
        shape = resolve(root, node)
        if isinstance(value, dict) and "properties" in shape:
            members = cast("dict[str, object]", value)
            for member, inner in shape["properties"].items():
                member_path = f"{path}.{member}" if path else member
                if _is_present(root, inner, members, member):
                    yield Feature("member", member_path, "present")
                    pending.append((member_path, inner, members[member]))
                else:
                    yield Feature("member", member_path, "absent")
        elif "enum" in shape and isinstance(value, str):
            yield Feature("value", enum_name(node, shape, path), value)
        bounds = _bounds(shape)
        if bounds is not None and isinstance(value, list if "items" in shape else dict):
            yield Feature("size", path, size_class(len(cast("list[object]", value)), bounds[1]))
            if isinstance(value, list):
                items, inner = cast("list[object]", value), shape["items"]
                pending.extend((f"{path}[]", inner, item) for item in items)
            else:
                entries, inner = cast("dict[str, object]", value), shape["additionalProperties"]
                pending.extend((f"{path}{{}}", inner, entry) for entry in entries.values())


def _is_present(root: Schema, node: Schema, owner: dict[str, object], member: str) -> bool:
    """Whether a structure has a member. One that is null counts as absent, unless it is a document, which may be null.

    Args:
        root: the schema that has the definitions.
        node: the schema of the member.
        owner: the structure.
        member: the name of the member.
    """
    value = owner.get(member)
    return value is not None or (member in owner and "type" not in resolve(root, node))


def enum_name(node: Schema, shape: Schema, path: str) -> str:
    """The name of an enum: its definition's or its AWS type's; the path of an enum without one."""
    name: str = shape.get("x-shape", path)
    return reference(node) or name


def _bounds(shape: Schema) -> tuple[int, int | None] | None:
    if "items" in shape:
        return shape.get("minItems", 0), shape.get("maxItems")
    if "properties" not in shape and isinstance(shape.get("additionalProperties"), dict):
        return shape.get("minProperties", 0), shape.get("maxProperties")
    return None
