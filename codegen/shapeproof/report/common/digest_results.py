"""A digest as every report takes it: results that list its samples, and a summary of the run with the true counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from shapeproof.digest.digest import Digest
from shapeproof.digest.groups import FindingGroup
from shapeproof.digest.parts import Bug
from shapeproof.digest.samples import FindingKey, Sample
from shapeproof.errors import InternalError
from shapeproof.recordings.checking.unit_result import ContractRun, Located, UnitResult
from shapeproof.recordings.discovery.units import Skipped
from shapeproof.recordings.model import FormName
from shapeproof.report.common.run_summary import RunSummary
from shapeproof.report.common.unlisted import Unlisted
from shapeproof.validation.catalog import Severity

__all__ = ["sample_results", "summary_of"]

_OTHER_REASONS = "other reasons"


def sample_results(digest: Digest) -> Iterator[UnitResult]:
    """Iterate over results that list the samples of a digest, by file, and the skipped files that it names."""
    samples = sorted((sample for group in digest.groups.values() for sample in group.samples), key=_order)
    for (file, offset), of_unit in groupby(samples, key=lambda sample: (sample.located.file, sample.offset)):
        findings = [_shown(sample) for sample in of_unit]
        checked = {located.index: located.contract for located in findings if located.contract}
        runs = [ContractRun(index, 1, contract) for index, contract in sorted(checked.items())]
        yield UnitResult(f"{file} {_start(offset)}" if offset else file, findings=findings, runs=runs)
    for reason, group in digest.skipped.items():
        for path in group.paths:
            yield UnitResult(path, skipped=[Skipped(path, reason, is_unknown=group.unknown > 0)])


def summary_of(digest: Digest) -> RunSummary:
    """The summary of the run that a digest is of."""
    severities: Counter[Severity] = Counter()
    codes: Counter[str] = Counter()
    others = Counter(digest.codes)
    groups: dict[FindingKey, FindingGroup] = {}
    for (severity, code), findings in digest.codes.items():
        severities[severity] += findings
        codes[code] += findings
    for key, group in digest.groups.items():
        others[key.severity, key.code] -= group.findings
        if group.findings > len(group.samples):
            groups[key] = replace(group, findings=group.findings - len(group.samples), samples=())
    skipped = {reason: group.files for reason, group in digest.skipped.items()}
    if rest := digest.skipped_files - sum(skipped.values()):
        skipped[_OTHER_REASONS] = rest
    return RunSummary(
        responses=digest.responses,
        clean=digest.clean,
        codes=codes,
        severities=severities,
        response_kinds=Counter(digest.kinds),
        suppressed=sum(digest.suppressed.values()),
        known=digest.known,
        coverage=dict(digest.coverage),
        ignored=_ignored(digest),
        bug=_error_of(digest.bug) if digest.bug else None,
        problems=dict.fromkeys(sorted(digest.problems)),
        unnamed=set(digest.unnamed),
        uncovered=set(digest.uncovered),
        unevaluated=set(digest.unevaluated),
        unlisted=Unlisted(
            groups=groups,
            others=+others,
            listed=sum(len(group.samples) for group in digest.groups.values()),
            samples=digest.limits.samples,
            files=digest.files,
            skipped=skipped,
            unknown_files=digest.unknown_files,
        ),
    )


def _order(sample: Sample) -> tuple[object, ...]:
    return sample.order


def _shown(sample: Sample) -> Located:
    """A sample without its line, if that counts from another place than the start of the file: the section tells it."""
    if not sample.offset:
        return sample.located
    located = sample.located
    line = f"line {located.line} " if located.line else ""
    section = ", ".join(filter(None, (located.section, f"{line}{_start(sample.offset)}")))
    return replace(located, section=section, line=None, column=None, related=((None, None),) * len(located.related))


def _start(offset: int) -> str:
    return f"after byte {offset:,}"


def _ignored(digest: Digest) -> Counter[tuple[FormName, str]]:
    counts = Counter(digest.ignored)
    for form, count in digest.ignored_forms.items():
        named = sum(number for (other, _), number in digest.ignored.items() if other == form)
        if count > named:
            counts[form, _OTHER_REASONS] += count - named
    return counts


def _error_of(bug: Bug) -> InternalError:
    return InternalError(bug.message, where=bug.where or None, hint=bug.hint or None, details=bug.details)
