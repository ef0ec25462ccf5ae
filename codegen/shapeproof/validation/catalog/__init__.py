"""The catalogue of findings: one definition for each code, and the severities of codes.

Severities follow what real recordings show, not what a model says.
"""

from shapeproof.validation.catalog.codes import CODE_OF_KEYWORD, CODES, INCOMPLETE
from shapeproof.validation.catalog.finding_code import (
    SEVERITIES,
    FindingCode,
    FindingKind,
    ReleaseChange,
    Severity,
    ViolationDetails,
)
from shapeproof.validation.catalog.severities import Severities, chosen_severities, matching_codes

__all__ = [
    "CODES",
    "CODE_OF_KEYWORD",
    "INCOMPLETE",
    "SEVERITIES",
    "FindingCode",
    "FindingKind",
    "ReleaseChange",
    "Severities",
    "Severity",
    "ViolationDetails",
    "chosen_severities",
    "matching_codes",
]
