"""The report for people as one HTML file: what fails where, what wasn't checked, and coverage as a picture.

It needs nothing but itself, and `jinja2` to be made. Large runs are shortened, and the page says where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from shapeproof.contract import Contract
from shapeproof.markup.prose import as_breakable, as_html
from shapeproof.markup.templating import templates
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.files import Skipped
from shapeproof.report.common.footer import INTERRUPTED, gone_line
from shapeproof.report.common.plurals import counted
from shapeproof.report.common.run_summary import RunSummary, by_reason
from shapeproof.report.coverage.counts import COLUMNS, Covered, covered
from shapeproof.report.coverage.tree import CoverageCount, CoverageNode, CoverageTree
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity

__all__ = ["HtmlReport"]

_MOST_FINDINGS: Final = 2_000
_MOST_SKIPPED: Final = 200
_MOST_PLACES: Final = 5_000
"""Places of all trees together; contracts of which few responses were seen come last, and so are those left out."""


@dataclass(slots=True)
class Group:
    """Findings of one code at one path of one contract; `alike` counts those that aren't listed, too."""

    code: str
    title: str
    severity: Severity
    path: str
    contract: str | None
    findings: list[Located] = field(default_factory=list[Located])
    alike: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """The coverage of a contract; `spots` is None where the page has no room for its tree."""

    covered: Covered
    spots: tuple[CoverageNode, ...] | None
    scenarios: tuple[tuple[CoverageCount, str], ...]


class HtmlReport:
    """Gathers the findings, `add` for each partial result, and writes the page at the `end`."""

    def __init__(self) -> None:
        """Raises MissingExtraError without jinja2: at once, not after all has been checked."""
        self._environment = templates("report", "html", "the HTML report", extra="html", escapes=True)
        self._environment.filters |= {"breakable": as_breakable, "prose": as_html}
        self._groups: dict[tuple[str, str, str | None, Severity], Group] = {}
        self._listed = 0
        self._skipped: list[Skipped] = []

    def add(self, partial: UnitResult) -> Iterator[str]:
        """Nothing yet: the page is written as a whole."""
        for located in partial.findings:
            group = self._group(located)
            group.alike += 1
            if self._listed < _MOST_FINDINGS:
                group.findings.append(located)
                self._listed += 1
        self._skipped += partial.skipped[: max(0, _MOST_SKIPPED - len(self._skipped))]
        return iter(())

    def end(self, tally: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """The page."""
        groups = sorted(self._groups.values(), key=lambda one: (SEVERITIES.index(one.severity), -one.alike))
        pictures = list(_pictures(covered(tally.coverage, contract_of)))
        template = self._environment.get_template("report.html.jinja")
        page = template.render(
            counted=counted,
            tally=tally,
            verdict=_verdict(tally),
            interrupted=INTERRUPTED if tally.interrupted else "",
            gone=gone_line(tally),
            severities=SEVERITIES,
            groups=[one for one in groups if one.findings],
            listed=self._listed,
            found=sum(tally.codes.values()),
            not_checked=by_reason(tally.not_checked(contract_of)),
            skipped=self._skipped,
            columns=[column for column in COLUMNS if any(one.covered.shares[column].all for one in pictures)],
            pictures=pictures,
        )
        yield page.encode("utf-8", "backslashreplace").decode()  # a file's name may hold bytes that are no text

    def _group(self, located: Located) -> Group:
        finding = located.finding
        key = (finding.code, finding.path, located.contract, finding.severity)
        if key not in self._groups:
            if len(self._groups) >= _MOST_FINDINGS:  # listed is none of its findings any more
                return Group(finding.code, "", finding.severity, "", None)
            title = CODES[finding.code].title
            self._groups[key] = Group(finding.code, title, finding.severity, finding.path, located.contract)
        return self._groups[key]


def _verdict(tally: RunSummary) -> str:
    if tally.is_empty:
        return "Nothing was checked"
    new = "new error" if tally.known else "error"
    errors = counted(tally.severities["error"], new) if tally.severities["error"] else f"no {new}s"
    told = f"{errors} in {counted(tally.responses, 'response')}"
    return f"Interrupted: {told}" if tally.interrupted else told[0].upper() + told[1:]


def _pictures(all_: Iterable[Covered]) -> Iterator[Picture]:
    room = _MOST_PLACES
    for one in all_:
        tree = CoverageTree(one)
        spots = tree.spots() if room > 0 else None
        room -= tree.size
        yield Picture(one, spots, tree.scenarios())
