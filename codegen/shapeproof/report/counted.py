"""Counts in words, the same in every report."""

from __future__ import annotations

from collections.abc import Mapping

from shapeproof.validate.codes import Severity

__all__ = ["counted", "counted_findings"]


def counted(count: int, noun: str) -> str:
    """`1 response`, `2 responses`"""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def counted_findings(severities: Mapping[Severity, int]) -> str:
    """`2 errors, 1 note`; `no findings`"""
    known: tuple[Severity, ...] = ("error", "warning", "note")
    return ", ".join(counted(severities[one], one) for one in known if severities.get(one)) or "no findings"
