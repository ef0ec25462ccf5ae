"""Shapeproof proves that API responses have the shape they promise.

import shapeproof

contract = shapeproof.load("sagemaker.describe_hyper_parameter_tuning_job")
for finding in shapeproof.findings(response, contract):
    print(finding.pointer, finding.message)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, get_args

from shapeproof.contract import Contract, Part, Representation, View
from shapeproof.errors import ShapeproofError, UsageError, one_line
from shapeproof.schemas import load
from shapeproof.validate.finding import ContractBroken, Finding

if TYPE_CHECKING:
    from shapeproof import fuzz, sample
    from shapeproof.live.recorder import record
    from shapeproof.live.watching import watch
    from shapeproof.validate.engines import EngineName

__all__ = [
    "Contract",
    "ContractBroken",
    "Finding",
    "ShapeproofError",
    "check",
    "findings",
    "fuzz",
    "load",
    "record",
    "sample",
    "watch",
]

_MOST_SHOWN = 10
_FACES = frozenset({"fuzz", "sample"})
"""Rooms whose own names are public too: `shapeproof.sample.mutants(…)`, without importing the room by hand."""
_LIVE = {"record": "recorder", "watch": "watching"}


def __getattr__(name: str) -> object:
    if name in _FACES:
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
    from shapeproof.recordings.verdict import judged
    from shapeproof.validate.codes import Severities

    for what, value, options in (
        ("part", part, get_args(Part)),
        ("view", view, get_args(View)),
        ("representation", representation, (None, *get_args(Representation))),
    ):
        if value not in options:
            raise UsageError(f"there is no {what} {value!r}", mend=f"one of {', '.join(map(repr, options))}")
    known = load(contract) if isinstance(contract, str) else contract
    verdict = judged(response, known, part, severities=Severities(view), engine=engine, representation=representation)
    return list(verdict.findings)


def check(
    response: object,
    contract: Contract | str,
    part: Part = "response",
    *,
    view: View = "strict",
    representation: Representation | None = None,
    engine: EngineName = "jsonschema-rs",
) -> None:
    """Raise ContractBroken, with all findings, if `findings` has one of severity error; otherwise say nothing."""
    known = load(contract) if isinstance(contract, str) else contract
    found = findings(response, known, part, view=view, representation=representation, engine=engine)
    errors = [one for one in found if one.severity == "error"]
    if errors:
        lines = [one_line(f"  {one.pointer or '/'}: {one.message} [{one.code}]") for one in errors[:_MOST_SHOWN]]
        more = len(errors) - _MOST_SHOWN
        if more > 0:
            lines.append(f"  and {more} more")
        raise ContractBroken(f"the {part} breaks {known.name}\n" + "\n".join(lines), tuple(found))
