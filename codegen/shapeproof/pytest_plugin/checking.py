"""The fixture `shapeproof`: hand-made responses held against their contracts."""

from __future__ import annotations

from typing import cast, get_args

from shapeproof import ContractViolation, ShapeproofError
from shapeproof.contract import Contract, Part
from shapeproof.errors import UnknownContractError, UsageError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.names import INSTALLED, parse_name
from shapeproof.validation.catalog import Severities
from shapeproof.validation.validator import Validator

__all__ = ["ResponseCheck"]


class ResponseCheck:
    """Checks responses by the names of their contracts."""

    def __init__(self, registry: ContractRegistry, severities: Severities) -> None:
        """`registry` knows the project's own contracts."""
        self._registry = registry
        self._severities = severities

    def validate(self, response: object, contract: Contract | str, part: Part = "response") -> None:
        """Fail the test, telling each finding, if the response (or request, or error) breaks its contract.

        `contract` is a Contract or its name, `sagemaker.describe_hyper_parameter_tuning_job`; a bare name means the
        project's own contract, else that of the installed botocore, as for the answers of clients. The project's
        settings and the test's mark count as they do for those.
        """
        __tracebackhide__ = True
        try:
            broken = self._broken(response, contract, part)
        except ShapeproofError as error:  # a name that nothing knows: the test's line says enough
            raise error.with_traceback(None) from None
        if broken:
            raise AssertionError(str(broken))

    def _broken(self, response: object, contract: Contract | str, part: Part) -> ContractViolation | None:
        known = self._loaded(contract) if isinstance(contract, str) else contract
        if not isinstance(cast("object", known), Contract) or part not in get_args(Part):  # callers may have no types
            raise UsageError(
                "a response, a contract and a part belong here",
                hint='shapeproof.validate(response, "s3.list_buckets", part="request")',
            )
        findings = Validator(known, part, self._severities).findings(response)
        return ContractViolation.over(findings, part, known.name)

    def _loaded(self, name: str) -> Contract:
        wanted = parse_name(name)
        if wanted.edition is None:
            if own := self._registry.project_contract(wanted.service, wanted.operation):
                return own
            try:
                return self._registry.load(f"{name}@{INSTALLED}")
            except UnknownContractError:  # no botocore here, or one without this operation: the shipped one, if any
                pass
        return self._registry.load(name)
