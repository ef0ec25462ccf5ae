"""The operations that a project uses: those of its recordings, and those that its code calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shapeproof.usage.client_calls import ClientCode, called_operations

__all__ = ["UsedOperation", "used_operations"]


@dataclass(frozen=True, slots=True)
class UsedOperation:
    """An operation, and where a project uses it.

    Attributes:
        service: the service.
        method: the operation in boto3.
        recorded: the number of its responses in recordings.
        called_at: the first place that calls it, as `path:line`; None if none was found.
    """

    service: str
    method: str
    recorded: int = 0
    called_at: str | None = None

    @property
    def name(self) -> str:
        """`sagemaker.describe_hyper_parameter_tuning_job`."""
        return f"{self.service}.{self.method}"


def used_operations(
    recorded: Mapping[str, int], files: Mapping[str, ClientCode], methods_of: Mapping[str, Iterable[str]]
) -> list[UsedOperation]:
    """The operations that recordings and code use, by name.

    Args:
        recorded: the number of recorded responses by the operation's name, as `service.method`.
        files: what each file of code shows of clients, by its path.
        methods_of: the names of the operations' methods, for each service that a file creates clients of.
    """
    used: dict[str, UsedOperation] = {}
    for name, count in recorded.items():
        service, _, method = name.partition(".")
        used[name] = UsedOperation(service, method, count)
    for (service, method), place in called_operations(files, methods_of).items():
        operation = UsedOperation(service, method)
        used[operation.name] = replace(used.get(operation.name, operation), called_at=place)
    return [used[name] for name in sorted(used)]
