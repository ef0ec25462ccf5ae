"""The `shapeproof` fixture: checks hand-made responses against their contracts."""

from __future__ import annotations

from typing import cast, get_args

from shapeproof import ContractViolation, ShapeproofError
from shapeproof.contract import Contract, Part, Representation
from shapeproof.errors import UnknownContractError, UsageError
from shapeproof.pytest_plugin.response_suppressions import ResponseSuppressions
from shapeproof.registry import ContractRegistry
from shapeproof.registry.names import INSTALLED, parse_name
from shapeproof.validation.catalog import Severities
from shapeproof.validation.validator import Validator

__all__ = ["ResponseValidator"]


class ResponseValidator:
    """Checks responses by the names of their contracts."""

    def __init__(
        self, registry: ContractRegistry, severities: Severities, suppressions: ResponseSuppressions | None, test: str
    ) -> None:
        """Create the validator of a test.

        Args:
            registry: knows the project's own contracts.
            severities: the severities of findings.
            suppressions: the suppressions of the run; None if there are none.
            test: the id of the test.
        """
        self._registry = registry
        self._severities = severities
        self._suppressions = suppressions
        self._test = test

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
                an edition means the project's own contract, else that of the installed botocore.
            part: what the response is checked against: `response`, `request` or `error`.
            representation: how the response is written: `sdk` as boto3 returns it, `cli` or `wire`; detected by default. A
                response without datetimes and bytes may be any of them; with `sdk`, base64 in place of bytes is an error.

        Raises:
            AssertionError: at least one finding is an error; the message lists all findings.
            ShapeproofError: the contract is unknown, or an argument is invalid.
        """
        __tracebackhide__ = True
        try:
            violation = self._violation(response, contract, part, representation)
        except ShapeproofError as error:  # raised without Shapeproof's own frames: the line of the test says enough
            raise error.with_traceback(None) from None
        if violation:
            raise AssertionError(str(violation))

    def _violation(
        self, response: object, contract: Contract | str, part: Part, representation: Representation | None
    ) -> ContractViolation | None:
        loaded = self._load(contract) if isinstance(contract, str) else contract
        if not isinstance(cast("object", loaded), Contract) or part not in get_args(Part):  # callers may have no types
            raise UsageError(
                "expected a response, a contract and a part",
                hint='shapeproof.check(response, "s3.list_buckets", part="request")',
            )
        findings = tuple(Validator(loaded, part, self._severities).findings(response, representation))
        if self._suppressions:
            findings = self._suppressions.remaining(findings, loaded.name, self._test)
        return ContractViolation.from_findings(findings, part, loaded.name)

    def _load(self, text: str) -> Contract:
        name = parse_name(text)
        if name.edition is None:
            if own := self._registry.project_contract(name.service, name.operation):
                return own
            try:
                return self._registry.load(f"{text}@{INSTALLED}")
            except UnknownContractError:  # no botocore, or one without this operation: look among the shipped contracts
                pass
        return self._registry.load(text)
