"""A digest of results: counts and samples that merge in any order, and are small however much was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from shapeproof.digest.bounded import add_counts, add_skipped, first_counts, first_names
from shapeproof.digest.groups import FindingGroup, GroupSum
from shapeproof.digest.limits import DEFAULT_LIMITS, Limits
from shapeproof.digest.parts import NO_SUPPRESSIONS, Bug, SkippedGroup, SuppressionUse
from shapeproof.digest.samples import FindingKey
from shapeproof.recordings.checking.unit_result import ResponseKind
from shapeproof.recordings.model import FormName
from shapeproof.validation.catalog import Severity

if TYPE_CHECKING:  # most runs need neither
    from shapeproof.registry.editions_by_day import UncoveredDay
    from shapeproof.validation.coverage.coverage_counter import CoverageCounter

__all__ = ["NUMBERS", "Digest", "DigestSum"]

NUMBERS: Final = ("units", "size", "files", "responses", "clean", "known", "skipped_files", "unknown_files")
"""The attributes of a digest that are numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What was found in some units of work. The digests of any units, merged in any order and grouping, are equal.

    Attributes:
        limits: how much is kept.
        units: the number of units.
        size: the number of bytes that were read.
        files: the number of files with responses or findings.
        responses: the number of responses that were read, or should have been.
        clean: the number of responses without findings.
        suppressed: the number of findings that suppressions cover, by the suppression.
        known: the number of findings that a baseline holds.
        codes: the number of findings by severity and code: of all, whether `groups` has their key or not.
        groups: the findings by key, as far as keys are kept.
        kinds: the number of checked responses by kind.
        coverage: what the responses cover, by contract; empty unless it was asked for.
        ignored: the number of HTTP exchanges, and of data of other tools, that aren't checked, by form and reason.
        ignored_forms: the number of all of these by form, whether `ignored` has their reason or not.
        skipped: the skipped files, by reason.
        skipped_files: the number of all skipped files, whether `skipped` has their reason or not.
        unknown_files: how many of them hold data that may be responses, but of no known contract.
        problems: what was wrong with contracts.
        unnamed: the contracts with findings of drift whose edition neither the user nor a recording named.
        uncovered: days of recordings that no committed edition covers.
        unevaluated: the rules that could not be evaluated, each with the name of its contract.
        bug: the first bug by its file; None if there is none.
        suppressions: which suppressions were used.
    """

    limits: Limits = DEFAULT_LIMITS
    units: int = 0
    size: int = 0
    files: int = 0
    responses: int = 0
    clean: int = 0
    suppressed: Mapping[str, int] = field(default_factory=dict[str, int])
    known: int = 0
    codes: Mapping[tuple[Severity, str], int] = field(default_factory=dict[tuple["Severity", str], int])
    groups: Mapping[FindingKey, FindingGroup] = field(default_factory=dict[FindingKey, FindingGroup])
    kinds: Mapping[ResponseKind, int] = field(default_factory=dict[ResponseKind, int])
    coverage: Mapping[str, CoverageCounter] = field(default_factory=dict[str, "CoverageCounter"])
    ignored: Mapping[tuple[FormName, str], int] = field(default_factory=dict[tuple["FormName", str], int])
    ignored_forms: Mapping[FormName, int] = field(default_factory=dict["FormName", int])
    skipped: Mapping[str, SkippedGroup] = field(default_factory=dict[str, SkippedGroup])
    skipped_files: int = 0
    unknown_files: int = 0
    problems: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    uncovered: frozenset[UncoveredDay] = frozenset()
    unevaluated: frozenset[tuple[str, str]] = frozenset()
    bug: Bug | None = None
    suppressions: SuppressionUse = NO_SUPPRESSIONS

    @classmethod
    def empty(cls, limits: Limits = DEFAULT_LIMITS) -> Self:
        """The digest of nothing: merging with it changes nothing."""
        return cls(limits=limits)

    @property
    def findings(self) -> int:
        """The number of findings."""
        return sum(self.codes.values())

    def merge(self, other: Digest) -> Digest:
        """The digest of what both are of. Associative and commutative.

        Args:
            other: another digest with the same limits.
        """
        total = DigestSum(self.limits)
        total.add(self)
        total.add(other)
        return total.digest()


class DigestSum:
    """Adds up digests in bounded memory. What was added first makes no difference."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        """`limits` says how much is kept."""
        self._limits = limits
        self._numbers: Counter[str] = Counter()
        self._groups = GroupSum(limits)
        self._codes: Counter[tuple[Severity, str]] = Counter()
        self._suppressed: Counter[str] = Counter()
        self._kinds: Counter[ResponseKind] = Counter()
        self._ignored: Counter[tuple[FormName, str]] = Counter()
        self._ignored_forms: Counter[FormName] = Counter()
        self._coverage: dict[str, CoverageCounter] = {}
        self._skipped: dict[str, SkippedGroup] = {}
        self._problems: frozenset[str] = frozenset()
        self._unnamed: frozenset[str] = frozenset()
        self._uncovered: frozenset[UncoveredDay] = frozenset()
        self._unevaluated: frozenset[tuple[str, str]] = frozenset()
        self._bug: Bug | None = None
        self._suppressions = NO_SUPPRESSIONS

    @property
    def units(self) -> int:
        """The number of units so far."""
        return self._numbers["units"]

    @property
    def size(self) -> int:
        """The number of bytes so far."""
        return self._numbers["size"]

    @property
    def responses(self) -> int:
        """The number of responses so far."""
        return self._numbers["responses"]

    @property
    def severities(self) -> Counter[Severity]:
        """The number of findings so far, by severity."""
        counts: Counter[Severity] = Counter()
        for (severity, _), findings in self._codes.items():
            counts[severity] += findings
        return counts

    def add(self, other: Digest) -> None:
        """Add a digest. Raises ValueError if it has other limits."""
        if other.limits != self._limits:
            raise ValueError("digests of different limits can't be merged")
        names, contracts = self._limits.names, self._limits.contracts
        for number in NUMBERS:
            self._numbers[number] += getattr(other, number)
        self._groups.add(other.groups)
        self._codes.update(other.codes)  # no more than the catalogue has, as the forms and a project's suppressions
        self._ignored_forms.update(other.ignored_forms)
        self._suppressed.update(other.suppressed)
        add_counts(self._kinds, other.kinds, contracts)
        add_counts(self._ignored, other.ignored, names)
        self._add_coverage(other.coverage)
        add_skipped(self._skipped, other.skipped, names, self._limits.samples)
        self._problems = first_names(self._problems, other.problems, names)
        self._uncovered = first_names(self._uncovered, other.uncovered, names)
        self._unevaluated = first_names(self._unevaluated, other.unevaluated, names)
        self._unnamed = first_names(self._unnamed, other.unnamed, contracts)
        self._bug = min(filter(None, (self._bug, other.bug)), default=None)
        mine, theirs = self._suppressions, other.suppressions
        self._suppressions = SuppressionUse(
            mine.used | theirs.used,
            mine.covered | theirs.covered,
            first_names(mine.operations, theirs.operations, contracts),
        )

    def _add_coverage(self, other: Mapping[str, CoverageCounter]) -> None:
        for contract, counter in other.items():
            self._coverage.setdefault(contract, type(counter)()).merge(counter)
        if len(self._coverage) > 2 * self._limits.contracts:
            self._coverage = first_counts(self._coverage, self._limits.contracts)

    def digest(self) -> Digest:
        """The digest of all that was added."""
        names, contracts = self._limits.names, self._limits.contracts
        coverage: dict[str, CoverageCounter] = {}
        for contract, counter in first_counts(self._coverage, contracts).items():
            coverage[contract] = type(counter)()
            coverage[contract].merge(counter)
        return Digest(
            limits=self._limits,
            **{number: self._numbers[number] for number in NUMBERS},
            suppressed=dict(sorted(self._suppressed.items())),
            codes=dict(sorted(self._codes.items())),
            groups=self._groups.groups(),
            kinds=first_counts(self._kinds, contracts),
            coverage=coverage,
            ignored=first_counts(self._ignored, names),
            ignored_forms=dict(sorted(self._ignored_forms.items())),
            skipped=first_counts(self._skipped, names),
            problems=self._problems,
            unnamed=self._unnamed,
            uncovered=self._uncovered,
            unevaluated=self._unevaluated,
            bug=self._bug,
            suppressions=self._suppressions,
        )
