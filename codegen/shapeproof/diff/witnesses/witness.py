"""A response that shows a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shapeproof.contract import Pointer, pointer_text

__all__ = ["Witness"]


@dataclass(frozen=True, slots=True)
class Witness:
    """A response that is valid in the one edition and refused in the other, because of one change.

    For a request it is the old edition in which it is valid, for a response or an error the new one.

    Attributes:
        response: JSON values in the `cli` representation.
        pointer_parts: where it is refused, as the keys and indexes from the root.
        path: the path of the place of the change.
        keyword: the JSON Schema keyword by which it is refused; `propertyNames/…` for a key; `x-rules` for a rule.
        is_alone: whether it is refused there alone, and not for other changes as well.
        keeps_rules: whether it keeps the rules of the edition in which it is valid.
    """

    response: Any
    pointer_parts: Pointer
    path: str
    keyword: str
    is_alone: bool = True
    keeps_rules: bool = True

    @property
    def pointer(self) -> str:
        """Where it is refused, as RFC 6901 writes it."""
        return pointer_text(self.pointer_parts)
