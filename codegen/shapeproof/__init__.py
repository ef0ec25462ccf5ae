"""Shapeproof proves that API responses have the shape, and keep the promises, of their specification.

import shapeproof

contract = shapeproof.load("sagemaker.describe_hyper_parameter_tuning_job")
for finding in shapeproof.findings(response, contract):
    print(finding.pointer, finding.message)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from shapeproof.contract import Contract, Part, Representation, View
from shapeproof.errors import ShapeproofError, UsageError, with_article
from shapeproof.registry import ContractRegistry, default_registry, load
from shapeproof.validation.finding import ContractViolation, Finding

if TYPE_CHECKING:
    from shapeproof import fuzz, sample
    from shapeproof.live.recorder import record
    from shapeproof.live.responses import LiveResponse
    from shapeproof.live.watching import watch
    from shapeproof.validation.engines.compilation import EngineName
    from shapeproof.validation.validator import Validator

__all__ = [
    "Contract",
    "ContractRegistry",
    "ContractViolation",
    "Finding",
    "LiveResponse",
    "ShapeproofError",
    "Validator",
    "findings",
    "fuzz",
    "load",
    "record",
    "sample",
    "validate",
    "watch",
]

_PUBLIC_ROOMS = frozenset({"fuzz", "sample"})
"""Rooms whose own names are public too: `shapeproof.sample.mutants(…)`, without importing the room yourself."""
_LAZY = {
    "LiveResponse": "live.responses",
    "Validator": "validation.validator",
    "record": "live.recorder",
    "watch": "live.watching",
}
"""Names that are imported on first use, by the module that defines them: importing them takes time."""


def __getattr__(name: str) -> object:
    if name in _PUBLIC_ROOMS:
        return import_module(f"shapeproof.{name}")
    if name in _LAZY:
        return getattr(import_module(f"shapeproof.{_LAZY[name]}"), name)
    raise AttributeError(f"module 'shapeproof' has no attribute {name!r}")


def findings(
    response: object,
    contract: Contract | str,
    part: Part = "response",
    *,
    view: View = "strict",
    representation: Representation | None = None,
    engine: EngineName = "jsonschema-rs",
) -> list[Finding]:
    """List the differences between a response and its contract, in the order of their pointers.

    Args:
        response: what boto3 returned, what the AWS CLI printed, or an HTTP body, parsed.
        contract: a contract, or its name, looked up in the project of the working directory.
        part: what the response is checked against: the operation's `response`, its `request`, or its errors (`error`).
        view: decides the severities of findings.
        representation: how the response is written down; detected where it is None.
        engine: the JSON Schema engine.

    Returns:
        All findings, of every severity; an empty list for a response that keeps its contract.

    Raises:
        UnknownContractError: no contract has that name.
        UsageError: an option has an unknown value.
    """
    return _validator(contract, part, view, engine).findings(response, representation)


def validate(
    response: object,
    contract: Contract | str,
    part: Part = "response",
    *,
    view: View = "strict",
    representation: Representation | None = None,
    engine: EngineName = "jsonschema-rs",
) -> None:
    """Check that a response keeps its contract; raise ContractViolation if it doesn't.

    Args:
        response: what boto3 returned, what the AWS CLI printed, or an HTTP body, parsed.
        contract: a contract, or its name, looked up in the project of the working directory.
        part: what the response is checked against: the operation's `response`, its `request`, or its errors (`error`).
        view: decides which findings are errors.
        representation: how the response is written down; detected where it is None.
        engine: the JSON Schema engine.

    Raises:
        ContractViolation: at least one finding is an error; it holds all findings.
        UnknownContractError: no contract has that name.
        UsageError: an option has an unknown value.
    """
    _validator(contract, part, view, engine).validate(response, representation)


def _validator(contract: Contract | str, part: Part, view: View, engine: EngineName) -> Validator:
    if not isinstance(cast("object", contract), Contract | str):  # callers may have no types
        raise UsageError(
            f"expected a contract or its name, got {with_article(type(contract).__name__)}",
            hint='the response comes first: validate(response, "s3.list_buckets")',
        )
    if isinstance(contract, str):
        return default_registry().validator(contract, part, view=view, engine=engine)
    # A contract needs no registry, and finding the one of the working directory takes time.
    from shapeproof.validation.catalog import Severities
    from shapeproof.validation.validator import Validator

    return Validator(contract, part, Severities(view), engine)
