"""A selection of services and operations, such as `sagemaker,s3.list_buckets`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

from shapeproof.contract import operation_key
from shapeproof.errors import UsageError
from shapeproof.registry import ContractRegistry

__all__ = ["ALL_OPERATIONS", "OperationFilter"]


@dataclass(frozen=True, slots=True)
class OperationFilter:
    """The services and operations whose responses are checked; all of them if `names` is empty."""

    names: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str, registry: ContractRegistry) -> Self:
        """Parse a comma-separated list of services and operations.

        Args:
            text: the list; operations may be written as in the API or in boto3.
            registry: knows the services and operations of the installed botocore.

        Raises:
            UsageError: the text has another form.
            UnknownContractError: a service or operation does not exist.
        """
        names: set[str] = set()
        for part in text.split(","):
            service, dot, operation = part.strip().lower().partition(".")
            if not service or (dot and not operation):
                raise UsageError(
                    f"expected services or operations, got {text!r}",
                    hint="write SERVICE or SERVICE.OPERATION, separated by commas",
                )
            if dot:
                registry.models.find(service, operation)
            else:
                registry.models.require(service)
            names.add(_name(service, operation) if dot else service)
        return cls(frozenset(names))

    def matches(self, service: str, operation: str) -> bool:
        """Whether an operation is selected."""
        return not self.names or service in self.names or _name(service, operation) in self.names


ALL_OPERATIONS: Final = OperationFilter()


def _name(service: str, operation: str) -> str:
    return f"{service.lower()}.{operation_key(operation)}"
