"""The fixture `shapeproof`: hand-made responses held against their contracts."""

from __future__ import annotations

from pathlib import Path

import shapeproof
from shapeproof import schemas
from shapeproof.contract import Contract, Part, View
from shapeproof.errors import UnknownContractError

__all__ = ["ResponseCheck"]


class ResponseCheck:
    """Checks responses by the names of their contracts."""

    def __init__(self, folder: Path, view: View) -> None:
        """`folder` holds the project's own contracts, if it is there."""
        self._folder = folder
        self._view: View = view

    def check(self, response: object, contract: Contract | str, part: Part = "response") -> None:
        """Fail the test, telling each finding, if the response (or request, or error) breaks its contract.

        `contract` is a Contract or its name, `sagemaker.describe_hyper_parameter_tuning_job`; a bare name means the
        project's own contract, else that of the installed botocore, as for the answers of clients.
        """
        __tracebackhide__ = True
        try:
            known = self._loaded(contract) if isinstance(contract, str) else contract
            shapeproof.check(response, known, part, view=self._view)
        except shapeproof.ContractBroken as broken:
            raise AssertionError(str(broken)) from None
        except shapeproof.ShapeproofError as error:  # a name that nothing knows: the test's line says enough
            raise error.with_traceback(None) from None

    def _loaded(self, name: str) -> Contract:
        wanted = schemas.parse_name(name)
        if wanted.edition is None:
            if own := schemas.project_contract(wanted.service, wanted.operation, self._folder):
                return own
            try:
                return schemas.load(f"{name}@{schemas.INSTALLED}")
            except UnknownContractError:  # no botocore here, or one without this operation: the shipped one, if any
                pass
        return schemas.load(name)
