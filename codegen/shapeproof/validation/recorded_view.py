"""How findings show the places and values of a response: as it was recorded, whatever form it was validated in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from shapeproof.contract import Pointer, value_at

__all__ = ["RecordedView", "UnconvertedView"]


class RecordedView(Protocol):
    """A response as it was recorded, addressed by pointers into its conversion to the `cli` representation."""

    def recorded_pointer(self, pointer: Pointer) -> Pointer:
        """The place in the recorded response; for a missing member, where it would be."""
        ...

    def recorded_value(self, pointer: Pointer) -> object:
        """The value in the recorded response."""
        ...

    def recorded_names(self, pointer: Pointer) -> Mapping[str, str] | None:
        """The recorded names of a structure's members by their names in the contract; None if the schema tells them."""
        ...

    @property
    def is_text(self) -> bool:
        """Whether scalars were recorded as text."""
        ...


@dataclass(frozen=True, slots=True)
class UnconvertedView:
    """A response that was recorded in the form in which it is validated."""

    response: object

    def recorded_pointer(self, pointer: Pointer) -> Pointer:
        return pointer

    def recorded_value(self, pointer: Pointer) -> object:
        return value_at(self.response, pointer)

    def recorded_names(self, pointer: Pointer) -> Mapping[str, str] | None:  # noqa: ARG002
        return None

    @property
    def is_text(self) -> bool:
        return False
