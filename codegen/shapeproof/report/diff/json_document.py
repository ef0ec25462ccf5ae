"""Changes as a JSON document."""

from __future__ import annotations

from typing import Any, Final

from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.markup.json_text import ascii_json

__all__ = ["diff_json"]

_VERSION: Final = 1


def diff_json(result: DiffResult) -> str:
    """The text of the document."""
    document = {
        "shapeproof_diff": _VERSION,
        "old": result.old,
        "new": result.new,
        "reader": result.reader,
        "summary": {
            "changes": len(result.entries),
            "classes": result.classes,
            "suppressed": result.suppressed,
            "known": result.known,
            "operations": result.compared,
        },
        "not_compared": list(result.problems),
        "changes": [_change(entry) for entry in result.entries],
    }
    return ascii_json(document) + "\n"


def _change(entry: DiffEntry) -> dict[str, Any]:
    verdict, change, witness = entry.verdict, entry.verdict.change, entry.verdict.witness
    return {
        "class": verdict.change_class,
        "code": change.code.number,
        "name": change.code.name,
        "title": change.code.title,
        "part": change.part,
        "shape": change.shape,
        "old_shape": change.old_shape,
        "member": change.member,
        "keyword": change.keyword,
        "old": change.old,
        "new": change.new,
        "path": change.path,
        "paths": [place.path for place in change.places],
        "places": change.place_count,
        "has_more_places": change.has_more_places,
        "operations": list(entry.operations),
        "witness": None
        if witness is None
        else {
            "pointer": witness.pointer,
            "path": witness.path,
            "keyword": witness.keyword,
            "is_alone": witness.is_alone,
            "keeps_rules": witness.keeps_rules,
            "response": witness.response,
        },
    }
