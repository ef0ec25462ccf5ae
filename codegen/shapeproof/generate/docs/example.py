"""The example of a page: a valid response with as many members as a page has room for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, cast

from shapeproof.contract import Contract, Schema, child, is_union, resolve
from shapeproof.generate.docs.page_model import Example
from shapeproof.generate.docs.streams import with_stream_contents
from shapeproof.markup.json_text import readable_json
from shapeproof.sample import UnsatisfiableSchema, fullest, smallest
from shapeproof.sample.coherence import repairer_of

__all__ = ["find_example"]

_MOST_LINES: Final = 600


def find_example(contract: Contract) -> Example | None:
    """The fullest response, without optional members below some depth if it is too long; None if none is found."""
    if (with_contents := with_stream_contents(contract)) is None:
        return _find(contract)
    example = _find(with_contents)
    return example and replace(example, has_streams=True)


def _find(contract: Contract) -> Example | None:
    try:
        full = fullest(contract)
    except UnsatisfiableSchema:
        return _smallest_example(contract)
    text = _to_json(contract, full)
    if _is_short(text):
        has_rules = contract.derived(repairer_of, "response") is not None
        return Example(text, "with as many members as go together" if has_rules else "with every possible member")
    root = contract.response
    shortened = _to_json(contract, _pruned(root, root, full, 0))
    if not _is_short(shortened):
        return _smallest_example(contract)
    depth = 0
    # This ends, since the full response is too long.
    while _is_short(longer := _to_json(contract, _pruned(root, root, full, depth + 1))):
        shortened, depth = longer, depth + 1
    captions = {0: "with required members only", 1: "with every top-level member, and required members below"}
    return Example(shortened, captions.get(depth, f"with every member on {depth} levels, and required members below"))


def _smallest_example(contract: Contract) -> Example | None:
    try:
        return Example(_to_json(contract, smallest(contract)), "the smallest one")
    except UnsatisfiableSchema:
        return None


def _to_json(contract: Contract, response: object) -> str:
    """A response as JSON, changed where it would break a rule of its contract."""
    repairer = contract.derived(repairer_of, "response")
    return readable_json(response if repairer is None else repairer.repaired(response).response)


def _is_short(text: str) -> bool:
    return text.count("\n") < _MOST_LINES


def _pruned(root: Schema, node: Schema, value: object, depth: int) -> object:
    """The value without the optional members of structures that are deeper than `depth`; unions keep their member."""
    shape = resolve(root, node)
    if isinstance(value, list):
        item_node, items = child(shape, 0).node, cast("list[object]", value)
        return items if item_node is None else [_pruned(root, item_node, item, depth) for item in items]
    if not isinstance(value, dict):
        return value
    keeps_all = depth > 0 or "properties" not in shape or is_union(shape)
    entries = cast("dict[str, Any]", value)
    kept = {key: inner for key, inner in entries.items() if keeps_all or key in shape.get("required", ())}
    depth_below = max(depth - 1, 0) if "properties" in shape else depth
    return {
        key: inner if (node_below := child(shape, key).node) is None else _pruned(root, node_below, inner, depth_below)
        for key, inner in kept.items()
    }
