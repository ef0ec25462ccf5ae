"""Paginators: as botocore defines them in `paginators-1.json`, and as captured files hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.name_grammar import is_name
from shapeproof.contract.paginator import Paginator
from shapeproof.errors import CaptureError

__all__ = ["PAGINATOR", "paginator_from_botocore", "read_paginator", "write_paginator"]

PAGINATOR: Final = "paginator"
"""The member of captured files that holds the paginator, if the operation has one."""


def paginator_from_botocore(entry: Mapping[str, Any]) -> Paginator | None:
    """The paginator in an entry of `paginators-1.json`.

    Args:
        entry: the entry of an operation.

    Returns:
        None if nothing can be said about what it hands out: it merges nothing, or its paths are more than names.
    """
    result_keys, non_aggregate_keys = (_paths(entry.get(key)) for key in ("result_key", "non_aggregate_keys"))
    if not result_keys or non_aggregate_keys is None:
        return None
    tokens, more_results = _tokens(entry.get("output_token")), _paths(entry.get("more_results"))
    if not tokens:  # they are computed of the items: nothing can be said about how pages follow each other
        more_results = None
    return Paginator(result_keys, non_aggregate_keys, tokens, more_results[0] if more_results else None)


def _tokens(value: object) -> tuple[str, ...]:
    """The paths of tokens; of alternatives, those that are names with dots between."""
    entries = cast("list[object]", value) if isinstance(value, list) else [value]
    alternatives = (path.strip() for entry in entries if isinstance(entry, str) for path in entry.split("||"))
    return tuple(path for path in alternatives if _is_path(path))


def _paths(value: object) -> tuple[str, ...] | None:
    """One path or several; None if one of them isn't names with dots between."""
    one: list[object] = [] if value is None else [value]
    entries = cast("list[object]", value) if isinstance(value, list) else one
    paths = tuple(entry for entry in entries if isinstance(entry, str) and _is_path(entry))
    return paths if len(paths) == len(entries) else None


def _is_path(text: str) -> bool:
    return all(is_name("member", name) for name in text.split("."))


def read_paginator(document: JsonObject, *, where: str) -> Paginator | None:
    """The paginator in `model.json` or `contract.json`; None if it has none.

    Args:
        document: the document.
        where: the file, for messages.

    Raises:
        CaptureError: it isn't what capturing writes.
    """
    if PAGINATOR not in document.members:
        return None
    entry = document.object_at(PAGINATOR)
    more_results = entry.string("more_results") if "more_results" in entry.members else None
    result_keys, non_aggregate_keys, tokens = (
        entry.strings(key) for key in ("result_keys", "non_aggregate_keys", "output_tokens")
    )
    flags = () if more_results is None else (more_results,)
    for path in (*result_keys, *non_aggregate_keys, *tokens, *flags):
        if not _is_path(path):
            raise CaptureError(f"/{PAGINATOR}: expected names with dots between, got {path[:60]!a}", where=where)
    return Paginator(result_keys, non_aggregate_keys, tokens, more_results)


def write_paginator(paginator: Paginator | None) -> dict[str, Any]:
    """The member that `read_paginator` reads, by its name; empty if there is no paginator."""
    if paginator is None:
        return {}
    keys = {
        "result_keys": paginator.result_keys,
        "non_aggregate_keys": paginator.non_aggregate_keys,
        "output_tokens": paginator.output_tokens,
    }
    more_results = {} if paginator.more_results is None else {"more_results": paginator.more_results}
    return {PAGINATOR: {name: list(paths) for name, paths in keys.items()} | more_results}
