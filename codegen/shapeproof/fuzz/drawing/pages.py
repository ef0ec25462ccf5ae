"""Hypothesis strategies of the pages of an operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from hypothesis import strategies as st

from shapeproof.contract import Contract, Representation, Schema, resolve
from shapeproof.contract.routes import follow_route, has_path, route_to
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.drawing.strategies import converted, planned_responses

__all__ = ["planned_pages"]


def planned_pages(
    contract: Contract, root: Schema, followed: Sequence[Node], last: Node, representation: Representation
) -> st.SearchStrategy[list[Any]]:
    """Lists of pages, of which each but the last tells that another one follows.

    Args:
        contract: the contract of an operation with a paginator.
        root: the schema of a page.
        followed: the plans of the pages before the last one, in their order.
        last: the plan of the last page.
        representation: the representation of the pages.
    """
    result_keys = contract.paginator.result_keys if contract.paginator else ()
    lists, counts = _lists_and_counts(root, result_keys)

    def page(plan: Node) -> st.SearchStrategy[Any]:
        responses = planned_responses(plan)
        if lists and counts:
            responses = responses.map(lambda response: _with_counts(response, lists[0], counts))
        return converted(root, responses, representation)

    before, end = [page(plan) for plan in followed], page(last)
    # The fewest pages come first, so that failures shrink to them.
    return st.integers(0, len(before)).flatmap(lambda number: st.tuples(*before[:number], end).map(list))


def _lists_and_counts(root: Schema, paths: Sequence[str]) -> tuple[list[str], list[str]]:
    """The paths of lists that a paginator merges, and those of numbers that it adds up: counts of what is in them."""
    found: dict[str, list[str]] = {"array": [], "integer": []}
    for path in paths:
        if has_path(root, path):
            _, node = follow_route(root, route_to(root, path))
            found.get(resolve(root, node).get("type", ""), []).append(path)
    return found["array"], found["integer"]


def _with_counts(response: Any, items: str, counts: Sequence[str]) -> Any:
    """A page whose counts say how many items it has."""
    *owners, name = items.split(".")
    found = (_structure(response, owners) or {}).get(name)
    number = len(cast("list[object]", found)) if isinstance(found, list) else 0
    for path in counts:
        *owners, name = path.split(".")
        owner = _structure(response, owners)
        if owner is not None and name in owner:
            owner[name] = number
    return response


def _structure(response: Any, names: Sequence[str]) -> dict[str, object] | None:
    for name in names:
        response = response.get(name) if isinstance(response, dict) else None
    return cast("dict[str, object]", response) if isinstance(response, dict) else None
