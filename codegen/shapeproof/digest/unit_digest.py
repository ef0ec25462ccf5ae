"""From the results of a unit to its digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from shapeproof.digest.bounded import add_skipped
from shapeproof.digest.digest import Digest, DigestSum
from shapeproof.digest.groups import GroupSum
from shapeproof.digest.limits import DEFAULT_LIMITS, Limits
from shapeproof.digest.parts import Bug, SkippedGroup
from shapeproof.digest.samples import cut_text
from shapeproof.errors import InternalError
from shapeproof.recordings.checking.unit_result import UNKNOWN_MEMBERS, UnitResult
from shapeproof.recordings.model import TRAFFIC_FORMS, FormName
from shapeproof.validation.catalog import Severity
from shapeproof.validation.catalog.rules import RULE_NOT_EVALUATED
from shapeproof.validation.known_deviations import KNOWN
from shapeproof.validation.seen_deviations import is_statable

__all__ = ["digest_of"]

_MAX_TEXT: Final = 1_000
_MAX_DETAILS: Final = 20_000


def digest_of(
    results: Iterable[UnitResult],
    *,
    size: int = 0,
    offset: int = 0,
    limits: Limits = DEFAULT_LIMITS,
) -> Digest:
    """Return the digest of one unit.

    Args:
        results: its results, in the order of their parts: numbers of responses and lines count from `offset`.
        size: the number of its bytes.
        offset: where it starts in its file, in bytes; 0 if the results are numbered from the start of the file.
        limits: how much the digest keeps.
    """
    total = DigestSum(limits)
    groups = GroupSum(limits)
    for result in results:
        total.add(_without_groups(result, limits))
        _add_findings(result, offset, groups)
    total.add(Digest(limits=limits, units=1, size=size, groups=groups.groups(is_unit=True)))
    return total.digest()


def _without_groups(result: UnitResult, limits: Limits) -> Digest:
    codes: Counter[tuple[Severity, str]] = Counter(
        (located.finding.severity, located.finding.code) for located in result.findings
    )
    ignored: Counter[tuple[FormName, str]] = Counter()
    forms: Counter[FormName] = Counter()
    for (form, reason), count in result.ignored.items():
        ignored[form, cut_text(reason, _MAX_TEXT)] += count
        forms[form] += count
    skipped: dict[str, SkippedGroup] = {}
    for file in result.skipped:
        reason = UNKNOWN_MEMBERS if file.is_unknown else cut_text(file.reason, _MAX_TEXT)
        group = SkippedGroup(1, int(file.is_unknown), (cut_text(file.path, _MAX_TEXT),))
        add_skipped(skipped, {reason: group}, limits.names, limits.samples)
    has_any = bool(result.responses or result.findings or result.suppressed or result.known)
    drifted = {located.contract or "" for located in result.findings if located.finding.kind == "drift"}
    return Digest(
        limits=limits,
        files=int(has_any and not result.continues),
        responses=result.responses,
        clean=result.clean,
        suppressed=Counter(cut_text(suppressed.by, _MAX_TEXT) for suppressed in result.suppressed),
        known=len(result.known),
        codes=codes,
        kinds=result.kinds,
        coverage=result.coverage,
        ignored=ignored,
        ignored_forms=forms,
        skipped=skipped,
        skipped_files=len(result.skipped),
        unknown_files=sum(file.is_unknown for file in result.skipped),
        problems=frozenset(cut_text(problem, _MAX_TEXT) for problem in result.problems),
        unnamed=frozenset(result.unnamed & drifted),
        uncovered=frozenset(result.uncovered),
        unevaluated=frozenset(
            (located.contract or "", located.finding.rule)
            for located in result.findings
            if located.finding.code == RULE_NOT_EVALUATED.number
        ),
        bug=_bug_of(result.bug) if result.bug else None,
    )


def _add_findings(result: UnitResult, offset: int, groups: GroupSum) -> None:
    is_traffic = bool(result.kinds) and all(kind.form in TRAFFIC_FORMS for kind in result.kinds)
    for located in result.findings:
        finding = located.finding
        groups.add_finding(
            located,
            offset,
            is_explained=finding.message.startswith(KNOWN),
            is_traffic=is_traffic and is_statable(finding),
        )


def _bug_of(error: InternalError) -> Bug:
    where, message, hint = (cut_text(text or "", _MAX_TEXT) for text in (error.where, error.message, error.hint))
    return Bug(where, message, hint, cut_text(error.details, _MAX_DETAILS))
