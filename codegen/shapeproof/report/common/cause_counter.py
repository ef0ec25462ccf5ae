"""Counts the findings of a run by cause, in bounded memory."""

from __future__ import annotations

from collections import Counter
from typing import Final

from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.model import TRAFFIC_FORMS
from shapeproof.report.common.causes import Cause
from shapeproof.report.common.locations import location
from shapeproof.report.common.unlisted import Unlisted
from shapeproof.validation.catalog import CODES, FindingKind, Severity
from shapeproof.validation.known_deviations import KNOWN
from shapeproof.validation.seen_deviations import is_statable

__all__ = ["CauseCounter"]

_MAX_CAUSES: Final = 10_000
_MIN_AWS_FILES: Final = 2
_Key = tuple[Severity, str, str, str, str, bool]


class CauseCounter:
    """Counts findings by cause.

    What is probably AWS's own: findings that an overlay explains, and errors that one could state (a required or an unknown
    member, a value, a pattern, a size or a bound), where at least two recordings of traffic have the same.
    """

    def __init__(self) -> None:
        self.kinds: Counter[FindingKind] = Counter()
        """The number of findings by kind."""
        self.uncounted = 0
        """The number of findings of other causes, beyond those that are kept."""
        self._causes: dict[_Key, Cause] = {}
        self._last_files: dict[_Key, str] = {}
        self._in_traffic: dict[_Key, tuple[int, int]] = {}
        """The number of findings in recordings of traffic, and of their files, of causes that an overlay could state."""

    def add(self, result: UnitResult) -> None:
        """Add the result of a unit. Those of a file come one after the other."""
        is_traffic = bool(result.kinds) and all(kind.form in TRAFFIC_FORMS for kind in result.kinds)
        for located in result.findings:
            self._add(located, is_traffic=is_traffic)

    def _add(self, located: Located, *, is_traffic: bool) -> None:
        finding = located.finding
        self.kinds[finding.kind] += 1
        is_explained = finding.message.startswith(KNOWN)
        operation = "" if finding.kind == "reading" else located.contract or ""
        is_unread = finding.kind == "reading" and finding.severity == "error"
        path = located.file if is_unread else finding.path  # what can't be read differs in each file
        key = finding.severity, finding.code, finding.rule, operation, path, is_explained
        cause = self._causes.get(key)
        is_new_file = self._last_files.get(key) != located.file
        if cause is not None:
            cause.count += 1
            cause.sources += is_new_file
        elif len(self._causes) < _MAX_CAUSES:
            place = location(located)
            cause = self._causes[key] = Cause(
                finding.severity, finding.code, operation, path, place, finding.message, finding.rule
            )
        else:
            self.uncounted += 1
            return
        self._last_files[key] = located.file
        if is_explained:
            cause.aws = cause.count
        elif is_traffic and is_statable(finding):
            count, files = self._in_traffic.get(key, (0, 0))
            count, files = self._in_traffic[key] = count + 1, files + is_new_file
            cause.aws = count if files >= _MIN_AWS_FILES else 0

    def add_unlisted(self, unlisted: Unlisted) -> None:
        """Count findings that no result lists, with those of their keys that are listed. Call it once, at the end."""
        known: dict[tuple[str, ...], Cause] = {}
        for cause in self._causes.values():
            known.setdefault((cause.severity, cause.code, cause.rule, cause.operation, cause.path), cause)
        for key, group in unlisted.groups.items():
            self.kinds[CODES[key.code].kind] += group.findings
            if same := known.get((key.severity, key.code, key.rule, key.contract, key.path)):
                same.count += group.findings
                same.sources = group.units
                same.aws = group.explained or (group.traffic if group.units >= _MIN_AWS_FILES else 0)
            else:  # what can't be read differs in each file
                self.uncounted += group.findings
        for (_, code), findings in unlisted.others.items():
            self.kinds[CODES[code].kind] += findings
            self.uncounted += findings

    @property
    def causes(self) -> list[Cause]:
        """The causes, as they were first found."""
        return list(self._causes.values())
