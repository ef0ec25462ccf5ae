"""Hypothesis strategies of the pages of an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from shapeproof.contract import Contract, Representation, Schema
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.drawing.agreement import agree_counts, lists_and_counts
from shapeproof.fuzz.drawing.strategies import converted, planned_responses

__all__ = ["planned_pages"]


def planned_pages(
    contract: Contract,
    root: Schema,
    followed: Sequence[Node],
    last: Node,
    representation: Representation,
    pinned: Sequence[str] = (),
) -> st.SearchStrategy[list[Any]]:
    """Lists of pages, of which each but the last tells that another one follows.

    Args:
        contract: the contract of an operation with a paginator.
        root: the schema of a page.
        followed: the plans of the pages before the last one, in their order.
        last: the plan of the last page.
        representation: the representation of the pages.
        pinned: the members that are pinned.
    """
    result_keys = contract.paginator.result_keys if contract.paginator else ()
    lists, counts = lists_and_counts(root, result_keys)
    counts = [path for path in counts if path not in pinned]

    def page(plan: Node) -> st.SearchStrategy[Any]:
        responses = planned_responses(plan)
        if lists and counts:
            responses = responses.map(lambda response: agree_counts(response, lists[0], counts))
        return converted(root, responses, representation, pinned)

    before, end = [page(plan) for plan in followed], page(last)
    # The fewest pages come first, so that failures shrink to them.
    return st.integers(0, len(before)).flatmap(lambda number: st.tuples(*before[:number], end).map(list))
