"""A fault in a body that no schema can state. Apart from what readers return, since live responses need only this."""

from __future__ import annotations

from dataclasses import dataclass

from shapeproof.contract import Pointer
from shapeproof.validation.catalog import FindingCode

__all__ = ["BodyFault"]


@dataclass(frozen=True, slots=True)
class BodyFault:
    """A fault that a schema can't state.

    Attributes:
        code: the finding code.
        message: what is wrong, in one line that quotes no values.
        pointer: the pointer in the response as it was sent.
    """

    code: FindingCode
    message: str
    pointer: Pointer
