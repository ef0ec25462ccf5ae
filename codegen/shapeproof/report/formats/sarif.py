"""The report for code scanning: SARIF 2.1.0, in ASCII. Findings are written as they come.

GitHub shows the message of a result, its first location and the texts of its rule. It recognizes the same finding in the
next run by `partialFingerprints`, which don't change when lines move.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import Final
from urllib.parse import quote

from shapeproof.contract import Contract, Pointer
from shapeproof.errors import printable, shorten
from shapeproof.markup.json_text import ascii_json
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.urls import is_url
from shapeproof.report.common.footer import INTERRUPTED, NOTHING_CHECKED, not_checked_lines, unlisted_line
from shapeproof.report.common.locations import portable_path
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.formats.sarif_rules import SarifRules
from shapeproof.validation.quotations import masked

__all__ = ["SCHEMA", "SarifReport", "artifact", "plain_text", "without_surrogates"]

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LINK: Final = re.compile(r"\](?=\( *(?:\d|[a-z][a-z0-9+.-]*:|//))", re.IGNORECASE)
_CELL: Final = re.compile(r"(?:cell \d+)?")
_FINGERPRINT: Final = "fileContractCodePath/v1"
_NOTIFICATIONS: Final = {
    "not-checked": "Something that this form of recording can't show, or that the contract can't state.",
    "skipped": "A file in a directory that was not checked.",
    "interrupted": "The run ended before everything was checked.",
    "nothing-checked": "No response was found.",
}
_UNLISTED: Final = {"unlisted": "How many findings have no result, because only samples of them were kept."}


class SarifReport:
    """Writes the document."""

    def __init__(self, *, verbose: bool = False) -> None:
        """Create the report.

        Args:
            verbose: add skipped files, and every path that was not checked.
        """
        self._verbose = verbose
        self._separator = _header()
        self._rules = SarifRules()

    def add(self, result: UnitResult) -> Iterator[str]:
        """Yield the findings of one unit."""
        for located in result.findings:
            yield self._separator + ascii_json(_result(located, self._rules))
            self._separator = ",\n"

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield how the run went, and the end of the document."""
        lines = not_checked_lines(run.not_checked(contract_of), verbose=self._verbose)
        notifications = [_notification("not-checked", "note", line) for line in lines]
        if self._verbose:
            notifications += [_notification("skipped", "note", reason, path) for path, reason in run.skipped.items()]
        if unlisted := unlisted_line(run):
            notifications.append(_notification("unlisted", "note", unlisted))
        if run.interrupted:
            notifications.append(_notification("interrupted", "error", INTERRUPTED))
        elif run.is_empty:
            notifications.append(_notification("nothing-checked", "error", NOTHING_CHECKED))
        invocation = {
            "executionSuccessful": run.exit_code < 2,
            "exitCode": run.exit_code,
            "toolExecutionNotifications": notifications,
        }
        opening = "" if self._separator == ",\n" else self._separator
        end = {
            "invocations": [invocation],
            "tool": {"driver": _driver(self._rules, contract_of, has_unlisted=bool(unlisted))},
        }
        yield f"{opening}\n], {ascii_json(end)[1:]}]}}\n"


def _driver(rules: SarifRules, contract_of: Callable[[str], Contract], *, has_unlisted: bool) -> dict[str, object]:
    """The tool. It is written last: only the findings say which rules of contracts it names."""
    notifications = {**_NOTIFICATIONS, **(_UNLISTED if has_unlisted else {})}
    return {
        "name": "Shapeproof",
        "version": version("shapeproof"),
        "rules": list(rules.descriptors(contract_of)),
        "notifications": [{"id": name, "shortDescription": {"text": text}} for name, text in notifications.items()],
    }


