"""Sources of choices for a composer: a seed here, Hypothesis in `strategies`, coverage in `covering`."""

from __future__ import annotations

from random import Random
from typing import Any, Protocol

from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import ByteSource
from shapeproof.fuzz.core.plan import Node

__all__ = ["ChoiceSource", "Composition", "PlainSource", "SeededSource", "no_strategies"]


class Composition(Protocol):
    """A response under composition, as a source sees it. `node_count` counts the nodes it has so far."""

    node_count: int

    def build(self, node: Node, selected: list[Any]) -> Any:
        """The value of a node, given the selected value of each choice of its group."""
        ...


class ChoiceSource(ByteSource, Protocol):
    """Makes the choices for a composer. Fewer bytes, and smaller ones, always give a simpler response."""

    def compose(self, composer: Composition, node: Node) -> Any:
        """The value that `composer` builds for a node, with a selected value for each choice of its group.

        Everything chosen meanwhile belongs together, and shrinks together.
        """
        ...

    def draw(self, strategy: Any) -> Any:
        """A value of a pinned Hypothesis strategy."""
        ...


class PlainSource:
    """The simplest option of every choice."""

    def draw_bytes(self, max_size: int) -> bytes:  # noqa: ARG002 - the protocol's parameter
        return b""

    def compose(self, composer: Composition, node: Node) -> Any:
        group = node.choice_group
        return composer.build(node, group.read(bytes(group.size)))

    def draw(self, strategy: Any) -> Any:
        raise no_strategies(strategy)


class SeededSource:
    """Bytes drawn from a seed: the same in every process, on every machine."""

    def __init__(self, seed: int | str) -> None:
        self._random = Random(seed)  # noqa: S311 - reproducible on purpose

    def draw_bytes(self, max_size: int) -> bytes:
        # Short strings are more common than long ones.
        return self._random.randbytes(min(self._random.randrange(max_size + 1) for _ in range(2)))

    def compose(self, composer: Composition, node: Node) -> Any:
        group = node.choice_group
        return composer.build(node, group.read(self._random.randbytes(group.size)))

    def draw(self, strategy: Any) -> Any:
        raise no_strategies(strategy)


def no_strategies(strategy: Any) -> UsageError:
    """The error of a source without Hypothesis that meets a pinned strategy."""
    return UsageError(
        f"a strategy can't be pinned here: {strategy!r}", hint="pin a value or a schema, or use fuzz.responses"
    )
