"""Violations of a schema that are none in the protocols of AWS: what every reader of a response passes over.

A structure may name its own type. A null member of a union is absent, as in every structure, so that it doesn't count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from shapeproof.contract import Pointer, Schema, is_union, members_set, shapes_along, value_at
from shapeproof.contract.wire import TYPE_MEMBER
from shapeproof.validation.engines.violations import Violation

__all__ = ["without_protocol"]

_COUNTS: Final = frozenset({"minProperties", "maxProperties"})


def without_protocol(root: Schema, violations: Iterable[Violation], response: object) -> Iterator[Violation]:
    """Yield the violations that a reader would notice, in their order.

    Args:
        root: the schema of the response.
        violations: the violations of the response, those of a value before those of what it contains.
        response: the response in `cli`.
    """
    counted: set[Pointer] = set()
    for violation in violations:
        is_type = violation.keyword == "additionalProperties" and violation.pointer[-1] == TYPE_MEMBER
        union = _union(root, violation, response, is_type=is_type)
        if union is not None and union not in counted:
            counted.add(union)
            count = len(members_set(value_at(response, union)))
            if count != 1:
                yield Violation(union, "maxProperties" if count else "minProperties")
        if not is_type and union != violation.pointer:
            yield violation


def _union(root: Schema, violation: Violation, response: object, *, is_type: bool) -> Pointer | None:
    """The pointer of the union whose members have to be counted because of a violation; None if there is none."""
    pointer, keyword = violation.pointer, violation.keyword
    if keyword in _COUNTS:
        union = pointer
    elif is_type or (keyword in {"type", "format"} and pointer and value_at(response, pointer) is None):
        union = pointer[:-1]
    else:
        return None
    return union if is_union(shapes_along(root, union)[-1] or {}) else None
