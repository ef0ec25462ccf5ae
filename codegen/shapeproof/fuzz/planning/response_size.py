"""Whether the responses of a plan are small enough to be generated fast."""

from __future__ import annotations

from typing import Any, Final

from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.core.sources import SeededSource

__all__ = ["is_small_enough"]

_MAX_MEAN_NODES: Final = 100.0
"""Each node is a draw, which costs Hypothesis some 30 microseconds."""
_SAMPLE_SIZE: Final = 30


def is_small_enough(root: Node) -> bool:
    """Whether a sample of responses has few enough nodes on average."""
    node_count = 0
    for seed in range(_SAMPLE_SIZE):
        composer = Composer(_SampleSource(seed))
        composer.compose(root)
        node_count += composer.node_count
        if node_count > _MAX_MEAN_NODES * _SAMPLE_SIZE:
            return False
    return True


class _SampleSource(SeededSource):
    """Works without Hypothesis: values of pinned strategies are not drawn, and do not count."""

    def draw(self, strategy: Any) -> Any:  # noqa: ARG002 - the protocol's parameter
        return None
