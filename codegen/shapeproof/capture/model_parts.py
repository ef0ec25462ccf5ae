"""The part of a service model that one part of a contract is built from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from shapeproof.contract import Part

__all__ = ["model_of_part"]

_ROLES: Final[Mapping[Part, str]] = {"response": "output", "request": "input", "error": "errors"}
_INNER: Final = ("member", "key", "value")
"""What the traits of lists and maps call the references to what they hold."""


def model_of_part(model: Mapping[str, Any], operation: str, part: Part | None) -> dict[str, Any]:
    """Reduce a service model to what one part of the contract of an operation depends on.

    The model needn't be valid: what is wrong with it is wrong with the result, too.

    Args:
        model: the whole service model.
        operation: the name of the operation in botocore's spelling.
        part: the part; None for what all parts have in common.

    Returns:
        A service model of this operation, with no other parts and with no other shapes.
    """
    entry: Mapping[str, Any] = model["operations"].get(operation, {})
    dropped = {role for other, role in _ROLES.items() if other != part}
    kept = {key: value for key, value in entry.items() if key not in dropped}
    defined: Mapping[str, Any] = model["shapes"]
    shapes: dict[str, Any] = {}
    references: object = kept.get(_ROLES[part]) if part else None
    pending = list(_names(cast("list[object]", references) if isinstance(references, list) else [references]))
    while pending:
        name = pending.pop()
        if name in defined and name not in shapes:
            shape = shapes[name] = defined[name]
            if isinstance(shape, dict):  # as all objects of JSON are; asking for mappings takes several times as long
                traits = cast("dict[str, Any]", shape)
                pending += _names(traits[role] for role in _INNER if role in traits)
                if isinstance(members := traits.get("members"), dict):
                    pending += _names(cast("dict[str, object]", members).values())
    operations = {operation: kept} if operation in model["operations"] else {}
    return {"metadata": model["metadata"], "operations": operations, "shapes": shapes}


def _names(references: Iterable[object]) -> Iterator[str]:
    for reference in references:
        if isinstance(reference, dict):
            name = cast("dict[str, object]", reference).get("shape")
            if isinstance(name, str):
                yield name
