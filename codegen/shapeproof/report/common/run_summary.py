"""The summary of a run: counts of what was checked, what was found and what could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from shapeproof.contract import Contract
from shapeproof.errors import InternalError
from shapeproof.recordings.checking.unit_result import ResponseKind, UnitResult
from shapeproof.recordings.model import FormName
from shapeproof.report.common.unlisted import NOTHING_UNLISTED, Unlisted
from shapeproof.validation.catalog import INCOMPLETE, Severity
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED
from shapeproof.validation.not_checked import NotChecked, not_checked

if TYPE_CHECKING:  # most runs have no baseline and count no coverage
    from shapeproof.baseline.file_format import Entry
    from shapeproof.registry.editions_by_day import UncoveredDay
    from shapeproof.validation.coverage.coverage_counter import CoverageCounter

__all__ = ["NotCheckedReason", "NotCheckedRow", "RunSummary", "by_reason"]


class NotCheckedRow(NamedTuple):
    """Something that was not checked in recordings of one form and contract.

    Attributes:
        form: the form of the recordings.
        contract: the full name of the contract; "" for responses without one.
        not_checked: what was not checked, and why.
        responses: the number of responses.
    """

    form: FormName
    contract: str
    not_checked: NotChecked
    responses: int


class NotCheckedReason(NamedTuple):
    """A reason why something was not checked in recordings of one form.

    Attributes:
        form: the form of the recordings.
        reason: the reason.
        responses: the number of responses.
        paths: the number of paths that it is about; 0 for the whole response.
    """

    form: FormName
    reason: str
    responses: int
    paths: int


def by_reason(rows: Iterable[NotCheckedRow]) -> list[NotCheckedReason]:
    """Group the rows by form and reason."""
    groups: dict[tuple[FormName, str], list[NotCheckedRow]] = {}
    for row in rows:
        keyword = f"{row.not_checked.keyword}: " if row.not_checked.keyword else ""
        groups.setdefault((row.form, keyword + row.not_checked.reason), []).append(row)
    reasons: list[NotCheckedReason] = []
    for (form, reason), group in groups.items():
        by_contract: dict[str, int] = {}
        for row in group:  # a response counts once, however many paths of its contract are not checked
            by_contract[row.contract] = max(row.responses, by_contract.get(row.contract, 0))
        paths = sum(bool(row.not_checked.path) for row in group)
        reasons.append(NotCheckedReason(form, reason, sum(by_contract.values()), paths))
    return reasons


@dataclass(slots=True)
class RunSummary:
    """Counts, added up over the results of units in any order.

    Attributes:
        responses: the number of responses that were read, or should have been.
        clean: the number of responses without findings.
        files: the paths of the files with responses or findings.
        skipped: the reason for each skipped file, by path.
        unknown_files: the paths of skipped files whose responses have no known contract.
        codes: the number of findings by code.
        severities: the number of findings by severity.
        response_kinds: the number of checked responses by kind.
        interrupted: whether the run ended early.
        suppressed: the number of findings that suppressions cover.
        known: the number of findings that are in the baseline.
        stale: the entries of the baseline that were not found again.
        coverage: what the responses of each contract showed, if coverage is counted.
        ignored: the number of HTTP exchanges, and of data of other tools, that were not checked, by form and reason.
        bug: the first bug of Shapeproof's because of which something was not checked; None if there is none.
        problems: what was wrong with contracts, each told once.
        unnamed: the contracts with findings of drift whose edition neither the user nor a recording named.
        uncovered: days of recordings that no committed edition of their operation covers.
        unevaluated: the rules that could not be evaluated, each with the name of its contract.
        unlisted: what is counted here although no result listed it: the run has only a digest of it.
    """

    responses: int = 0
    clean: int = 0
    files: set[str] = field(default_factory=set[str])
    skipped: dict[str, str] = field(default_factory=dict[str, str])
    unknown_files: set[str] = field(default_factory=set[str])
    codes: Counter[str] = field(default_factory=Counter[str])
    severities: Counter[Severity] = field(default_factory=Counter["Severity"])
    response_kinds: Counter[ResponseKind] = field(default_factory=Counter[ResponseKind])
    interrupted: bool = False
    suppressed: int = 0
    known: int = 0
    stale: list[Entry] = field(default_factory=list["Entry"])
    coverage: dict[str, CoverageCounter] = field(default_factory=dict[str, "CoverageCounter"])
    ignored: Counter[tuple[FormName, str]] = field(default_factory=Counter[tuple[FormName, str]])
    bug: InternalError | None = None
    problems: dict[str, None] = field(default_factory=dict[str, None])
    unnamed: set[str] = field(default_factory=set[str])
    uncovered: set[UncoveredDay] = field(default_factory=set["UncoveredDay"])
    unevaluated: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    unlisted: Unlisted = NOTHING_UNLISTED

    def add(self, result: UnitResult) -> None:
        """Add the result of one unit."""
        self.responses += result.responses
        self.clean += result.clean
        self.suppressed += len(result.suppressed)
        self.known += len(result.known)
        if result.responses or result.findings or result.suppressed or result.known:
            self.files.add(result.path)
        for kind, responses in result.kinds.items():  # Counter.update costs more for the few entries of a unit
            self.response_kinds[kind] += responses
        for contract, coverage in result.coverage.items():
            self.coverage.setdefault(contract, type(coverage)()).merge(coverage)
        for what, number in result.ignored.items():
            self.ignored[what] += number
        self.bug = self.bug or result.bug
        self.uncovered |= result.uncovered
        for problem in result.problems:
            self.problems[problem] = None
        for file in result.skipped:
            self.skipped[file.path] = file.reason
            if file.is_unknown:
                self.unknown_files.add(file.path)
        for located in result.findings:
            self.codes[located.finding.code] += 1
            self.severities[located.finding.severity] += 1
            if located.contract in result.unnamed and located.finding.kind == "drift":
                self.unnamed.add(located.contract)
            if located.finding.code == RULE_NOT_EVALUATED.number:
                self.unevaluated.add((located.contract or "", located.finding.rule))

    @property
    def file_count(self) -> int:
        """The number of files with responses or findings."""
        return len(self.files) + self.unlisted.files

    @property
    def skipped_count(self) -> int:
        """The number of skipped files."""
        return len(self.skipped) + sum(self.unlisted.skipped.values())

    @property
    def skipped_reasons(self) -> Counter[str]:
        """The number of skipped files by reason."""
        return Counter(self.skipped.values()) + Counter(self.unlisted.skipped)

    @property
    def unknown_count(self) -> int:
        """The number of skipped files whose responses have no known contract."""
        return len(self.unknown_files) + self.unlisted.unknown_files

    @property
    def exit_code(self) -> int:
        """0: no error; 1: at least one error; 2: nothing was checked, or something could not be; 3: a bug of ours."""
        if self.bug:
            return 3
        if self.interrupted or self.is_empty or any(code in INCOMPLETE for code in self.codes):
            return 2
        return 1 if self.severities["error"] else 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was checked."""
        return not (self.responses or self.codes or self.suppressed or self.known)

    def not_checked(self, contract_of: Callable[[str], Contract]) -> list[NotCheckedRow]:
        """Return what could not be checked, sorted by form, contract and path.

        Args:
            contract_of: finds a contract by its full name.
        """
        counts: Counter[tuple[FormName, str, NotChecked]] = Counter()
        for (form, reason), count in self.ignored.items():
            counts[form, "", NotChecked("", "", reason)] += count
        for kind, count in self.response_kinds.items():
            for entry in not_checked(contract_of(kind.contract), kind.part, kind.representation):
                counts[kind.form, kind.contract, entry] += count
        return [NotCheckedRow(*key, count) for key, count in sorted(counts.items())]
