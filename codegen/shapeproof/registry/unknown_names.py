"""What is said of names that no contract has: they may be misspelt, or lack a part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from shapeproof.contract import operation_key

if TYPE_CHECKING:  # slow to import, and only a wrong name needs it
    from shapeproof.capture.sources import ModelSource

__all__ = ["only_contract", "part_hint"]


def part_hint(name: str, models: ModelSource) -> str | None:
    """A hint for a name that is that of a service or of an operation alone; None if it is neither.

    Args:
        name: what was given as the name of a contract.
        models: the service models of the installed botocore.
    """
    if name in models.services:
        return f"{name} is a service; its operations: shapeproof list {name}"
    if not name.isidentifier():
        return None
    from shapeproof.registry.suggestions import similar_contracts

    similar = similar_contracts(models, "", name)
    return f"did you mean {' or '.join(similar)}?" if similar else None


def only_contract(operation: str, committed: Iterable[str], models: ModelSource | None) -> str | None:
    """The name of the only contract of an operation, in boto3's spelling; None if it is not the only one.

    Args:
        operation: the operation in either spelling, without its service.
        committed: the names of the operations that have committed contracts.
        models: the service models of the installed botocore; None if it isn't installed.
    """
    from shapeproof.capture.model import snake_case

    key = operation_key(operation)
    names = {name for name in committed if operation_key(name.partition(".")[2]) == key}
    for service, operations in models.operations_by_service.items() if models else ():
        names.update(f"{service}.{snake_case(name)}" for name in operations if operation_key(name) == key)
    return names.pop() if len(names) == 1 else None
