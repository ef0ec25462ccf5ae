"""What a service offers: its operations, each with the first sentence of its description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from shapeproof.capture.model import snake_case
from shapeproof.capture.prose import plain_text

__all__ = ["DescribedOperation", "described_operations", "service_title"]


class DescribedOperation(NamedTuple):
    """An operation.

    Attributes:
        name: its name in boto3's spelling.
        summary: the first sentence of its description, as plain text; empty if it has none.
    """

    name: str
    summary: str


def service_title(model: Mapping[str, Any]) -> str:
    """The full name of a service, as its model states it; empty if it states none."""
    title: object = model["metadata"].get("serviceFullName")
    return title if isinstance(title, str) else ""


def described_operations(model: Mapping[str, Any]) -> list[DescribedOperation]:
    """The operations of a service, by name.

    Args:
        model: the service model, as botocore reads it.
    """
    operations: Mapping[str, Any] = model["operations"]
    return [DescribedOperation(snake_case(name), _summary(operations[name])) for name in sorted(operations)]


def _summary(operation: Mapping[str, Any]) -> str:
    documentation = operation.get("documentation")
    if not isinstance(documentation, str):
        return ""
    lines = plain_text(documentation).strip().splitlines()
    sentence, dot, _ = (lines[0] if lines else "").partition(". ")
    return sentence + dot.rstrip()
