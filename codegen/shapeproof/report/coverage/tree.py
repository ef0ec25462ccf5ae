"""The response of a contract as a tree of nodes, each with the number of responses that showed it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from shapeproof.contract import Schema, child, is_stream, reference, resolve
from shapeproof.contract.routes import is_inside
from shapeproof.markup.type_words import type_words
from shapeproof.report.coverage.contract_coverage import ContractCoverage
from shapeproof.rules.paths import rules_by_path
from shapeproof.rules.reading import rules_of
from shapeproof.validation.coverage.features import Feature, enum_name

__all__ = ["CoverageCount", "CoverageLevel", "CoverageNode", "CoverageTree", "RuleCoverage"]

CoverageLevel = Literal["never", "seldom", "often"]
_OFTEN: Final = 0.2
"""The share of a contract's responses from which on something is shown often."""


class CoverageCount(NamedTuple):
    """How many responses showed something.

    Attributes:
        label: what was shown.
        responses: the number of responses that showed it.
        percent: their share of the contract's responses, 0 to 100.
        level: the share in a word.
    """

    label: str
    responses: int
    percent: int
    level: CoverageLevel


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """How often a rule was kept, and how many responses broke it. Where neither is, it was never relevant."""

    message: str
    kept: CoverageCount
    broken: int


@dataclass(frozen=True, slots=True)
class CoverageNode:
    """A node of the response.

    Attributes:
        path: the path in the contract.
        name: the name of the member; `each item` or `each value` of a list or map.
        type: the type in words.
        is_required: whether the member is required.
        is_element: whether the node is an item of a list or a value of a map, and not a member.
        present: how often the member was present; None for an element.
        absent: how often the member was absent; None if it can't be.
        values: the values of an enum, at the first node that has this enum.
        values_path: the path of that first node, at every other node.
        sizes: the sizes of a list or a map.
        members_below: the number of members below one that was never present, and has no `children`.
        is_stream: whether the node is a stream, which no recording shows.
        children: the nodes below.
        rules: the ids of the rules that are about the member.
    """

    path: str
    name: str
    type: str
    is_required: bool
    is_element: bool
    present: CoverageCount | None
    absent: CoverageCount | None
    values: tuple[CoverageCount, ...] = ()
    values_path: str = ""
    sizes: tuple[CoverageCount, ...] = ()
    members_below: int = 0
    is_stream: bool = False
    children: tuple[CoverageNode, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass
class CoverageTree:
    """Builds the tree of one contract.

    Attributes:
        coverage: the coverage of the contract.
        size: the number of nodes so far.
    """

    coverage: ContractCoverage
    size: int = 0
    _enum_paths: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        self._root: Schema = self.coverage.contract.response
        self._rules = rules_by_path(self._root)

    def nodes(self) -> tuple[CoverageNode, ...]:
        """Return the nodes of the top-level members."""
        return tuple(self._members(resolve(self._root, self._root), "", (reference(self._root) or "",)))

    def scenarios(self) -> tuple[tuple[CoverageCount, str], ...]:
        """Return how often each scenario was shown, and its description."""
        scenarios = self.coverage.contract.scenarios
        return tuple(
            (self._count(name, Feature("scenario", "", name)), scenario.description)
            for name, scenario in scenarios.items()
        )

    def rules(self) -> tuple[RuleCoverage, ...]:
        """Return how often each rule was kept and broken."""
        return tuple(
            RuleCoverage(
                rule.message,
                self._count(rule.id, Feature("rule", rule.id, "kept")),
                self.coverage.counts.get(Feature("rule", rule.id, "broken"), 0),
            )
            for rule in rules_of(self._root)
            if not rule.is_transition
        )

    def _members(self, shape: Schema, path: str, ancestors: tuple[str, ...]) -> Iterator[CoverageNode]:
        for name, node in shape.get("properties", {}).items():
            yield self._node(node, f"{path}.{name}".removeprefix("."), name, shape, ancestors)

    def _node(self, node: Schema, path: str, name: str, owner: Schema, ancestors: tuple[str, ...]) -> CoverageNode:
        self.size += 1
        is_element = "properties" not in owner
        shape = resolve(self._root, node)
        present = None if is_element else self._count("present", Feature("member", path, "present"))
        is_unreached = present is not None and not present.responses
        values, values_path = self._values(node, shape, path) if "enum" in shape and not is_unreached else ((), "")
        return CoverageNode(
            path=path,
            name=name,
            type="".join(word.text for word in type_words(self._root, node)),
            is_required=name in owner.get("required", ()) and not is_element,
            is_element=is_element,
            present=present,
            absent=None if is_element else self._known_count("absent", Feature("member", path, "absent")),
            values=values,
            values_path=values_path,
            sizes=() if is_unreached else tuple(self._sizes(path)),
            members_below=self._members_below(path) if is_unreached else 0,
            is_stream=is_stream(node),
            rules=() if is_element else self._about(path),
            children=() if is_unreached else tuple(self._children(node, shape, path, ancestors)),
        )

    def _about(self, path: str) -> tuple[str, ...]:
        return tuple(rule.id for rule in self._rules.get(path, ()) if not rule.is_transition)

    def _children(self, node: Schema, shape: Schema, path: str, ancestors: tuple[str, ...]) -> Iterator[CoverageNode]:
        name = reference(node)
        if name in ancestors:  # a recursive structure is expanded once
            return
        ancestors = ancestors if name is None else (*ancestors, name)
        yield from self._members(shape, path, ancestors)
        for key, label in ((0, "each item"), ("", "each value")):
            step = child(shape, key)
            if step.node is None or step.notation not in {"[]", "{}"}:
                continue
            element = resolve(self._root, step.node)
            if element.keys() & {"properties", "enum", "items", "additionalProperties"}:
                yield self._node(step.node, f"{path}{step.notation}", label, shape, ancestors)

    def _members_below(self, path: str) -> int:
        return sum(
            feature.kind == "member" and feature.state == "present" and is_inside(feature.subject, path)
            for feature in self.coverage.counts
        )

    def _values(self, node: Schema, shape: Schema, path: str) -> tuple[tuple[CoverageCount, ...], str]:
        name = enum_name(node, shape, path)
        if name in self._enum_paths:
            return (), self._enum_paths[name]
        self._enum_paths[name] = path
        counts = [self._count(value, Feature("value", name, value)) for value in shape["enum"]]
        return tuple(sorted(counts, key=lambda count: -count.responses)), ""

    def _sizes(self, path: str) -> Iterator[CoverageCount]:
        for state in ("empty", "one", "several", "most"):
            count = self._known_count(state, Feature("size", path, state))
            if count is not None:
                yield count

    def _known_count(self, label: str, feature: Feature) -> CoverageCount | None:
        return self._count(label, feature) if feature in self.coverage.counts else None

    def _count(self, label: str, feature: Feature) -> CoverageCount:
        responses, total = self.coverage.counts.get(feature, 0), self.coverage.responses
        share = responses / total if total else 0
        level: CoverageLevel = "never" if not responses else "often" if share >= _OFTEN else "seldom"
        return CoverageCount(label, responses, round(100 * share), level)
