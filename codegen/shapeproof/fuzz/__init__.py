"""Fuzzing: generated responses that a contract allows, or that AWS may send in future, for code that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from shapeproof.contract import Contract, Part, Representation, View, require_option
from shapeproof.errors import needs_extra
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.registry import load

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["ABSENT", "PRESENT", "responses"]


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

    Args:
        contract: a contract or its name.
        view: `tolerant` mixes in what AWS may send in future: unknown members and enum values, and strings, numbers and
            lists beyond their limits. Floats are also NaN and infinite: no schema allows that, and AWS sends it.
        representation: `sdk` as boto3 returns responses (datetimes, bytes, bodies that are streams, decoded policies and
            templates, `ResponseMetadata`), `cli` as the AWS CLI prints them, `wire` as the service sends them.
        scenario: the name of a set of pins that the contract has (`contract.scenarios`). `pins` override it.
        pins: fixes or narrows members by path (`A.B[].C{}`). A pin is a value (in `cli`, or as boto3 returns it), a JSON
            Schema of bounds, enum, const or pattern, a strategy (of values in `cli`, which aren't checked), ABSENT, or
            PRESENT. An object is a schema unless its path is that of a structure, a map or a document. A pinned member is
            present wherever its owner is; the owner itself is only if it is pinned, too. The path `*` is every optional
            member that no pin names.
        part: the part of the contract.

    Raises:
        UnknownContractError: no contract has that name.
        UsageError: the contract doesn't allow an option, a path or a pin.
        UnsatisfiableSchema: no finite response satisfies the contract.
        MissingExtraError: Hypothesis isn't installed.
    """
    known = load(contract) if isinstance(contract, str) else contract
    require_option("part", part, get_args(Part))
    require_option("view", view, get_args(View))
    require_option("representation", representation, get_args(Representation))
    with needs_extra("fuzzing", extra="fuzz", modules={"hypothesis"}):
        from shapeproof.fuzz.drawing.strategies import planned_responses
    from shapeproof.fuzz.planning.metadata_pins import metadata_pins
    from shapeproof.fuzz.planning.planner import plan
    from shapeproof.representations.sdk_schema import sdk_schema

    chosen = with_scenario(known, scenario, pins or {})
    root = known.schema(part)
    if representation == "sdk":
        root = known.derived(sdk_schema, part)
        chosen = {**metadata_pins(known, part), **chosen}
    return planned_responses(root, plan(root, chosen, view), representation)
