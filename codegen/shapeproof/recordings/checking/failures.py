"""Reports what can't be read or checked: each failure is a finding of the unit that it is in."""

from __future__ import annotations

from shapeproof.errors import CaptureError, UnknownContractError
from shapeproof.recordings.checking.unit_guard import failure_from_crash, internal_error
from shapeproof.recordings.checking.unit_result import PARTS, Located, UnitResult
from shapeproof.recordings.discovery.units import Unit
from shapeproof.recordings.identification.identifier import Identifier, format_error
from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.validation.catalog import FindingCode, Severities, reading
from shapeproof.validation.finding import reading_finding

__all__ = ["Failures", "failure_of"]


class Failures:
    """Adds failures to the results of units."""

    def __init__(self, identifier: Identifier, severities: Severities) -> None:
        """Create it.

        Args:
            identifier: knows which keys may belong to a contract.
            severities: the severity of each finding code.
        """
        self._identifier = identifier
        self._severities = severities

    def add(self, failure: ReadFailure, result: UnitResult) -> None:
        """Report a failure."""
        finding = reading_finding(failure.code, failure.message, self._severities, failure.pointer)
        if finding:
            place = (failure.index, failure.line, failure.column)
            result.findings.append(Located(finding, result.path, *place, None, failure.section))

    def add_of_response(self, failure: ReadFailure, name: str, unit: Unit, result: UnitResult) -> None:
        """Report a response that can't be read; in a directory, only if its keys may belong to a known contract."""
        if not unit.is_explicit and _may_be_other_data(failure) and not self._is_known(failure.keys, name):
            if failure.code == reading.RESPONSE_NOT_AN_OBJECT:
                result.ignore(failure.form, PARTS)
            else:
                result.unknown += 1
            return
        if failure.code != reading.BYTE_ORDER_MARK:  # a byte order mark is not a response
            result.responses += 1
        self.add(failure, result)

    def add_unusable_contract(
        self, error: CaptureError | UnknownContractError, recording: Recording, result: UnitResult
    ) -> None:
        """Report a response whose contract can't be used."""
        result.responses += 1
        failure = failure_of(recording, reading.CONTRACT_NOT_FOUND, format_error(error))
        self.add(failure, result)

    def add_crash(self, error: Exception, result: UnitResult, index: int = 0, line: int | None = None) -> None:
        """Report what ended the check of a unit, or of one response.

        Raises:
            ShapeproofError: the error, if it was raised on purpose.
        """
        failure = failure_from_crash(error, index, line)
        result.bug = result.bug or internal_error(error, result.path)
        result.responses += 1
        self.add(failure, result)

    def _is_known(self, keys: tuple[str, ...], name: str) -> bool:
        identifier = self._identifier
        try:
            return identifier.forced is not None or bool(identifier.by_file_name(name)) or identifier.may_be_known(keys)
        except CaptureError:  # it is known, but can't be read
            return True


def failure_of(recording: Recording, code: FindingCode, message: str) -> ReadFailure:
    """A failure about a whole response."""
    return ReadFailure(code, message, recording.index, recording.line, 1, section=recording.section)


def _may_be_other_data(failure: ReadFailure) -> bool:
    """Whether a failure may be about something that isn't a response: a program's dict, a list of names."""
    is_other_value = failure.code == reading.NOT_A_LITERAL or (
        failure.code == reading.RESPONSE_NOT_AN_OBJECT and failure.form == "json"
    )
    # Comments are written into settings such as tsconfig.json; no recorder writes them. Nearly all YAML is something else.
    return bool(failure.keys) or is_other_value or failure.is_comment or failure.form == "yaml"
