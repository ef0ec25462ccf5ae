"""Answers held against their contracts as they come: for one client, one session, or all that will ever be made."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, get_args

from shapeproof.contract import View
from shapeproof.errors import UsageError, needs_extra
from shapeproof.live.contracts import LiveContracts
from shapeproof.live.events import EVERYTHING, Only, Subscription, handlers
from shapeproof.live.response_events import LiveResponse
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities
from shapeproof.validation.finding import Finding, reading_finding
from shapeproof.validation.validator import Validator

__all__ = ["LOG", "Observation", "all_clients", "live_contracts", "observed", "watch"]

LOG: Final = logging.getLogger("shapeproof")


@dataclass(frozen=True, slots=True)
class Observation:
    """An answer that a client got, and how it differs from its contract."""

    response: LiveResponse
    findings: tuple[Finding, ...]


def observed(response: LiveResponse, severities: Severities) -> Observation:
    """Hold one answer against its contract."""
    if response.refusal is not None:
        refusal = response.refusal
        finding = reading_finding(refusal.code, refusal.message, severities, refusal.pointer)
        return Observation(response, (finding,) if finding else ())
    validator = Validator(response.contract, response.part, severities)
    result = validator.check(response.value, response.representation, response.error_name)
    return Observation(response, result.findings)


def live_contracts(registry: ContractRegistry) -> LiveContracts:
    """Contracts for the clients of the installed botocore, the project's own first. Raises MissingExtraError."""
    with needs_extra("listening to boto3", extra="aws", modules={"botocore"}):
        botocore = import_module("botocore")
    return LiveContracts(registry, botocore.__version__)


def watch(
    target: Any,
    *,
    on_finding: Callable[[Finding, LiveResponse], object],
    view: View = "strict",
    schemas: str | Path | None = None,
) -> Subscription:
    """Hold every answer that a client gets against its contract, and tell each finding as it comes.

    `target` is a client or a session of boto3 or botocore; of a session, the clients made afterwards are watched.
    `on_finding` gets the finding and the response it is about; what it raises reaches the client's caller. `schemas` is
    a folder of the project's own contracts; others come from the model that the client has loaded. A context manager,
    whose `stop()` ends the watch. Raises UsageError for a target without events and other arguments that can't be meant,
    UnknownContractError for a folder that isn't there, MissingExtraError without botocore.
    """
    if view not in get_args(View):
        raise UsageError(f"there is no view {view!r}", hint=f"one of {', '.join(map(repr, get_args(View)))}")
    if not callable(on_finding):
        raise UsageError("on_finding is called with each finding and its response", hint="give it a function")
    severities = Severities(view)

    def look(response: LiveResponse) -> Callable[[], object] | None:
        findings = observed(response, severities).findings

        def tell() -> None:
            for finding in findings:
                on_finding(finding, response)

        return tell if findings else None

    contracts = live_contracts(ContractRegistry(schemas))
    return Subscription(target, handlers(contracts, look, LOG.warning))


@contextmanager
def all_clients(
    contracts: LiveContracts,
    on_observation: Callable[[Observation], object],
    on_trouble: Callable[[str], object],
    severities: Severities,
    only: Only = EVERYTHING,
) -> Generator[None]:
    """Observe the answers of every client of every session that is made from now on, however it is made."""
    builtin: list[object] = import_module("botocore.handlers").BUILTIN_HANDLERS

    def look(response: LiveResponse) -> None:
        on_observation(observed(response, severities))

    ours = handlers(contracts, look, on_trouble, only)
    builtin.extend(ours)  # no event system spans all sessions; each starts out with these
    try:
        yield
    finally:
        for one in ours:
            builtin.remove(one)
