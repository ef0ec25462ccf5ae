"""The HTML report: findings, what was not checked, and coverage, on one page.

The page loads nothing else; writing it needs `jinja2`. The page of a large run is shortened, and says where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from shapeproof.contract import Contract
from shapeproof.markup.html_page import html_templates, page_parts
from shapeproof.recordings.checking.unit_result import Located, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.report.common.footer import INTERRUPTED, stale_line, unevaluated_line, unlisted_line
from shapeproof.report.common.plurals import pluralize
from shapeproof.report.common.run_summary import RunSummary, by_reason
from shapeproof.report.coverage.contract_coverage import COLUMNS, ContractCoverage, contract_coverages
from shapeproof.report.coverage.tree import CoverageCount, CoverageNode, CoverageTree, RuleCoverage
from shapeproof.validation.catalog import CODES, SEVERITIES, Severity

__all__ = ["HtmlReport"]

_MAX_FINDINGS: Final = 2_000
_MAX_SKIPPED: Final = 200
_MAX_NODES: Final = 5_000
"""Nodes of all trees together. Contracts with few responses come last, so theirs are left out first."""


@dataclass(slots=True)
class CodeGroup:
    """Findings of one code, rule and severity at one path of one contract.

    Attributes:
        code: the code, and the rule if there is one.
        title: its title.
        severity: the severity.
        path: the path in the contract.
        contract: the full name of the contract, if there is one.
        findings: the findings that the page lists.
        count: the number of findings, listed or not.
    """

    code: str
    title: str
    severity: Severity
    path: str
    contract: str | None
    findings: list[Located] = field(default_factory=list[Located])
    count: int = 0


@dataclass(frozen=True, slots=True)
class CoverageSection:
    """The coverage of a contract.

    Attributes:
        coverage: the numbers.
        nodes: the tree; None if it would make the page too large.
        scenarios: how often each scenario was shown, and its description.
        rules: how often each rule was kept and broken.
    """

    coverage: ContractCoverage
    nodes: tuple[CoverageNode, ...] | None
    scenarios: tuple[tuple[CoverageCount, str], ...]
    rules: tuple[RuleCoverage, ...]


class HtmlReport:
    """Collects findings and writes the page at the end."""

    def __init__(self) -> None:
        """Create the report.

        Raises:
            MissingExtraError: jinja2 is not installed. It is raised here, and not after everything was checked.
        """
        self._environment = html_templates("report", "html", "the HTML report", extra="html")
        self._groups: dict[tuple[str, str, str | None, Severity], CodeGroup] = {}
        self._listed = 0
        self._skipped: list[Skipped] = []

    def add(self, result: UnitResult) -> Iterator[str]:
        """Collect the findings of one unit; yields nothing."""
        for located in result.findings:
            group = self._group(located)
            group.count += 1
            if self._listed < _MAX_FINDINGS:
                group.findings.append(located)
                self._listed += 1
        self._skipped += result.skipped[: max(0, _MAX_SKIPPED - len(self._skipped))]
        return iter(())

    def end(self, run: RunSummary, contract_of: Callable[[str], Contract]) -> Iterator[str]:
        """Yield the page."""
        for key, unlisted in run.unlisted.groups.items():
            if group := self._groups.get((key.label, key.path, key.contract or None, key.severity)):
                group.count += unlisted.findings
        groups = sorted(self._groups.values(), key=lambda group: (SEVERITIES.index(group.severity), -group.count))
        sections = list(_coverage_sections(contract_coverages(run.coverage, contract_of)))
        template = self._environment.get_template("report.html.jinja")
        parts = page_parts(
            self._environment,
            styles=("page.css", "report.css", "percent.css"),
            scripts=("folding.js", "theme.js", "report.js"),
        )
        yield template.render(
            parts=parts,
            pluralize=pluralize,
            run=run,
            title=_title(run),
            interrupted=INTERRUPTED if run.interrupted else "",
            stale=stale_line(run),
            unevaluated=unevaluated_line(run),
            unlisted=unlisted_line(run),
            severities=SEVERITIES,
            groups=[group for group in groups if group.findings],
            listed=self._listed,
            total=sum(run.codes.values()),
            not_checked=by_reason(run.not_checked(contract_of)),
            skipped=self._skipped,
            columns=[
                column for column in COLUMNS if any(section.coverage.shares[column].total for section in sections)
            ],
            coverage_sections=sections,
        )

    def _group(self, located: Located) -> CodeGroup:
        finding = located.finding
        key = (finding.label, finding.path, located.contract, finding.severity)
        if key not in self._groups:
            if len(self._groups) >= _MAX_FINDINGS:  # none of its findings is listed
                return CodeGroup(finding.label, "", finding.severity, "", None)
            title = CODES[finding.code].title
            self._groups[key] = CodeGroup(finding.label, title, finding.severity, finding.path, located.contract)
        return self._groups[key]


def _title(run: RunSummary) -> str:
    if run.is_empty:
        return "Nothing was checked"
    new = "new error" if run.known or run.suppressed else "error"
    errors = pluralize(run.severities["error"], new) if run.severities["error"] else f"no {new}s"
    title = f"{errors} in {pluralize(run.responses, 'response')}"
    return f"Interrupted: {title}" if run.interrupted else title[0].upper() + title[1:]


def _coverage_sections(coverages: Iterable[ContractCoverage]) -> Iterator[CoverageSection]:
    remaining = _MAX_NODES
    for coverage in coverages:
        tree = CoverageTree(coverage)
        nodes = tree.nodes() if remaining > 0 else None
        remaining -= tree.size
        yield CoverageSection(coverage, nodes, tree.scenarios(), tree.rules())
