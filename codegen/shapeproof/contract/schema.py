"""Nodes of a contract's schema, and the definitions that they refer to.

A schema is plain JSON of the subset that `capture` writes: `$ref` to `$defs`, structures (`properties`), maps
(`additionalProperties` with a schema), lists (`items`), scalars, and `anyOf: [schema, null]` for the items of a sparse
list or map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from shapeproof.contract.wire import TYPE_MEMBER

__all__ = [
    "BYTE_STREAM",
    "DIALECT",
    "EVENT_STREAM",
    "RULES_KEYWORD",
    "Schema",
    "is_stream",
    "is_union",
    "members_set",
    "objects_in",
    "reachable_definitions",
    "recursive_definitions",
    "reference",
    "reference_graph",
    "resolve",
    "stream_kind",
]

Schema = Mapping[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
"""The `$schema` of every schema."""


RULES_KEYWORD: Final = "x-rules"
"""The keyword of a structure in a schema that holds its rules, as a list."""


EVENT_STREAM: Final = "event stream"
"""What `x-not-checked` calls a member that is a stream of events."""


BYTE_STREAM: Final = "streaming blob"
"""What it calls one that is a stream of bytes."""


def objects_in(node: object) -> Iterator[Mapping[str, Any]]:
    """Iterate over the JSON objects in a schema or a part of one, itself among them, in no particular order.

    What is in rules is not among them: their examples are values, and longer than the rest.
    """
    pending = [node]
    while pending:
        inner = pending.pop()
        if isinstance(inner, list):
            pending += cast("list[object]", inner)
        elif isinstance(inner, dict):  # as all objects of JSON are; asking for mappings takes several times as long
            members = cast("dict[str, Any]", inner)
            if isinstance(members.get(RULES_KEYWORD), list):
                pending += [value for key, value in members.items() if key != RULES_KEYWORD]
            else:
                pending += members.values()
            yield members


def resolve(root: Schema, node: Schema) -> Schema:
    """The schema that a node stands for, without `$ref` and without the null of a sparse item.

    Args:
        root: the schema that has the definitions (`$defs`).
        node: the root itself or a schema inside it.
    """
    while True:
        if "$ref" in node:
            node = root["$defs"][node["$ref"].rpartition("/")[2]]
        elif "anyOf" in node:
            node = node["anyOf"][0]
        else:
            return node


def reference(node: Schema) -> str | None:
    """The name of the definition that a node, nullable or not, refers to; None for an inline schema."""
    target: str | None = (node["anyOf"][0] if "anyOf" in node else node).get("$ref")
    return target.rpartition("/")[2] if target else None


def recursive_definitions(root: Schema) -> frozenset[str]:
    """The names of the definitions that contain themselves, so that responses have no maximum depth."""
    graph = reference_graph(root["$defs"])
    # Most definitions lead nowhere; without them the rest takes little time.
    while leaves := {name for name, references in graph.items() if not references & graph.keys()}:
        graph = {name: references & graph.keys() for name, references in graph.items() if name not in leaves}
    return frozenset(name for name, references in graph.items() if name in _reachable(references, graph))


def reachable_definitions(node: Schema, definitions: Mapping[str, Schema]) -> frozenset[str]:
    """The names of the definitions that a node refers to, directly or through other definitions."""
    return _reachable(_references(node), reference_graph(definitions))


def reference_graph(definitions: Mapping[str, Schema]) -> dict[str, frozenset[str]]:
    """The names of the definitions that each definition refers to, by its name."""
    return {name: frozenset(_references(definition)) for name, definition in definitions.items()}


def _reachable(start: Iterable[str], graph: Mapping[str, frozenset[str]]) -> frozenset[str]:
    reached: set[str] = set()
    pending = list(start)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += graph.get(name, ())
    return frozenset(reached)


def is_stream(node: Schema) -> bool:
    """Whether a member is a stream, whose content a recorded response lacks."""
    return "type" in node.get("x-not-checked", {})


def stream_kind(node: Schema) -> str | None:
    """`EVENT_STREAM` or `BYTE_STREAM`; None for what is no stream, and for what several errors define differently."""
    kind: str | None = node.get("x-not-checked", {}).get("type", {}).get("value")
    return kind if kind in {EVENT_STREAM, BYTE_STREAM} else None


def is_union(shape: Schema) -> bool:
    """Whether a resolved schema is a structure that has exactly one of its members.

    A map may limit its entries with the same keyword, so both keywords count.
    """
    return "properties" in shape and "maxProperties" in shape


def members_set(union: object) -> list[str]:
    """The names of the members that a value of a union has, sorted: of those that are not null, and not its type."""
    if not isinstance(union, Mapping):
        return []
    members = cast("Mapping[str, object]", union)
    return sorted(name for name, value in members.items() if value is not None and name != TYPE_MEMBER)


def _references(node: object) -> Iterator[str]:
    references = (members.get("$ref") for members in objects_in(node))
    return (reference.rpartition("/")[2] for reference in references if isinstance(reference, str))
