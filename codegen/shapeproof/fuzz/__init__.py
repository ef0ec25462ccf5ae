"""Fuzzing: responses that a contract allows, or that AWS may send tomorrow, for the code that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, get_args

from shapeproof.contract import Contract, Part, Representation, View
from shapeproof.errors import UsageError, needs_extra
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.registry import load

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["ABSENT", "PRESENT", "responses"]

_OPTIONS: Final = {"part": get_args(Part), "view": get_args(View), "representation": get_args(Representation)}


def responses(
    contract: Contract | str,
    *,
    view: View = "strict",
    representation: Representation = "sdk",
    scenario: str | None = None,
    pins: Mapping[str, Any] | None = None,
    part: Part = "response",
) -> SearchStrategy[Any]:
    """A Hypothesis strategy of responses that satisfy a contract.

    `contract` is a Contract or its name. `view="tolerant"` mixes in what AWS may send tomorrow: unknown members,
    unknown enum values, texts, numbers and lists beyond their limits. `representation` is how they are written down:
    `sdk` as boto3 returns them (datetimes, bytes), `cli` as the AWS CLI prints them, `wire` as the service's body.

    `pins` fixes or narrows members by path (`A.B[].C{}`): a value (in `cli`, or as boto3 hands it over), a
    JSON Schema of bounds, enum, const or pattern, a strategy (of values in `cli`, which aren't checked), ABSENT, or PRESENT. A pin holds wherever the member's owner is there, and a pinned
    member is there; its owner is when it is pinned to be. The path `*` stands for all optional members that no pin is
    about. An object pinned to anything but a structure, a map or a document is a schema. `scenario` names a set of pins
    that the contract brings along (`contract.scenarios`); `pins` goes before it.

    Raises UnknownContractError for a name that nothing knows, UsageError for an option, a path or a pin that the
    contract doesn't allow, NoSample if no finite response keeps the contract, MissingExtraError without Hypothesis.
    """
    known = load(contract) if isinstance(contract, str) else contract
    for what, value in (("part", part), ("view", view), ("representation", representation)):
        if value not in _OPTIONS[what]:
            raise UsageError(f"there is no {what} {value!r}", hint=f"one of {', '.join(map(repr, _OPTIONS[what]))}")
    with needs_extra("fuzzing", extra="fuzz", modules={"hypothesis"}):
        from shapeproof.fuzz.drawing.strategies import planned_responses
    from shapeproof.fuzz.planning.planner import plan

    root = known.schema(part)
    return planned_responses(root, plan(root, with_scenario(known, scenario, pins or {}), view), representation)
