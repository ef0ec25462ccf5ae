"""Checks responses as clients get them: of one client, of one session, or of every client of the process."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from shapeproof.contract import View, require_option
from shapeproof.errors import UsageError, with_article
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.events import LOG, Subscription, event_handlers
from shapeproof.live.operation_filter import ALL_OPERATIONS, OperationFilter
from shapeproof.live.responses import LiveResponse
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities
from shapeproof.validation.finding import Finding, reading_finding
from shapeproof.validation.validator import Validator

__all__ = ["Observation", "observe", "observe_all_clients", "watch"]


@dataclass(frozen=True, slots=True)
class Observation:
    """A response that a client got, and how it differs from its contract."""

    response: LiveResponse
    findings: tuple[Finding, ...]


def observe(response: LiveResponse, severities: Severities) -> Observation:
    """Check one response against its contract."""
    if response.read_error is not None:
        return Observation(response, _unreadable(response.read_error, severities))
    part = response.reading.part if response.reading else response.part
    validator = response.contract.derived(Validator, part, severities)
    if response.reading is not None:
        from shapeproof.recordings.http.body_reading import check_body  # most services speak JSON

        findings = check_body(validator, response.reading.converted, response.reading.faults).findings
    else:
        findings = validator.check(
            response.value, response.representation, response.error_name, is_cbor=response.is_cbor
        ).findings
    # What boto3 trips over is mostly a finding already, which says more.
    if response.rejection is not None and not any(_stops_boto3(finding) for finding in findings):
        findings += _unreadable(response.rejection, severities)
    return Observation(response, findings)


def _stops_boto3(finding: Finding) -> bool:
    return finding.kind == "structure" and finding.severity == "error"


def _unreadable(error: ParseError, severities: Severities) -> tuple[Finding, ...]:
    finding = reading_finding(error.code, error.message, severities, error.pointer)
    return (finding,) if finding else ()


def watch(
    target: Any,
    *,
    on_finding: Callable[[Finding, LiveResponse], object],
    view: View = "strict",
    schemas: str | Path | None = None,
) -> Subscription:
    """Check every response of a client against its contract, and report findings as they come.

    Use the result in a `with` block, or call its `stop()` to end the watch.

    Args:
        target: a client or session of boto3 or botocore. Of a session, the clients that it creates from now on are
            watched.
        on_finding: called with each finding and its response. What it raises reaches the caller of the client.
        view: decides the severities of findings.
        schemas: the directory of the project's own contracts. Other contracts are built from the client's model.

    Returns:
        The running watch.

    Raises:
        UsageError: the target has no events, or another argument is invalid.
        UnknownContractError: the directory does not exist.
        MissingExtraError: botocore is not installed.
    """
    require_option("view", view, get_args(View))
    if not callable(on_finding):
        raise UsageError(
            f"on_finding: expected a function, got {with_article(type(on_finding).__name__)}",
            hint="it is called with each finding and its response",
        )
    severities = Severities(view)

    def check(response: LiveResponse) -> Callable[[], object] | None:
        findings = observe(response, severities).findings

        def notify() -> None:
            for finding in findings:
                on_finding(finding, response)

        return notify if findings else None

    contracts = LiveContracts.of_installed_botocore(ContractRegistry(schemas))
    return Subscription(target, event_handlers(contracts, check, LOG.warning))


@contextmanager
def observe_all_clients(
    contracts: LiveContracts,
    on_observation: Callable[[Observation], object],
    on_error: Callable[[str], object],
    severities: Severities,
    operations: OperationFilter = ALL_OPERATIONS,
    on_unselected: Callable[[str], object] | None = None,
) -> Generator[None]:
    """Observe the responses of all clients of every session that is created inside the `with` block.

    Args:
        contracts: finds the contracts of operations.
        on_observation: called with each response and its findings.
        on_error: called with a message when a response can't be checked.
        severities: the severities of findings.
        operations: the operations whose responses are observed.
        on_unselected: called with the operation of each other response, as `s3.ListBuckets`.
    """
    builtin_handlers: list[object] = import_module("botocore.handlers").BUILTIN_HANDLERS

    def check(response: LiveResponse) -> None:
        on_observation(observe(response, severities))

    own_handlers = event_handlers(contracts, check, on_error, operations, on_unselected)
    builtin_handlers.extend(own_handlers)  # sessions share no event emitter, but each starts with these
    try:
        yield
    finally:
        for handler in own_handlers:
            builtin_handlers.remove(handler)
