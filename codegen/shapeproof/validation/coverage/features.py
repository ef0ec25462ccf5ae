"""What of a contract responses show: members there and not there, values of enums, sizes of lists and maps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, cast

from shapeproof.contract import Schema, is_stream, is_union, iter_schema, reference, resolve

__all__ = [
    "Feature",
    "FeatureKind",
    "enum_name",
    "features",
    "is_there",
    "notable_sizes",
    "shown_features",
    "size_class",
]

FeatureKind = Literal["member", "value", "size", "scenario"]

_LARGEST: Final = 100
"""A list without a bound, or with a larger one, is never looked for at its largest."""


class Feature(NamedTuple):
    """Something that a response can show.

    `kind` is `member` (subject: its path; state: `present` or `absent`), `value` (subject: the enum's type; state: the
    value), `size` (subject: the path of a list or map; state: `empty`, `one`, `several` or `most`) or `scenario` (no
    subject; state: its name).
    """

    kind: FeatureKind
    subject: str
    state: str


def notable_sizes(low: int, high: int | None) -> list[int]:
    """The sizes that stand for all that are allowed, ascending: the smallest, a few small ones, the largest."""
    most = [] if high is None or high > _LARGEST else [high]
    return [
        size for size in sorted({0, 1, 2, 3, low, low + 1, *most}) if low <= size and (high is None or size <= high)
    ]


def size_class(size: int, high: int | None) -> str:
    """What a size is, of those up to `high`: `empty`, `one`, `several`, `most`."""
    if not size:
        return "empty"
    if high is not None and size >= high and high <= _LARGEST and size > 1:
        return "most"
    return "one" if size == 1 else "several"


def features(root: Schema) -> Iterator[Feature]:
    """Everything that responses of a schema can show, in the order of its places; a structure inside itself counts once.

    Scenarios belong to a contract, not to its schema: see `validate.showing`.
    """
    met: set[Feature] = set()
    for path, node, shape in iter_schema(root):
        for feature in _of_place(path, node, shape):
            if feature not in met:
                met.add(feature)
                yield feature


def _of_place(path: str, node: Schema, shape: Schema) -> Iterator[Feature]:
    has_one_member = is_union(shape) and len(shape["properties"]) == 1
    for member, inner in shape.get("properties", {}).items():
        if is_stream(inner):
            continue
        place = f"{path}.{member}".removeprefix(".")
        yield Feature("member", place, "present")
        if member not in shape.get("required", ()) and not has_one_member:
            yield Feature("member", place, "absent")
    if "enum" in shape:
        for value in shape["enum"]:
            yield Feature("value", enum_name(node, shape, path), value)
    bounds = _bounds(shape)
    if bounds is not None:
        for state in dict.fromkeys(size_class(size, bounds[1]) for size in notable_sizes(*bounds)):
            yield Feature("size", path, state)


def shown_features(root: Schema, response: object) -> Iterator[Feature]:
    """What one response (in `cli`) shows; a feature may come several times, and be none of `features`."""
    # Not by `walk`: this is all that coverage costs, and pointers, which it has no use for, are half of that.
    pending: list[tuple[str, Schema, object]] = [("", root, response)]
    while pending:
        path, node, value = pending.pop()
        shape = resolve(root, node)
        if isinstance(value, dict) and "properties" in shape:
            found = cast("dict[str, object]", value)
            for member, inner in shape["properties"].items():
                place = f"{path}.{member}" if path else member
                if is_there(root, inner, found, member):
                    yield Feature("member", place, "present")
                    pending.append((place, inner, found[member]))
                else:
                    yield Feature("member", place, "absent")
        elif "enum" in shape and isinstance(value, str):
            yield Feature("value", enum_name(node, shape, path), value)
        bounds = _bounds(shape)
        if bounds is not None and isinstance(value, list if "items" in shape else dict):
            yield Feature("size", path, size_class(len(cast("list[object]", value)), bounds[1]))
            if isinstance(value, list):
                held, inner = cast("list[object]", value), shape["items"]
                pending.extend((f"{path}[]", inner, one) for one in held)
            else:
                entries, inner = cast("dict[str, object]", value), shape["additionalProperties"]
                pending.extend((f"{path}{{}}", inner, one) for one in entries.values())


def is_there(root: Schema, node: Schema, owner: dict[str, object], member: str) -> bool:
    """Whether a structure holds a member. Null says that it doesn't, but for a document, whose value it may be."""
    value = owner.get(member)
    return value is not None or (member in owner and "type" not in resolve(root, node))


def enum_name(node: Schema, shape: Schema, path: str) -> str:
    """What an enum is called as a place: its AWS name, else the path where it stands."""
    name: str = shape.get("x-shape", path)
    return reference(node) or name


def _bounds(shape: Schema) -> tuple[int, int | None] | None:
    if "items" in shape:
        return shape.get("minItems", 0), shape.get("maxItems")
    if "properties" not in shape and isinstance(shape.get("additionalProperties"), dict):
        return shape.get("minProperties", 0), shape.get("maxProperties")
    return None
