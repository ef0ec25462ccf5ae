"""Names of contracts: `SERVICE.OPERATION[@EDITION]`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shapeproof.errors import UnknownContractError
from shapeproof.registry.edition_ranges import parse_range

__all__ = ["INSTALLED", "LATEST", "ContractName", "parse_name"]

INSTALLED: Final = "installed"
"""The edition that stands for the installed botocore, whatever its version."""

LATEST: Final = "latest"
"""The edition that stands for the newest one: committed, or the installed botocore's if that is newer."""


@dataclass(frozen=True, slots=True)
class ContractName:
    """A parsed name. `operation` is spelled as it was written; None as the edition means the default one."""

    service: str
    operation: str
    edition: str | None

    def __str__(self) -> str:
        return f"{self.service}.{self.operation}" + (f"@{self.edition}" if self.edition else "")


def parse_name(name: str) -> ContractName:
    """Parse the name of a contract.

    Raises:
        UnknownContractError: the name is invalid.
    """
    service, dot, rest = name.partition(".")
    operation, at, edition = rest.partition("@")
    if not (service and dot and operation) or "@" in service or (at and not edition):
        raise UnknownContractError(
            f"{name!r} is not the name of a contract",
            hint="a name is SERVICE.OPERATION[@EDITION], such as sagemaker.describe_hyper_parameter_tuning_job",
        )
    parse_range(edition)  # raises if it is written as a range, but isn't one
    return ContractName(service.lower(), operation, edition or None)  # botocore's directories are all lower case
