"""Which operations of a service can differ between two models of it, by the shapes that they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from shapeproof.capture.model import shape_facts
from shapeproof.capture.model_check import referenced_by_operation, shape_references

__all__ = ["OperationNames", "changed_operations"]

Model = Mapping[str, Any]


class OperationNames(NamedTuple):
    """The operations of a service, in botocore's spelling, sorted.

    Attributes:
        added: those that the new model alone has.
        removed: those that the old model alone has.
        changed: those of both that refer to a shape that differs.
        unchanged: the number of all others.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def changed_operations(old: Model, new: Model) -> OperationNames:
    """Compare the operations of two models of one service. What is documentation is no difference.

    Args:
        old: the old service model.
        new: the new service model.

    Raises:
        LookupError, TypeError, AttributeError: a model is not one of botocore's.
    """
    old_operations, new_operations = old["operations"], new["operations"]
    common = sorted(old_operations.keys() & new_operations.keys())
    differing = _differing(old["shapes"], new["shapes"])
    changed: list[str] = []
    for name in common:
        roots = [referenced_by_operation(model[name]) for model in (old_operations, new_operations)]
        if roots[0] != roots[1] or not differing.isdisjoint((*roots[0], *roots[1])):
            changed.append(name)
    return OperationNames(
        tuple(sorted(new_operations.keys() - old_operations.keys())),
        tuple(sorted(old_operations.keys() - new_operations.keys())),
        tuple(changed),
        len(common) - len(changed),
    )


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """The names of the shapes that differ, or that refer to one that does."""
    differing = {
        name
        for name in (*old, *new)
        if name not in old or name not in new or shape_facts(old[name]) != shape_facts(new[name])
    }
    owners: dict[str, set[str]] = {}
    for shapes in (old, new):
        for name, shape in shapes.items():
            for inner in shape_references(shape):
                owners.setdefault(inner, set()).add(name)
    return _reached(differing, owners)


def _reached(start: Iterable[str], owners: Mapping[str, set[str]]) -> frozenset[str]:
    reached = set(start)
    pending = list(reached)
    while pending:
        more = owners.get(pending.pop(), set()) - reached
        reached |= more
        pending += more
    return frozenset(reached)
