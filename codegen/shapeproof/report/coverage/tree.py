"""The response of a contract as a tree of places, each with the number of responses that showed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from shapeproof.contract import Schema, child, is_stream, reference, resolve
from shapeproof.markup.type_words import type_words
from shapeproof.report.coverage.counts import Covered
from shapeproof.validation.coverage.features import Feature, enum_name

__all__ = ["CoverageCount", "CoverageLevel", "CoverageNode", "CoverageTree"]

CoverageLevel = Literal["never", "seldom", "often"]
_OFTEN: Final = 0.2
"""Shown by so large a share of a contract's responses, something is shown often."""


class CoverageCount(NamedTuple):
    """Something that `responses` of a contract's responses showed; `percent` of them, and what that is called."""

    text: str
    responses: int
    percent: int
    level: CoverageLevel


@dataclass(frozen=True, slots=True)
class CoverageNode:
    """A place of the response. `there` says how often it was, `absent` how often it wasn't (None: it can't be).

    `values` are those of an enum, told where it stands first; `told_at` names that place elsewhere. `sizes` are those
    of a list or a map. `inside` is the number of members in something that was never there, which has nothing `below`.
    """

    path: str
    name: str
    type: str
    is_required: bool
    is_held: bool
    there: CoverageCount | None
    absent: CoverageCount | None
    values: tuple[CoverageCount, ...] = ()
    told_at: str = ""
    sizes: tuple[CoverageCount, ...] = ()
    inside: int = 0
    is_unseen: bool = False
    below: tuple[CoverageNode, ...] = ()


@dataclass
class CoverageTree:
    """Grows the tree of one contract. `size` is the number of its places so far."""

    covered: Covered
    size: int = 0
    _told: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self._root: Schema = self.covered.contract.response

    def spots(self) -> tuple[CoverageNode, ...]:
        """The places of the top-level members, with all below them."""
        return tuple(self._members(resolve(self._root, self._root), "", (reference(self._root) or "",)))

    def _members(self, shape: Schema, path: str, entered: tuple[str, ...]) -> Iterator[CoverageNode]:
        for name, node in shape.get("properties", {}).items():
            yield self._spot(node, f"{path}.{name}".removeprefix("."), name, shape, entered)

    def _spot(self, node: Schema, path: str, name: str, owner: Schema, entered: tuple[str, ...]) -> CoverageNode:
        self.size += 1
        is_held = "properties" not in owner
        shape = resolve(self._root, node)
        there = None if is_held else self._seen("there", Feature("member", path, "present"))
        is_closed = there is not None and not there.responses
        inside = self._inside(path) if is_closed else 0
        values, told_at = self._values(node, shape, path) if "enum" in shape and not is_closed else ((), "")
        return CoverageNode(
            path=path,
            name=name,
            type="".join(word.text for word in type_words(self._root, node)),
            is_required=name in owner.get("required", ()) and not is_held,
            is_held=is_held,
            there=there,
            absent=None if is_held else self._seen_if_any("absent", Feature("member", path, "absent")),
            values=values,
            told_at=told_at,
            sizes=() if is_closed else tuple(self._sizes(path)),
            inside=inside,
            is_unseen=is_stream(node),
            below=() if is_closed else tuple(self._below(node, shape, path, entered)),
        )

    def _below(self, node: Schema, shape: Schema, path: str, entered: tuple[str, ...]) -> Iterator[CoverageNode]:
        name = reference(node)
        if name in entered:  # a structure inside itself is told of once
            return
        entered = entered if name is None else (*entered, name)
        yield from self._members(shape, path, entered)
        for key, label in ((0, "each item"), ("", "each value")):
            step = child(shape, key)
            if step.node is None or step.notation not in {"[]", "{}"}:
                continue
            inner = resolve(self._root, step.node)
            if inner.keys() & {"properties", "enum", "items", "additionalProperties"}:
                yield self._spot(step.node, f"{path}{step.notation}", label, shape, entered)

    def _inside(self, path: str) -> int:
        """How many members lie in a place."""
        openings = (f"{path}.", f"{path}[", f"{path}{{")
        return sum(
            one[::2] == ("member", "present") and one.subject.startswith(openings) for one in self.covered.counts
        )

    def _values(self, node: Schema, shape: Schema, path: str) -> tuple[tuple[CoverageCount, ...], str]:
        name = enum_name(node, shape, path)
        if name in self._told:
            return (), self._told[name]
        self._told[name] = path
        seen = [self._seen(value, Feature("value", name, value)) for value in shape["enum"]]
        return tuple(sorted(seen, key=lambda one: -one.responses)), ""

    def _sizes(self, path: str) -> Iterator[CoverageCount]:
        for state in ("empty", "one", "several", "most"):
            seen = self._seen_if_any(state, Feature("size", path, state))
            if seen is not None:
                yield seen

    def _seen_if_any(self, text: str, feature: Feature) -> CoverageCount | None:
        return self._seen(text, feature) if feature in self.covered.counts else None

    def _seen(self, text: str, feature: Feature) -> CoverageCount:
        count, all_ = self.covered.counts.get(feature, 0), self.covered.responses
        share = count / all_ if all_ else 0
        level: CoverageLevel = "never" if not count else "often" if share >= _OFTEN else "seldom"
        return CoverageCount(text, count, round(100 * share), level)

    def scenarios(self) -> tuple[tuple[CoverageCount, str], ...]:
        """Each scenario, how often it was shown, and its description."""
        known = self.covered.contract.scenarios
        return tuple((self._seen(name, Feature("scenario", "", name)), known[name].description) for name in known)
