"""Shapeproof proves that API responses have the shape they promise.

import shapeproof

contract = shapeproof.load("sagemaker.describe_hyper_parameter_tuning_job")
for finding in shapeproof.findings(response, contract):
    print(finding.pointer, finding.message)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast, get_args

from shapeproof.contract import Contract, Part, Representation, View
from shapeproof.errors import ShapeproofError, UsageError
from shapeproof.registry import load
from shapeproof.validation.finding import ContractViolation, Finding

if TYPE_CHECKING:
    from shapeproof import fuzz, sample
    from shapeproof.live.recorder import record
    from shapeproof.live.response_events import LiveResponse
    from shapeproof.live.watching import watch
    from shapeproof.validation.engines.compilation import EngineName

__all__ = [
    "Contract",
    "ContractViolation",
    "Finding",
    "LiveResponse",
    "ShapeproofError",
    "findings",
    "fuzz",
    "load",
    "record",
    "sample",
    "validate",
    "watch",
]

_PUBLIC_ROOMS = frozenset({"fuzz", "sample"})
"""Rooms whose own names are public too: `shapeproof.sample.mutants(…)`, without importing the room by hand."""
_LIVE = {"LiveResponse": "response_events", "record": "recorder", "watch": "watching"}


def __getattr__(name: str) -> object:
    if name in _PUBLIC_ROOMS:
        return import_module(f"shapeproof.{name}")
    if name in _LIVE:
        return getattr(import_module(f"shapeproof.live.{_LIVE[name]}"), name)
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
    """Every way in which `response` differs from its contract, in the order of their pointers.

    `response` is what boto3 returned, what the AWS CLI printed, or an HTTP body, parsed; which of them is recognised
    unless `representation` says so. `contract` is a Contract or its name. `part` chooses what it is held against: the
    operation's response, its request, or its errors. Raises UnknownContractError for a name that nothing knows, and
    UsageError for an option that is none.
    """
    from shapeproof.recordings.checking.check_response import check_response
    from shapeproof.validation.catalog import Severities

    for what, value, options in (
        ("part", part, get_args(Part)),
        ("view", view, get_args(View)),
        ("representation", representation, (None, *get_args(Representation))),
    ):
        if value not in options:
            raise UsageError(f"there is no {what} {value!r}", hint=f"one of {', '.join(map(repr, options))}")
    known = _known(contract)
    verdict = check_response(
        response, known, part, severities=Severities(view), engine=engine, representation=representation
    )
    return list(verdict.findings)


def validate(
    response: object,
    contract: Contract | str,
    part: Part = "response",
    *,
    view: View = "strict",
    representation: Representation | None = None,
    engine: EngineName = "jsonschema-rs",
) -> None:
    """Raise ContractViolation, with all findings, if `findings` has one of severity error; otherwise say nothing."""
    known = _known(contract)
    found = findings(response, known, part, view=view, representation=representation, engine=engine)
    broken = ContractViolation.over(found, part, known.name)
    if broken:
        raise broken


def _known(contract: Contract | str) -> Contract:
    if isinstance(contract, str):
        return load(contract)
    if not isinstance(cast("object", contract), Contract):  # callers may have no types
        raise UsageError(
            f"a contract or its name belongs here, not a {type(contract).__name__}",
            hint='the response comes first: validate(response, "s3.list_buckets")',
        )
    return contract
