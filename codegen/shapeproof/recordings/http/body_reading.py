"""What reading a body by its protocol yields: the response in `cli`, where it stands, and the protocol's faults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from shapeproof.contract import Part, Pointer
from shapeproof.recordings.body_fault import BodyFault
from shapeproof.representations.conversion import Converted
from shapeproof.validation.finding import reading_finding
from shapeproof.validation.validator import CheckResult, Validator

__all__ = ["BodyReading", "check_body"]


@dataclass(frozen=True, slots=True)
class BodyReading:
    """A response as its body and its headers hold it.

    Attributes:
        part: `response` or `error`.
        converted: the response in `cli`, and as it was sent.
        faults: the faults of the protocol.
        body: the body.
        offsets: the number of bytes before each value, by its pointer in the response as it was sent.
    """

    part: Part
    converted: Converted
    faults: tuple[BodyFault, ...]
    body: bytes = field(repr=False)
    offsets: Mapping[Pointer, int]

    def offsets_in(self, text: str, pointers: Collection[Pointer]) -> dict[Pointer, int]:
        """The offsets of values, or of their nearest ancestors.

        Args:
            text: the body as it was recorded. If it had to be decoded, all offsets are 0.
            pointers: the pointers of the values, in the response as it was sent.
        """
        if text.encode("utf-8", "surrogatepass") != self.body:
            return dict.fromkeys(pointers, 0)
        in_bytes = {pointer: self._bytes_before(pointer) for pointer in pointers}
        in_characters: dict[int, int] = {}
        characters = start = 0
        for offset in sorted(set(in_bytes.values())):
            characters += len(self.body[start:offset].decode("utf-8", "replace"))
            in_characters[offset], start = characters, offset
        return {pointer: in_characters[offset] for pointer, offset in in_bytes.items()}

    def _bytes_before(self, pointer: Pointer) -> int:
        lengths = range(len(pointer), -1, -1)
        return next((self.offsets[pointer[:length]] for length in lengths if pointer[:length] in self.offsets), 0)


def check_body(validator: Validator, converted: Converted, faults: Iterable[BodyFault]) -> CheckResult:
    """Check a response that was read by its protocol: against its contract, and for faults of the protocol.

    Args:
        validator: the validator of its contract.
        converted: the response.
        faults: the faults of the protocol.
    """
    check = validator.check_converted(converted)
    found = (reading_finding(fault.code, fault.message, validator.severities, fault.pointer) for fault in faults)
    return replace(check, findings=(*check.findings, *filter(None, found)))
