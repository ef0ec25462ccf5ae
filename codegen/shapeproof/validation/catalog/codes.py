"""All finding codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.validation.catalog import constraints, drift, reading, rules, structure
from shapeproof.validation.catalog.finding_code import FindingCode

__all__ = ["CODES", "CODE_OF_KEYWORD", "INCOMPLETE"]

CODES: Final[Mapping[str, FindingCode]] = {
    code.number: code
    for module in (structure, constraints, drift, rules, reading)
    for code in vars(module).values()
    if isinstance(code, FindingCode)
}
"""Every code that a module of the catalogue defines, by number, in the order of the numbers."""

CODE_OF_KEYWORD: Final[Mapping[str, FindingCode]] = {code.keyword: code for code in CODES.values() if code.keyword}
"""The code of a violation of a JSON Schema keyword, where no more specific one applies."""

INCOMPLETE: Final = frozenset(
    code.number
    for code in (
        reading.PATH_NOT_READABLE,
        reading.CONTRACT_NOT_IDENTIFIED,
        reading.CONTRACT_NOT_FOUND,
        reading.EXTRA_NOT_INSTALLED,
        reading.INTERNAL_ERROR,
        reading.TOO_MANY_FINDINGS,
    )
)
"""Numbers of the codes for what could not be checked, or not be listed (exit code 2, or 3 for a bug of ours).

No option changes their severity."""
