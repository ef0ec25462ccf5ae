"""Whether a changed response is as valid as the one that it was made from."""

from __future__ import annotations

from typing import Any, Protocol

from shapeproof.contract import Contract, Part, View
from shapeproof.fuzz.drawing.coherence import Coherence
from shapeproof.validation.catalog import Severities
from shapeproof.validation.validator import Validator

__all__ = ["InputCheck", "ResponseCheck"]


class InputCheck(Protocol):
    """Whether changes of what a campaign generated break nothing that it keeps."""

    def is_kept_by(self, changed: Any) -> bool:
        """Whether the changed value is as valid as the original."""
        ...


class ResponseCheck:
    """Compares changed responses with those that a campaign generated, in `cli`: they must break nothing that these keep."""

    def __init__(
        self, contract: Contract, part: Part, view: View, *responses: Any, coherence: Coherence | None = None
    ) -> None:
        """Create it.

        Args:
            contract: the contract of the responses.
            part: the part of it.
            view: which responses are valid.
            *responses: the originals.
            coherence: what the originals were made to keep the rules by; None if they needn't keep them.
        """
        self._validator = Validator(contract, part, Severities(view))
        self._coherence = coherence
        self._broken = frozenset(error for response in responses for error in self._errors(response))

    def is_kept_by(self, changed: Any) -> bool:
        """Whether a changed response has no errors but those of the originals, and breaks no rule that these keep."""
        if self._coherence is not None and not self._coherence.keeps_rules(changed):
            return False
        return self._errors(changed) <= self._broken

    def _errors(self, response: Any) -> frozenset[tuple[str, str]]:
        findings = self._validator.check(response, "cli").findings
        # The generated ones keep the schema alone: a change that breaks a rule says as much about the program as they do.
        kept = (finding for finding in findings if finding.severity == "error" and finding.kind != "rule")
        return frozenset((finding.code, finding.path) for finding in kept)
