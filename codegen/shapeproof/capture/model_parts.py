"""The part of a service model that one part of a contract is built from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Part
from shapeproof.contract.schema import objects_in

__all__ = ["model_of_part"]

_ROLES: Final[Mapping[Part, str]] = {"response": "output", "request": "input", "error": "errors"}


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
    pending = [kept.get(_ROLES[part])] if part else []
    while pending:
        for node in objects_in(pending.pop()):
            name = node.get("shape")
            if isinstance(name, str) and name in defined and name not in shapes:
                shapes[name] = defined[name]
                pending.append(defined[name])
    operations = {operation: kept} if operation in model["operations"] else {}
    return {"metadata": model["metadata"], "operations": operations, "shapes": shapes}
