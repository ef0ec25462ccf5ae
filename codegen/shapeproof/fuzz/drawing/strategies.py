"""Hypothesis strategies of responses, made of public ones: `binary` of fixed and of open length, and `composite`."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from shapeproof.contract import Representation, Schema
from shapeproof.fuzz.core.compose import Composer
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.core.sources import Composition
from shapeproof.fuzz.drawing.agreement import HttpMembers, agree_http
from shapeproof.representations.botocore_decoding import as_shown, has_sdk_forms
from shapeproof.representations.conversion import from_cli

__all__ = ["converted", "planned_responses"]


def planned_responses(plan: Node) -> st.SearchStrategy[Any]:
    """Responses in `cli` that follow a plan."""
    return _responses(plan)


def converted(
    root: Schema, responses: st.SearchStrategy[Any], representation: Representation, pinned: Sequence[str] = ()
) -> st.SearchStrategy[Any]:
    """Responses in a representation; in `sdk`, with what HTTP decides in agreement.

    Args:
        root: the schema of the responses.
        responses: a strategy of responses in `cli`.
        representation: the representation.
        pinned: the members that are pinned, and stay as they are.
    """
    if representation == "sdk" and any((http := HttpMembers.of(root, pinned))[1:]):
        responses = responses.map(lambda response: agree_http(response, http))
    responses = responses.map(lambda response: from_cli(root, response, representation))
    if representation != "wire" and has_sdk_forms(root):
        return responses.map(lambda response: as_shown(root, response))
    return responses


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
