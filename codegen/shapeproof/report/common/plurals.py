"""Counts in words, the same in every report."""

from __future__ import annotations

from collections.abc import Mapping

from shapeproof.validation.catalog import SEVERITIES, Severity

__all__ = ["counted", "counted_findings"]


def counted(count: int, noun: str) -> str:
    """`1 response`, `2 responses`, `2 entries`"""
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else several}"


def counted_findings(severities: Mapping[Severity, int]) -> str:
    """`2 errors, 1 note`; `no findings`"""
    return ", ".join(counted(severities[one], one) for one in SEVERITIES if severities.get(one)) or "no findings"
