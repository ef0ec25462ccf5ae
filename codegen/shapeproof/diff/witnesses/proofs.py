"""What is known to refuse nothing without a search for witnesses: patterns and lengths that say the same or less."""

from __future__ import annotations

from typing import Any

from shapeproof.contract import Schema
from shapeproof.diff.witnesses.pattern_inclusion import inclusion
from shapeproof.sample import strings
from shapeproof.sample.errors import UnsatisfiableString

__all__ = ["is_covered_bound", "is_covered_pattern"]


def is_covered_pattern(source: str, target: str) -> bool:
    """Whether all strings of one pattern are known to match another."""
    return inclusion(source, target).is_proven


def is_covered_bound(keyword: str, bound: Any, source: Schema) -> bool:
    """Whether a bound of lengths is known to refuse no string of a shape, because its pattern allows none beyond.

    Args:
        keyword: `minLength` or `maxLength`.
        bound: the bound; None for none.
        source: the resolved schema of a string.
    """
    if keyword not in {"minLength", "maxLength"} or "pattern" not in source or bound is None:
        return False
    low, high = source.get("minLength", 0), source.get("maxLength")
    if keyword == "minLength":
        high = bound - 1 if high is None else min(high, bound - 1)
    else:
        low = max(low, bound + 1)
    if high is None:
        return is_covered_pattern(source["pattern"], f"^(?:[\\s\\S]{{0,{bound}}})$")
    if high - low > strings.CAP or low > strings.LIMIT:
        return False  # not all of these lengths are looked at
    try:
        strings.shortest(source["pattern"], low, high)
    except UnsatisfiableString:
        return True
    return False
