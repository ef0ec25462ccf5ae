"""Counts with their nouns, singular or plural."""

from __future__ import annotations

from collections.abc import Mapping

from shapeproof.validation.catalog import SEVERITIES, Severity

__all__ = ["listed_by", "pluralize", "pluralize_findings"]


def pluralize(count: int, noun: str) -> str:
    """Return a count with its noun: `1 response`, `2 responses`, `2 entries`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def listed_by(option: str, count: int) -> str:
    """Return which option prints what is only counted: `--verbose shows it`, `--verbose lists them`."""
    return f"{option} {'shows it' if count == 1 else 'lists them'}"


def pluralize_findings(severities: Mapping[Severity, int], hidden: int = 0) -> str:
    """Return the number of findings by severity: `2 errors, 1 note`; `no findings` if there are none.

    Args:
        severities: the findings.
        hidden: the number of findings that are known, suppressed or allowed; with any, there are `no new findings`.
    """
    counts = (pluralize(severities[severity], severity) for severity in SEVERITIES if severities.get(severity))
    return ", ".join(counts) or ("no new findings" if hidden else "no findings")
