"""JSON values: copies that share nothing."""

from __future__ import annotations

from typing import Any, cast

__all__ = ["copy_json"]


def copy_json(value: Any) -> Any:
    """A copy of a JSON value that shares nothing: a change to one part of a response must not change another."""
    if isinstance(value, dict):
        return {key: copy_json(inner) for key, inner in cast("dict[str, Any]", value).items()}
    return [copy_json(inner) for inner in cast("list[object]", value)] if isinstance(value, list) else value
