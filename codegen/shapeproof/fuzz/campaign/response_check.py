"""Whether a changed response is as valid as the one that it was made from."""

from __future__ import annotations

from typing import Any

from shapeproof.contract import Contract, Part, View
from shapeproof.validation.catalog import Severities
from shapeproof.validation.validator import Validator

__all__ = ["ResponseCheck"]


class ResponseCheck:
    """Compares changed responses with one that a campaign generated, in `cli`: they must break nothing that it keeps."""

    def __init__(self, contract: Contract, part: Part, view: View, response: Any) -> None:
        self._validator = Validator(contract, part, Severities(view))
        self._broken = self._errors(response)

    def is_kept_by(self, changed: Any) -> bool:
        """Whether a changed response has no errors but those of the original."""
        return self._errors(changed) <= self._broken

    def _errors(self, response: Any) -> frozenset[tuple[str, str]]:
        findings = self._validator.check(response, "cli").findings
        return frozenset((finding.code, finding.path) for finding in findings if finding.severity == "error")
