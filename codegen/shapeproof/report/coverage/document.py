"""Coverage as part of the JSON document that `validate --format json` writes, and read back from there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast, get_args

from shapeproof.errors import UsageError
from shapeproof.report.coverage.counts import Covered
from shapeproof.validation.coverage.features import Feature, FeatureKind

__all__ = ["coverage_rows", "shown_in"]

_KINDS: Final = frozenset(get_args(FeatureKind)) - {"scenario"}
_HOW: Final = "write it with: shapeproof validate … --coverage --format json > FILE"


def coverage_rows(covered: Iterable[Covered]) -> list[dict[str, Any]]:
    """One entry for each contract, by name: what there is to show, and how many responses showed it."""
    return [
        {
            "contract": one.contract.name,
            "responses": one.responses,
            "features": [
                {"kind": feature.kind, "subject": feature.subject, "state": feature.state, "responses": count}
                for feature, count in one.counts.items()
                if feature.kind != "scenario"
            ],
            "scenarios": [
                {"scenario": feature.state, "responses": count}
                for feature, count in one.counts.items()
                if feature.kind == "scenario"
            ],
        }
        for one in sorted(covered, key=lambda one: one.contract.name)
    ]


def shown_in(text: str, where: str) -> Mapping[str, frozenset[Feature]]:
    """Contract -> what its responses showed, out of the text of such a document.

    Raises UsageError, naming `where`, for what is no such document, or one without coverage.
    """
    try:
        document: object = json.loads(text)
    except ValueError as error:
        raise UsageError(f"this is no JSON document: {error}", where=where, hint=_HOW) from None
    except RecursionError:
        raise UsageError("this is nested too deep to be coverage", where=where, hint=_HOW) from None
    if not isinstance(document, dict) or not {"version", "findings"} <= document.keys():
        raise UsageError("this is no report of shapeproof validate", where=where, hint=_HOW)
    report = cast("dict[str, object]", document)
    if report["version"] != 1:
        raise UsageError(f"this report has version {report['version']!r}; 1 is what can be read", where=where)
    if "coverage" not in report:
        raise UsageError("this report was written without coverage", where=where, hint=_HOW)
    try:
        return {
            str(entry["contract"]): frozenset(_shown(entry))
            for entry in cast("list[dict[str, Any]]", report["coverage"])
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"its coverage is of another form: {type(error).__name__} {error}", where=f"{where}: /coverage", hint=_HOW
        ) from None


def _shown(entry: Mapping[str, Any]) -> Iterator[Feature]:
    for row in entry["features"]:
        if row["kind"] not in _KINDS:
            raise ValueError(row["kind"])
        if row["responses"] > 0:
            yield Feature(row["kind"], row["subject"], row["state"])
    for row in entry["scenarios"]:
        if row["responses"] > 0:
            yield Feature("scenario", "", row["scenario"])
