"""Hypothesis strategies of the pages of an operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from shapeproof.contract import Schema, View
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.drawing.coherence import member_rules_of
from shapeproof.fuzz.drawing.page_sequence import PageSequence
from shapeproof.fuzz.drawing.strategies import planned_responses
from shapeproof.fuzz.planning.default_pins import with_defaults
from shapeproof.fuzz.planning.page_pins import PagePins
from shapeproof.fuzz.planning.planner import plan

__all__ = ["planned_pages"]

Strategy = st.SearchStrategy[Any]


def planned_pages(
    root: Schema,
    pins: PagePins,
    chosen: Mapping[str, Any],
    view: View,
    sequence: PageSequence,
    convert: Callable[[Strategy], Strategy] = lambda responses: responses,
) -> st.SearchStrategy[list[Any]]:
    """Lists of pages, of which each but the last tells that another one follows.

    Args:
        root: the schema of a page.
        pins: the pins of pages.
        chosen: the pins of every page, which override them.
        view: the view of the pages.
        sequence: what the pages must agree in.
        convert: makes a strategy of pages from one of pages in `cli`.

    Raises:
        UsageError: the schema doesn't allow a pin.
        UnsatisfiableSchema: no finite response satisfies the schema.
    """

    def page(of_page: Mapping[str, Any]) -> Strategy:
        every = with_defaults(of_page, chosen)
        coherence = sequence.coherence(every)
        node: Node = plan(root, every, view, is_json=sequence.is_json, rules=member_rules_of(coherence))
        return convert(planned_responses(node, coherence).map(sequence.counted))

    before, end = [page(of_page) for of_page in pins.followed], page(pins.last)
    # The fewest pages come first, so that failures shrink to them.
    return st.integers(0, len(before)).flatmap(lambda number: st.tuples(*before[:number], end).map(list))
