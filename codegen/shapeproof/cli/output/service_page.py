"""What `shapeproof show SERVICE` prints: the operations of a service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from click import style

from shapeproof.errors import MissingExtraError, one_line, truncated
from shapeproof.registry import ContractRegistry

__all__ = ["service_lines"]

_MAX_SUMMARY: Final = 100


def service_lines(registry: ContractRegistry, name: str) -> list[str]:
    """Return the lines about a service; none if neither the installed botocore nor a committed contract knows it.

    Args:
        registry: knows the contracts.
        name: the name of the service.
    """
    service = name.lower()
    committed: dict[str, list[str]] = {}
    for edition in registry.editions():
        if edition.service == service:
            committed.setdefault(edition.operation_name.partition(".")[2], []).append(edition.edition)
    try:
        is_installed = service in registry.models.services
    except MissingExtraError as error:
        if not committed:
            raise
        return [*_committed_lines(service, committed), "", one_line(f"More operations: {error}")]
    if is_installed:
        return [*_installed_lines(registry, service, committed)]
    return [*_committed_lines(service, committed)] if committed else []


def _committed_lines(service: str, committed: dict[str, list[str]]) -> Iterator[str]:
    yield style(one_line(service), bold=True)
    for operation, editions in sorted(committed.items()):
        yield one_line(f"  {operation}  committed: {', '.join(editions)}")


def _installed_lines(registry: ContractRegistry, service: str, committed: dict[str, list[str]]) -> Iterator[str]:
    from shapeproof.capture.service_operations import described_operations, service_title  # only this command needs it

    model = registry.models.model(service)
    operations = described_operations(model)
    title = service_title(model)
    yield f"{style(one_line(service), bold=True)}  {one_line(title)}".rstrip()
    width = max((len(operation.name) for operation in operations), default=0)
    for operation in operations:
        editions = committed.get(operation.name)
        mark = f"committed: {', '.join(editions)}. " if editions else ""
        yield one_line(f"  {operation.name:{width}}  {truncated(mark + operation.summary, _MAX_SUMMARY)}").rstrip()
    example = operations[0].name if operations else "OPERATION"
    yield ""
    yield one_line(
        f"shapeproof show {service}.{example} shows a contract; shapeproof list {service} lists names alone."
    )
