"""What a repair leaves alone: members that someone has pinned, by path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shapeproof.contract import Schema
from shapeproof.contract.routes import is_inside

__all__ = ["PinnedPaths"]


@dataclass(frozen=True, slots=True, eq=False)
class PinnedPaths:
    """The paths of pinned members. All but the absent ones stay present wherever their owner is.

    Attributes:
        fixed: members that keep their value, with all that is in it.
        values: the values of fixed members, where they are known; those of a strategy aren't.
        narrowed: members whose values also satisfy a schema, merged with that of the contract.
        present: members that stay present.
        absent: members that stay absent.
    """

    fixed: frozenset[str] = frozenset()
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    narrowed: Mapping[str, Schema] = field(default_factory=dict[str, Schema])
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    _is_fixed: dict[str, bool] = field(default_factory=dict[str, bool], init=False)
    _holds_pins: dict[str, bool] = field(default_factory=dict[str, bool], init=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is pinned."""
        return not (self.fixed or self.narrowed or self.present or self.absent)

    def __or__(self, other: PinnedPaths) -> PinnedPaths:
        """These pins, and others."""
        if not other.fixed and not other.absent:
            return self
        return replace(self, fixed=self.fixed | other.fixed, absent=self.absent | other.absent)

    def is_fixed(self, path: str) -> bool:
        """Whether the value at a path is fixed, or a part of one that is."""
        known = self._is_fixed.get(path)
        if known is None:
            known = self._is_fixed[path] = path in self.fixed or any(is_inside(path, pin) for pin in self.fixed)
        return known

    def holds_pins(self, path: str) -> bool:
        """Whether something inside the value at a path is pinned."""
        known = self._holds_pins.get(path)
        if known is None:
            pins: Iterable[str] = (*self.fixed, *self.narrowed, *self.present, *self.absent)
            known = self._holds_pins[path] = any(is_inside(pin, path) for pin in pins)
        return known

    def must_stay(self, path: str) -> bool:
        """Whether the member at a path must stay present."""
        return path in self.present or path in self.narrowed or self.is_fixed(path)
