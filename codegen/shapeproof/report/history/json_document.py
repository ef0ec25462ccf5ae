"""A history as a JSON document."""

from __future__ import annotations

from typing import Any, Final, cast

from shapeproof.diff.changes.model import Change
from shapeproof.diff.history.lifelines import lifelines
from shapeproof.diff.history.search import Step
from shapeproof.markup.json_text import ascii_json
from shapeproof.report.history.model import HistoryReport

__all__ = ["history_json"]

_VERSION: Final = 1


def history_json(report: HistoryReport) -> str:
    """The text of the document: a line for each step and lifeline, so that a newer one differs in few lines."""
    history = report.history
    document = {
        "shapeproof_history": _VERSION,
        "operation": report.name,
        "part": report.part,
        "from": history.first,
        "to": history.last,
        "releases": history.release_count,
        "looked_at": {version: report.dates[version].isoformat() for version in history.looked_at},
        "is_exact": history.is_exact,
        "steps": [_step(report, step) for step in history.steps],
        "lifelines": [
            {
                "path": lifeline.path,
                "values": list(lifeline.values),
                "came": lifeline.came.version if lifeline.came else None,
                "went": lifeline.went.version if lifeline.went else None,
            }
            for lifeline in lifelines(history.steps)
        ],
    }
    members = ",\n".join(f"{ascii_json(key)}: {_lines(value)}" for key, value in document.items())
    return f"{{\n{members}\n}}\n"


def _lines(value: object) -> str:
    if not isinstance(value, list):
        return ascii_json(value)
    items = [f"\n{ascii_json(item)}" for item in cast("list[object]", value)]
    return f"[{','.join(items)}]"


def _step(report: HistoryReport, step: Step) -> dict[str, Any]:
    return {
        "after": step.after,
        "version": step.version,
        "date": report.dates[step.version].isoformat(),
        "skipped": step.skipped,
        "operation": "gone" if step.new is None else "came" if step.old is None else "changed",
        "changes": [_change(change) for change in step.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "code": change.code.number,
        "title": change.code.title,
        "path": change.path,
        "paths": [place.path for place in change.places],
        "places": change.place_count,
        "keyword": change.keyword,
        "old": change.old,
        "new": change.new,
    }
