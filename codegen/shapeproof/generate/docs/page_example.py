"""The example of a page: as full as a page can bear, and valid."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from shapeproof.contract import Contract, Schema, child, is_union, resolve
from shapeproof.generate.docs.page import Example
from shapeproof.sample import UnsatisfiableSchema, fullest, smallest

__all__ = ["example"]

_MOST_LINES: Final = 600
"""What a reader may unfold without losing the way."""


def example(contract: Contract) -> Example | None:
    """The fullest response, with its depths thinned out where it would fill pages; None where none can be found."""
    try:
        full = fullest(contract)
    except UnsatisfiableSchema:
        return _smallest(contract)
    text = _text(full)
    if _is_short(text):
        return Example(text, "with every member that can be there")
    best = _text(_thinned(contract.response, contract.response, full, 0))
    if not _is_short(best):
        return _smallest(contract)
    depth = 0
    # The full response is too long, so some depth is.
    while _is_short(more := _text(_thinned(contract.response, contract.response, full, depth + 1))):
        best, depth = more, depth + 1
    levels = {0: "the required members alone", 1: "every top-level member; below them, those that are required"}
    return Example(best, levels.get(depth, f"every member on {depth} levels; below them, those that are required"))


def _smallest(contract: Contract) -> Example | None:
    try:
        return Example(_text(smallest(contract)), "the smallest there is")
    except UnsatisfiableSchema:
        return None


def _text(response: object) -> str:
    return json.dumps(response, indent=2, ensure_ascii=False)


def _is_short(text: str) -> bool:
    return text.count("\n") < _MOST_LINES


def _thinned(root: Schema, node: Schema, value: object, depth: int) -> object:
    """The value without the optional members of structures deeper than `depth`; a union keeps the one it has."""
    shape = resolve(root, node)
    if isinstance(value, list):
        inner, items = child(shape, 0).node, cast("list[object]", value)
        return items if inner is None else [_thinned(root, inner, item, depth) for item in items]
    if not isinstance(value, dict):
        return value
    keeps_all = depth > 0 or "properties" not in shape or is_union(shape)
    entries = cast("dict[str, Any]", value)
    kept = {key: held for key, held in entries.items() if keeps_all or key in shape.get("required", ())}
    below = max(depth - 1, 0) if "properties" in shape else depth
    return {
        key: held if (inner := child(shape, key).node) is None else _thinned(root, inner, held, below)
        for key, held in kept.items()
    }
