"""Coverage in the JSON document that `validate --format json` writes: writing it and reading it back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast, get_args

from shapeproof.errors import UsageError
from shapeproof.report.coverage.contract_coverage import ContractCoverage
from shapeproof.validation.coverage.features import Feature, FeatureKind

__all__ = ["coverage_rows", "read_shown_features"]

VERSION: Final = 1
_FEATURE_KINDS: Final = frozenset(get_args(FeatureKind)) - {"scenario"}
_HINT: Final = "write it with: shapeproof validate … --coverage --format json > FILE"


def coverage_rows(coverages: Iterable[ContractCoverage]) -> list[dict[str, Any]]:
    """Return the `coverage` member of the document: one object for each contract, sorted by name."""
    return [
        {
            "contract": coverage.contract.name,
            "responses": coverage.responses,
            "features": [
                {"kind": feature.kind, "subject": feature.subject, "state": feature.state, "responses": count}
                for feature, count in coverage.counts.items()
                if feature.kind != "scenario"
            ],
            "scenarios": [
                {"scenario": feature.state, "responses": count}
                for feature, count in coverage.counts.items()
                if feature.kind == "scenario"
            ],
        }
        for coverage in sorted(coverages, key=lambda coverage: coverage.contract.name)
    ]


def read_shown_features(text: str, where: str) -> Mapping[str, frozenset[Feature]]:
    """Read which features of each contract were shown.

    Args:
        text: the JSON document.
        where: the name of its file, for messages.

    Returns:
        The features that at least one response showed, by the full name of the contract.

    Raises:
        UsageError: the text is not such a document, or has no coverage.
    """
    try:
        document: object = json.loads(text)
    except ValueError as error:
        raise UsageError(f"invalid JSON: {error}", where=where, hint=_HINT) from error
    except RecursionError as error:
        raise UsageError("invalid coverage: JSON is nested too deeply", where=where, hint=_HINT) from error
    if not isinstance(document, dict) or not {"version", "findings"} <= document.keys():
        raise UsageError("this file is not a report of shapeproof validate", where=where, hint=_HINT)
    report = cast("dict[str, object]", document)
    if report["version"] != VERSION:
        raise UsageError(f"expected a report of version {VERSION}, got version {report['version']!r}", where=where)
    if "coverage" not in report:
        raise UsageError("this report was written without coverage", where=where, hint=_HINT)
    try:
        return {
            str(row["contract"]): frozenset(_shown_features(row))
            for row in cast("list[dict[str, Any]]", report["coverage"])
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"invalid coverage: {type(error).__name__} {error}", where=f"{where}: /coverage", hint=_HINT
        ) from error


def _shown_features(row: Mapping[str, Any]) -> Iterator[Feature]:
    for feature in row["features"]:
        if feature["kind"] not in _FEATURE_KINDS:
            raise ValueError(feature["kind"])
        if feature["responses"] > 0:
            yield Feature(feature["kind"], feature["subject"], feature["state"])
    for scenario in row["scenarios"]:
        if scenario["responses"] > 0:
            yield Feature("scenario", "", scenario["scenario"])
