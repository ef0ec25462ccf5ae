"""What is said of a response that the caller's contract doesn't describe: which one it resembles."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import cast

from shapeproof.contract import Contract, Part
from shapeproof.errors import ShapeproofError
from shapeproof.recordings.identification.identifier import Identifier
from shapeproof.registry import ContractRegistry
from shapeproof.validation.catalog import Severities, reading
from shapeproof.validation.finding import Finding, reading_finding

__all__ = ["other_contract_finding"]


def other_contract_finding(
    response: object, contract: Contract, part: Part, registry: Callable[[], ContractRegistry], severities: Severities
) -> Finding | None:
    """The finding that a response resembles another contract than the one that it violates; None if nothing says so.

    Args:
        response: the response, which violates the contract.
        contract: the contract that the caller named.
        part: the part of the contract; only responses resemble others.
        registry: returns where other contracts are found.
        severities: the severity of each finding code.
    """
    names = cast("dict[object, object]", response) if isinstance(response, dict) else {}
    if part != "response" or not all(isinstance(name, str) for name in names):
        return None
    with suppress(ShapeproofError):  # without other contracts, the violation still says what is wrong
        message = Identifier(registry(), contract).why_not_forced(names)
        if message:
            return reading_finding(reading.OTHER_CONTRACT, f"{message}: name that contract", severities)
    return None