def _header() -> str:
    run = {
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "%SRCROOT%": {
                "description": {"text": "The directory that the command was run in; of tests, pytest's root directory."}
            }
        },
    }
    return f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{ascii_json(run)[:-1]}, "results": [\n'


def _result(located: Located, rules: SarifRules) -> dict[str, object]:
    finding = located.finding
    related = [
        {**_location(located.file, place, parts, pointer), "message": {"text": plain_text(pointer)}}
        for place, parts, pointer in zip(located.related, finding.related_parts, finding.related, strict=True)
    ]
    return {
        "ruleId": finding.rule or finding.code,
        "ruleIndex": rules.index(located),
        "level": finding.severity,
        "message": {"text": plain_text(_message(located))},
        "locations": [_location(located.file, (located.line, located.column), finding.pointer_parts, finding.pointer)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {_FINGERPRINT: _fingerprint(located)},
        "properties": {
            "kind": finding.kind,
            "contract": located.contract and without_surrogates(located.contract),
            "path": without_surrogates(finding.path),
            "keyword": without_surrogates(finding.keyword),
            "index": located.index,
            **({"section": without_surrogates(located.section)} if located.section else {}),
            **({"code": finding.code} if finding.rule else {}),
        },
    }


def _message(located: Located) -> str:
    """The message with what its location doesn't say: the place in the response, and the cell or the test."""
    finding = located.finding
    pointer = f"{shorten(finding.pointer)}: " if finding.pointer else ""
    return f"{pointer}{finding.message}{f' ({located.section})' if located.section else ''}"


def _location(file: str, place: tuple[int | None, int | None], parts: Pointer, pointer: str) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": artifact(file)}
    line, column = place
    if line is not None:
        physical["region"] = {"startLine": line, **({} if column is None else {"startColumn": column})}
    location: dict[str, object] = {"physicalLocation": physical}
    if parts:
        kind = "property" if isinstance(parts[-1], str) else "value"
        logical = {"name": str(masked(parts)[-1]), "fullyQualifiedName": pointer, "kind": kind}
        location["logicalLocations"] = [{key: without_surrogates(text) for key, text in logical.items()}]
    return location


@lru_cache(maxsize=16)
def artifact(path: str) -> dict[str, object]:
    """Return the location of a file: relative to the working directory, with forward slashes on any system."""
    uri = portable_path(path)
    if uri is None:
        return {"uri": path, "description": {"text": "standard input"}}
    if is_url(uri):
        return {"uri": quote(_bytes_of(uri), safe="/:")}
    encoded = quote(_bytes_of(uri))
    if uri.startswith("/"):
        return {"uri": f"file://{encoded}"}
    return {"uri": encoded, "uriBaseId": "%SRCROOT%"}


def _bytes_of(path: str) -> bytes:
    """The bytes of a path. Python shows those that can't be decoded as surrogates; Windows has surrogates of its own."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def _fingerprint(located: Located) -> str:
    """Return a hash that identifies a finding wherever in its file it moves."""
    identity = (
        portable_path(located.file) or located.file,
        located.contract or "",
        located.finding.code,
        located.finding.path,
        *filter(None, [located.finding.rule]),
        # Two tests of one file with the same finding are two results. Cells have numbers, which change when they move.
        *(() if _CELL.fullmatch(located.section) else (located.section,)),
    )
    return sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _notification(name: str, level: str, text: str, path: str | None = None) -> dict[str, object]:
    located = {"locations": [{"physicalLocation": {"artifactLocation": artifact(path)}}]} if path else {}
    return {"descriptor": {"id": name}, "level": level, "message": {"text": plain_text(text)}, **located}


def plain_text(text: str) -> str:
    """The text of a message: printable, and with a backslash that keeps `[text](target)` from being a link.

    Patterns such as `[a-z](?:-[a-z])` are left alone: only a number, or an address with a host or a scheme, is a target.
    """
    return _LINK.sub(r"\\]", printable(text))


def without_surrogates(text: str) -> str:
    """Write lone surrogates as escapes, because some readers of JSON refuse them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
