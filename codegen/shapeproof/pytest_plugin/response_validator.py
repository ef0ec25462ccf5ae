"""The `shapeproof` fixture: checks hand-made responses against their contracts."""

from __future__ import annotations

from typing import cast, get_args

from shapeproof import ContractViolation, ShapeproofError
from shapeproof.contract import Contract, Part, Representation
from shapeproof.errors import UsageError
from shapeproof.pytest_plugin.response_suppressions import ResponseSuppressions
from shapeproof.registry import ContractRegistry
from shapeproof.registry.newer_editions import newer_edition
from shapeproof.validation.catalog import Severities
from shapeproof.validation.finding import Finding
from shapeproof.validation.validator import Validator

__all__ = ["ResponseValidator"]


class ResponseValidator:
    """Checks responses by the names of their contracts."""

    def __init__(
        self,
        registry: ContractRegistry,
        severities: Severities,
        suppressions: ResponseSuppressions | None = None,
        test: str = "",
        *,
        edition_notes: bool = True,
    ) -> None:
        """Create the validator of a test.

        Args:
            registry: knows the project's own contracts.
            severities: the severities of findings.
            suppressions: the suppressions of the run; None if there are none.
            test: the id of the test.
            edition_notes: whether a name that means an older edition than the installed botocore has is told.
        """
        self._registry = registry
        self._severities = severities
        self._suppressions = suppressions
        self._test = test
        self._edition_notes = edition_notes

    def check(
        self,
        response: object,
        contract: Contract | str,
        part: Part = "response",
        *,
        representation: Representation | None = None,
    ) -> None:
        """Fail the test if a response breaks its contract.

        Settings of the project and marks of the test count as for the responses of clients.

        Args:
            response: the response, request or error, in any representation.
            contract: the contract or its name, such as `sagemaker.describe_hyper_parameter_tuning_job`. A name without
                an edition means what it means everywhere: a committed contract, else that of the installed botocore.
            part: what the response is checked against: `response`, `request` or `error`.
            representation: how the response is written: `sdk` as boto3 returns it, `cli` or `wire`; detected by default. A
                response without datetimes and bytes may be any of them; with `sdk`, base64 in place of bytes is an error.

        Raises:
            AssertionError: at least one finding is an error; the message lists all findings, or which other
                contract the response resembles.
            ShapeproofError: the contract is unknown, or an argument is invalid.
        """
        __tracebackhide__ = True
        try:
            violation = self._violation(response, contract, part, representation)
        except ShapeproofError as error:  # raised without Shapeproof's own frames: the line of the test says enough
            raise error.with_traceback(None) from None
        if violation:
            raise AssertionError(f"{violation}{self._note(contract)}")

    def _violation(
        self, response: object, contract: Contract | str, part: Part, representation: Representation | None
    ) -> ContractViolation | None:
        loaded = self._registry.load(contract) if isinstance(contract, str) else contract
        if not isinstance(cast("object", loaded), Contract) or part not in get_args(Part):  # callers may have no types
            raise UsageError(
                "expected a response, a contract and a part",
                hint='shapeproof.check(response, "s3.list_buckets", part="request")',
            )
        findings = tuple(Validator(loaded, part, self._severities).findings(response, representation))
        violation = ContractViolation.from_findings(self._remaining(findings, loaded), part, loaded.name)
        if violation:
            from shapeproof.recordings.identification.named_wrongly import other_contract_finding  # few are

            cause = other_contract_finding(response, loaded, part, lambda: self._registry, self._severities)
            causes = self._remaining((cause,), loaded) if cause else ()
            return ContractViolation.from_findings((*causes, *violation.findings), part, loaded.name)
        return None

    def _remaining(self, findings: tuple[Finding, ...], contract: Contract) -> tuple[Finding, ...]:
        """The findings that no setting suppresses."""
        return self._suppressions.remaining(findings, contract.name, self._test) if self._suppressions else findings

    def _note(self, contract: Contract | str) -> str:
        """A line that says that the name of a contract means an older edition than the installed botocore has."""
        if not isinstance(contract, str) or "@" in contract or not self._edition_notes:
            return ""
        newer = newer_edition(self._registry, self._registry.load(contract))
        return f"\n  note: {newer}" if newer else ""
