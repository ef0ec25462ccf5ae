"""Changes as SARIF 2.1.0, in ASCII."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Final

from shapeproof.diff.catalog import CHANGE_CODES
from shapeproof.diff.changes.model import Change
from shapeproof.diff.verdicts.diff_result import DiffEntry, DiffResult
from shapeproof.markup.json_text import ascii_json
from shapeproof.report.diff.github import CLASS_SEVERITIES
from shapeproof.report.diff.wording import headline, places_line, values_line
from shapeproof.report.formats.sarif import SCHEMA, artifact, plain_text, without_surrogates

__all__ = ["diff_sarif"]

_FINGERPRINT: Final = "contractCodePath/v1"
_INDICES: Final = {code: index for index, code in enumerate(CHANGE_CODES)}


def diff_sarif(result: DiffResult, file: str | None) -> str:
    """The text of the document.

    Args:
        result: what to show.
        file: the file of the new schema; None if it is of a contract.
    """
    rules = [
        {
            "id": code.number,
            "name": code.name,
            "shortDescription": {"text": f"{code.title[0].upper()}{code.title[1:]}."},
            "fullDescription": {"text": code.why},
            "help": {"text": code.hint},
            "properties": {"tags": ["change"]},
        }
        for code in CHANGE_CODES.values()
    ]
    run = {
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry, file) for entry in result.entries],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(result.problems)}],
        "tool": {"driver": {"name": "Shapeproof", "version": version("shapeproof"), "rules": rules}},
    }
    return ascii_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _notifications(problems: Sequence[str]) -> list[dict[str, Any]]:
    return [{"level": "warning", "message": {"text": plain_text(f"not compared: {problem}")}} for problem in problems]


def _identity(change: Change) -> tuple[str, ...]:
    return change.code.number, change.part, change.keyword, change.path, change.member


def _result(entry: DiffEntry, file: str | None) -> dict[str, Any]:
    change = entry.verdict.change
    text = "; ".join(filter(None, (headline(change), values_line(change), places_line(entry))))
    place = f"{entry.operation}:{change.path}" if entry.operation else change.path or change.shape
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": without_surrogates(place)}]}
    if file is not None:
        location["physicalLocation"] = {"artifactLocation": artifact(file)}
    identity = "\0".join([entry.operation, *_identity(change)])
    return {
        "ruleId": change.code.number,
        "ruleIndex": _INDICES[change.code.number],
        "level": CLASS_SEVERITIES[entry.verdict.change_class],
        "message": {"text": plain_text(text)},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]},
        "properties": {
            "class": entry.verdict.change_class,
            "part": change.part,
            "shape": without_surrogates(change.shape),
            "operations": [without_surrogates(operation) for operation in entry.operations],
        },
    }
