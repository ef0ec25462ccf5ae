"""Compares snapshots of service models: the states of members and enum values in several releases of botocore."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from shapeproof.capture.changes import NO_SHAPE, OPTIONAL, REQUIRED, UNKNOWN, WIRE_NAME

__all__ = ["ServiceSnapshot", "changes_text", "snapshot"]

_OF_CONTAINERS: Final = {"list": ("member",), "map": ("key", "value")}


class ServiceSnapshot(NamedTuple):
    """What one release of botocore says about the responses and errors of a service.

    Attributes:
        states: the state of each member or enum value, by the name of its structure or enum.
        wire_names: the names on the wire of members that have another one there, by the name of the structure.
    """

    states: Mapping[str, Mapping[str, str]]
    wire_names: Mapping[str, Mapping[str, str]]


def snapshot(model: Mapping[str, Any]) -> ServiceSnapshot:
    """The structures and enums that the responses and errors of a service consist of.

    Args:
        model: the service model, as botocore has it.
    """
    states: dict[str, dict[str, str]] = {}
    wire_names: dict[str, dict[str, str]] = {}
    for name in _reachable(model):
        shape = model["shapes"][name]
        if "enum" in shape:
            states[name] = dict.fromkeys(shape["enum"], OPTIONAL)
        elif shape["type"] == "structure":
            members, required = shape["members"], frozenset(shape.get("required", ()))
            states[name] = {member: REQUIRED if member in required else OPTIONAL for member in members}
            wire_names[name] = {
                member: on_wire
                for member, traits in members.items()
                if (on_wire := traits.get("locationName", member)) != member
            }
    return ServiceSnapshot(states, wire_names)


def _reachable(model: Mapping[str, Any]) -> set[str]:
    pending = [
        reference["shape"]
        for operation in model["operations"].values()
        for reference in (*([operation["output"]] if "output" in operation else []), *operation.get("errors", ()))
    ]
    reached: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            shape = model["shapes"][name]
            inner = shape.get("members", {}).values() if shape["type"] == "structure" else ()
            pending += [reference["shape"] for reference in inner]
            pending += [shape[part]["shape"] for part in _OF_CONTAINERS.get(shape["type"], ())]
    return reached


def changes_text(releases: Sequence[str], services: Mapping[str, Sequence[ServiceSnapshot | None]]) -> str:
    """The content of `changes.jsonl`.

    Args:
        releases: the releases, oldest first.
        services: the snapshots of each service in these releases; None where a release lacks the service.
    """
    lines: list[dict[str, Any]] = [{"shapeproof": 1, "releases": list(releases)}]
    for service, snapshots in sorted(services.items()):
        names = sorted({name for known in snapshots if known for name in known.states})
        shapes = {name: changes for name in names if (changes := _changes(name, snapshots))}
        if shapes:
            lines.append({"service": service, "shapes": shapes})
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def _changes(shape: str, snapshots: Iterable[ServiceSnapshot | None]) -> dict[str, list[str]]:
    """The names of what isn't the same in all releases that have the shape, by its states."""
    in_releases = [known.states.get(shape) if known else None for known in snapshots]
    changes: dict[str, list[str]] = {}
    for name in sorted({name for states in in_releases for name in states or ()}):
        states = "".join(NO_SHAPE if known is None else known.get(name, UNKNOWN) for known in in_releases)
        if len(set(states) - {NO_SHAPE}) > 1:
            changes.setdefault(states, []).append(_with_wire_name(name, states, shape, snapshots))
    return dict(sorted(changes.items()))


def _with_wire_name(name: str, states: str, shape: str, snapshots: Iterable[ServiceSnapshot | None]) -> str:
    """A name with that on the wire, where they differ and a contract may not know it."""
    if UNKNOWN not in states:
        return name
    on_wire = [names[name] for names in _wire_names(shape, snapshots) if name in names]
    return f"{name}{WIRE_NAME}{on_wire[-1]}" if on_wire else name


def _wire_names(shape: str, snapshots: Iterable[ServiceSnapshot | None]) -> Iterator[Mapping[str, str]]:
    for known in snapshots:
        if known and shape in known.wire_names:
            yield known.wire_names[shape]
