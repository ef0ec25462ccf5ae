"""Where a composer's bytes come from: a seed here, Hypothesis in `strategies`, what is still uncovered in `covering`."""

from __future__ import annotations

from random import Random
from typing import Any, Protocol

from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import ByteSource
from shapeproof.fuzz.core.plan import Node

__all__ = ["ChoiceSource", "Composition", "PlainSource", "SeededSource", "no_strategies"]


class Composition(Protocol):
    """The response that is being composed, as a source sees it. `places` counts what it holds so far."""

    places: int

    def filled(self, place: Node, settings: list[Any]) -> Any:
        """What stands at `place` by the settings of its panel's dials."""
        ...


class ChoiceSource(ByteSource, Protocol):
    """What decides. Fewer bytes, and smaller ones, always give a simpler response."""

    def composed(self, composer: Composition, place: Node) -> Any:
        """What `composer` makes of `place` with a setting for each dial of its panel.

        All that is decided on the way belongs together, and is dropped together.
        """
        ...

    def drawn(self, strategy: Any) -> Any:
        """A value of a Hypothesis strategy that somebody pinned."""
        ...


class PlainSource:
    """The plainest setting of everything."""

    def octets(self, most: int) -> bytes:  # noqa: ARG002 - what the protocol hands over
        return b""

    def composed(self, composer: Composition, place: Node) -> Any:
        panel = place.panel
        return composer.filled(place, panel.read(bytes(panel.size)))

    def drawn(self, strategy: Any) -> Any:
        raise no_strategies(strategy)


class SeededSource:
    """Bytes out of a seed: the same ones in every process, on every machine."""

    def __init__(self, seed: int | str) -> None:
        self._random = Random(seed)  # noqa: S311 - reproducible is what it has to be

    def octets(self, most: int) -> bytes:
        # Short ones more often, as people's texts are.
        return self._random.randbytes(min(self._random.randrange(most + 1) for _ in range(2)))

    def composed(self, composer: Composition, place: Node) -> Any:
        panel = place.panel
        return composer.filled(place, panel.read(self._random.randbytes(panel.size)))

    def drawn(self, strategy: Any) -> Any:
        raise no_strategies(strategy)


def no_strategies(strategy: Any) -> UsageError:
    """What a source without Hypothesis says to a pinned strategy."""
    return UsageError(
        f"a strategy can't be pinned here: {strategy!r}", hint="pin a value or a schema, or use fuzz.responses"
    )
