"""Checks a response against the contracts that it may belong to, and keeps the best match."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from shapeproof.contract import Contract, Part, Pointer, Representation, walk
from shapeproof.recordings.checking.unit_result import Located, ResponseKind, UnitResult
from shapeproof.recordings.http.body_reading import check_body
from shapeproof.recordings.identification.identifier import identify_part
from shapeproof.recordings.model import FormName, Recording, Remark
from shapeproof.validation.catalog import Severities
from shapeproof.validation.engines.compilation import EngineName
from shapeproof.validation.finding import Finding, reading_finding
from shapeproof.validation.not_checked import unseen_members
from shapeproof.validation.null_members import NULLS_FOR_ABSENT
from shapeproof.validation.validator import CheckResult, Validator

__all__ = ["ResponseChecker"]

_FORMS_WITH_PRINTED_TIMES: Final = frozenset[FormName]({"json", "json lines", "recording line", "printed python"})
"""The forms that `json.dumps(response, default=str)` may have written. In the others, a string is not a time of boto3's."""

_FORM_WITH_BYTES: Final[FormName] = "printed python"
"""The form that has bytes. JSON has to hold them as base64, and so do the recordings of placebo."""
_BARE_FORMS: Final[frozenset[FormName]] = frozenset({"json", "json lines", "yaml", "printed python"})
"""What a person or a program saved of any output; in all other forms, a response is what one call returned."""


class _Match(NamedTuple):
    """A response, checked against one contract.

    Attributes:
        check: the findings.
        contract: the contract.
        part: the part of it that the response was checked against.
        value: the response in `cli`, or as it was recorded.
    """

    check: CheckResult
    contract: Contract
    part: Part
    value: object

    @property
    def rank(self) -> tuple[int, int, int, bool]:
        """The lower, the better: by known values, then by errors, then by findings of any severity.

        An unknown member hides what is wrong inside it, so that the wrong contract may have the fewest errors. Of services
        that share the endpoint of one of them (`docdb`, `neptune` and `rds`), that one is the likeliest.
        """
        known = sum(visit.node is not None for visit in walk(self.contract.schema(self.part), self.value))
        findings = self.check.findings
        errors = sum(finding.severity == "error" for finding in findings)
        return -known, errors, len(findings), self.contract.service != self.contract.endpoint_prefix


@dataclass(frozen=True, slots=True)
class ResponseChecker:
    """Checks responses.

    Attributes:
        severities: the severities of finding codes.
        engine: the JSON Schema engine.
        representation: the representation of all responses; None for what a recording declares, or to detect it.
        coverage: whether to count what responses cover.
        deviations: whether to list how responses break the models of their services.
    """

    severities: Severities
    engine: EngineName
    representation: Representation | None
    coverage: bool
    deviations: bool = False

    def check(self, candidates: Sequence[tuple[Recording, Contract]], result: UnitResult) -> None:
        """Check one response; of several contracts, the one that knows most of it counts, then the one with the fewest errors.

        Args:
            candidates: the response as it is read for each contract that it may belong to, at least one.
            result: the result of the unit, to which findings and counts are added.
        """
        recording = candidates[0][0]
        matches = [self._match(*candidate) for candidate in candidates]
        best = min(matches, key=lambda match: match.rank) if len(matches) > 1 else matches[0]
        check, contract, part = best.check, best.contract, best.part
        kind = ResponseKind(recording.form, contract.name, part, check.representation)
        result.count(kind, recording.index, clean=not (check.findings or recording.remarks))
        if self.coverage and part == "response" and check.value is not None:
            unseen = unseen_members(contract, part, check.representation)
            is_valid = all(finding.kind == "rule" for finding in check.findings)
            result.count_coverage(contract, check.value, unseen, is_valid=is_valid)
        if self.deviations and check.findings:
            from shapeproof.validation.seen_deviations import seen_deviations  # few runs need it

            result.deviations += seen_deviations(contract, part, recording.value, check.findings)
        pointers = {
            pointer for finding in check.findings for pointer in (finding.pointer_parts, *finding.related_parts)
        }
        locations = _locate(recording, pointers)
        findings = [
            Located(
                finding,
                result.path,
                recording.index,
                *locations[finding.pointer_parts],
                contract.name,
                recording.section,
                tuple(locations[pointer] for pointer in finding.related_parts),
            )
            for finding in check.findings
        ]
        findings += self.remarks(recording, result.path, contract.name)
        result.findings += sorted(findings, key=_order)

    def _match(self, recording: Recording, contract: Contract) -> _Match:
        part = identify_part(recording.value, contract, recording.part)
        validator = Validator(contract, part, self.severities, self.engine)
        if recording.converted is not None:
            check = check_body(validator, recording.converted, recording.faults)
            return _Match(check, contract, part, recording.converted.value)
        representation = self.representation or recording.representation
        check = validator.check(
            recording.value,
            representation,
            recording.error_name,
            may_be_merged=recording.form in _BARE_FORMS and not recording.is_page,
            has_printed_times=recording.form in _FORMS_WITH_PRINTED_TIMES,
            is_cbor=recording.is_cbor,
            has_base64=recording.form != _FORM_WITH_BYTES,
        )
        if recording.remarks:
            check = replace(check, findings=_without_hidden(check.findings, recording.remarks))
        return _Match(check, contract, part, recording.value if check.value is None else check.value)

    def remarks(self, recording: Recording, path: str, contract: str | None = None) -> Iterator[Located]:
        """Yield a finding for each remark about a response: notes, unless it is a fault or the user chose another severity.

        Args:
            recording: the response.
            path: the path of its file.
            contract: the name of its contract; None if it is unknown.
        """
        for remark in recording.remarks:
            finding = reading_finding(remark.code, remark.message, self.severities, remark.pointer)
            if finding:
                keeps_severity = remark.is_fault or remark.code.number in (self.severities.chosen or {})
                finding = finding if keeps_severity else replace(finding, severity="note")
                place = remark.location or _locate(recording, [remark.pointer])[remark.pointer]
                yield Located(finding, path, recording.index, *place, contract, recording.section)


def _order(located: Located) -> tuple[bool, int, int]:
    """By location, but what is about the whole response follows what is wrong in it."""
    return located.finding.code == NULLS_FOR_ABSENT, located.line or 0, located.column or 0


def _without_hidden(findings: Iterable[Finding], remarks: Iterable[Remark]) -> tuple[Finding, ...]:
    """The findings but for those about something that isn't known."""
    values = {remark.pointer for remark in remarks if remark.hides == "value"}
    members = {remark.pointer for remark in remarks if remark.hides == "members"}

    def is_hidden(finding: Finding) -> bool:
        pointer = finding.pointer_parts
        if any(pointer[:length] in values for length in range(len(pointer) + 1)):
            return True
        return pointer in members or (finding.keyword == "required" and pointer[:-1] in members)

    return tuple(finding for finding in findings if not is_hidden(finding))


def _locate(recording: Recording, pointers: Collection[Pointer]) -> Mapping[Pointer, tuple[int | None, int | None]]:
    """The line and the column of each pointer, as far as the form has them."""
    if not pointers or recording.locate is None:
        return dict.fromkeys(pointers, (recording.line, None))
    in_recording = {pointer: (*recording.prefix, *pointer) for pointer in pointers}
    locations = recording.locate(in_recording.values())
    return {pointer: locations[inner] for pointer, inner in in_recording.items()}
