"""The report for code scanning: SARIF 2.1.0, written as the findings come, in ASCII whatever the terminal.

Of a result, GitHub shows the message, the first location, and the rule's texts. What it has to take for the same finding
in the next run is told by `partialFingerprints`, which don't change when lines move.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import Final
from urllib.parse import quote

from shapeproof.contract import Contract
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.report.common.footer import INTERRUPTED, NOTHING_CHECKED, not_checked_lines
from shapeproof.report.common.locations import portable
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.sarif_rules import rules
from shapeproof.validation.catalog import CODES

__all__ = ["SarifReport"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT: Final = "fileContractCodePath/v1"
_RULE_INDEX: Final = {code: index for index, code in enumerate(CODES)}
_NOTIFICATIONS: Final = {
    "not-checked": "Something that this form of recordings can't show, or that the contract can't state.",
    "skipped": "A file that was met in a folder and left alone.",
    "interrupted": "The run was ended before all was checked.",
    "nothing-checked": "No response was found.",
}


class SarifReport:
    """Writes the document in pieces: `add` for each partial result, `end` once.

    `verbose` also tells skipped files, and every place that wasn't checked.
    """

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose
        self._before = _head()

    def add(self, partial: UnitResult) -> Iterator[str]:
        """The findings of one unit."""
        for located in partial.findings:
            yield self._before + json.dumps(_result(located))
            self._before = ",\n"

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """How the run went, and the end of the document."""
        lines = not_checked_lines(tally.not_checked(contract_of), verbose=self._verbose)
        notifications = [_notification("not-checked", "note", line) for line in lines]
        if self._verbose:
            notifications += [_notification("skipped", "note", why, path) for path, why in tally.skipped.items()]
        if tally.interrupted:
            notifications.append(_notification("interrupted", "error", INTERRUPTED))
        elif tally.is_empty:
            notifications.append(_notification("nothing-checked", "error", NOTHING_CHECKED))
        invocation = {
            "executionSuccessful": tally.exit_code < 2,
            "exitCode": tally.exit_code,
            "toolExecutionNotifications": notifications,
        }
        opening = "" if self._before == ",\n" else self._before
        yield f'{opening}\n], "invocations": [{json.dumps(invocation)}]}}]}}\n'


def _head() -> str:
    driver = {
        "name": "Shapeproof",
        "version": version("shapeproof"),
        "rules": list(rules()),
        "notifications": [{"id": name, "shortDescription": {"text": text}} for name, text in _NOTIFICATIONS.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder that the command was run in."}}},
    }
    return f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{json.dumps(run)[:-1]}, "results": [\n'


def _result(located: Located) -> dict[str, object]:
    finding = located.finding
    return {
        "ruleId": finding.code,
        "ruleIndex": _RULE_INDEX[finding.code],
        "level": finding.severity,
        "message": {"text": _sound(f"{finding.pointer}: {finding.message}" if finding.pointer else finding.message)},
        "locations": [_location(located)],
        "partialFingerprints": {_FINGERPRINT: _fingerprint(located)},
        "properties": {
            "kind": finding.kind,
            "contract": located.contract,
            "path": _sound(finding.path),
            "keyword": finding.keyword,
            "index": located.index,
        },
    }


def _location(located: Located) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": _artifact(located.file)}
    if located.line is not None:
        column = {} if located.column is None else {"startColumn": located.column}
        physical["region"] = {"startLine": located.line, **column}
    location: dict[str, object] = {"physicalLocation": physical}
    place = located.finding.pointer_parts
    if place:
        kind = "property" if isinstance(place[-1], str) else "value"
        logical = {"name": str(place[-1]), "fullyQualifiedName": located.finding.pointer, "kind": kind}
        location["logicalLocations"] = [{key: _sound(text) for key, text in logical.items()}]
    return location


@lru_cache(maxsize=16)
def _artifact(path: str) -> dict[str, object]:
    """Where a file is: below the folder that the command ran in, as a rule, with `/` between folders on any system."""
    uri = portable(path)
    if uri is None:
        return {"uri": path, "description": {"text": "standard input"}}
    encoded = quote(uri, errors="surrogateescape")
    if uri.startswith("/"):
        return {"uri": f"file://{encoded}"}
    return {"uri": encoded, "uriBaseId": "%SRCROOT%"}


def _fingerprint(located: Located) -> str:
    """What stays the same while a finding does, wherever in the file it moves."""
    identity = (
        portable(located.file) or located.file,
        located.contract or "",
        located.finding.code,
        located.finding.path,
    )
    return sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _notification(name: str, level: str, text: str, path: str | None = None) -> dict[str, object]:
    located = {"locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}]} if path else {}
    return {"descriptor": {"id": name}, "level": level, "message": {"text": _sound(text)}, **located}


def _sound(text: str) -> str:
    """A text without lone surrogates, which some readers of JSON refuse: they are written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
