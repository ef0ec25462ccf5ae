"""Hypothesis strategies of responses, made of public ones: `binary` of fixed and of open length, and `composite`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from shapeproof.contract import Representation, Schema
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.core.sources import Composition
from shapeproof.fuzz.drawing.agreement import HttpMembers, agree_http
from shapeproof.fuzz.drawing.coherence import Coherence
from shapeproof.representations.botocore_decoding import as_shown, has_sdk_forms
from shapeproof.representations.conversion import from_cli

__all__ = ["converter", "planned_responses"]


def planned_responses(plan: Node, coherence: Coherence | None = None) -> st.SearchStrategy[Any]:
    """Responses in `cli` that follow a plan.

    Args:
        plan: the plan.
        coherence: repairs the responses, so that shrinking stays inside the rules; None leaves them as drawn.

    Raises:
        UsageError: no response of the plan can be repaired.
    """
    if coherence is None:
        return _responses(plan)
    coherence.require_possible(plan)
    return _coherent_responses(plan, coherence)


def converter(root: Schema, representation: Representation, pinned: Sequence[str] = ()) -> Callable[[Any], Any]:
    """What writes a response, in `cli`, in a representation; in `sdk`, with what HTTP decides in agreement.

    Args:
        root: the schema of the responses.
        representation: the representation.
        pinned: the members that are pinned, and stay as they are.
    """
    http = HttpMembers.of(root, pinned) if representation == "sdk" else None
    is_shown = representation != "wire" and has_sdk_forms(root)

    def convert(response: Any) -> Any:
        if http is not None and any(http[1:]):
            response = agree_http(response, http)
        written = from_cli(root, response, representation)
        return as_shown(root, written) if is_shown else written

    return convert


_composer: ContextVar[Composer] = ContextVar("composer of the current response")


@st.composite
def _responses(draw: st.DrawFn, plan: Node) -> Any:
    composer = Composer(_HypothesisSource(draw))
    token = _composer.set(composer)
    try:
        return composer.compose(plan)
    finally:
        _composer.reset(token)


@st.composite
def _coherent_responses(draw: st.DrawFn, plan: Node, coherence: Coherence) -> Any:
    repaired = coherence.repaired(draw(_responses(plan)))
    if repaired is None:
        reject()
    return repaired


@st.composite
def _built(draw: st.DrawFn, node: Node, data: st.SearchStrategy[bytes]) -> Any:
    return _composer.get().build(node, node.choice_group.read(draw(data)))


@lru_cache(maxsize=1024)
def _of_size(size: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)


@lru_cache(maxsize=64)
def _up_to(max_size: int) -> st.SearchStrategy[bytes]:
    return st.binary(max_size=max_size)


@lru_cache(maxsize=16_384)
def _node_strategy(node: Node) -> st.SearchStrategy[Any]:
    """The strategy of a node; making one costs more than drawing from it."""
    return _built(node, _of_size(node.choice_group.size))


class _HypothesisSource:
    """Bytes that Hypothesis chooses, records and shrinks."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def draw_bytes(self, max_size: int) -> bytes:
        return self._draw(_up_to(max_size))

    def compose(self, composer: Composition, node: Node) -> Any:
        group = node.choice_group
        if not group.size:
            return composer.build(node, [])
        if not all(child.is_inline for child in node.body.children):
            # A draw of its own shows the shrinker which bytes belong together; it drops them at once.
            return self._draw(_node_strategy(node))
        return composer.build(node, group.read(self._draw(_of_size(group.size))))

    def draw(self, strategy: Any) -> Any:
        return self._draw(strategy)
