"""Fuzzing: generated responses that a contract allows, or that AWS may send in future, for code that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from shapeproof.contract import Contract, Part, Representation, View, require_option
from shapeproof.errors import UsageError, needs_extra
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
    pages: bool = False,
) -> SearchStrategy[Any]:
    """A Hypothesis strategy of responses that satisfy a contract.

    Args:
        contract: a contract or its name.
        view: `tolerant` mixes in what AWS may send in future: unknown members and enum values, and strings, numbers and
            lists beyond their limits. Floats are also NaN and infinite, and items of lists and maps null: no schema allows
            that, and AWS sends it.
        representation: `sdk` as boto3 returns responses (datetimes, bytes, bodies that are streams, decoded policies and
            templates, `ResponseMetadata`), `cli` as the AWS CLI prints them, `wire` as the service sends them.
        scenario: the name of a set of pins that the contract has (`contract.scenarios`). `pins` override it.
        pins: fixes or narrows members by path (`A.B[].C{}`). A pin is a value (in `cli`, or as boto3 returns it), a JSON
            Schema of bounds, enum, const or pattern, a strategy (of values in `cli`, which aren't checked), ABSENT, or
            PRESENT. An object is a schema unless its path is that of a structure, a map or a document. A pinned member is
            present wherever its owner is; the owner itself is only if it is pinned, too. The path `*` is every optional
            member that no pin names.
        part: the part of the contract.
        pages: draw lists of one to four pages instead, as boto3's paginator follows them: each but the last one has a token
            (or a flag) for the next one, the last one has none, and counts are those of the items. Pins are those of every
            page.

    Raises:
        UnknownContractError: no contract has that name.
        UsageError: the contract doesn't allow an option, a path or a pin, or its operation has no pages.
        UnsatisfiableSchema: no finite response satisfies the contract.
        MissingExtraError: Hypothesis isn't installed.
    """
    known = load(contract) if isinstance(contract, str) else contract
    require_option("part", part, get_args(Part))
    require_option("view", view, get_args(View))
    require_option("representation", representation, get_args(Representation))
    with needs_extra("fuzzing", extra="fuzz", modules={"hypothesis"}):
        from shapeproof.fuzz.drawing.pages import planned_pages
        from shapeproof.fuzz.drawing.strategies import converted, planned_responses
    from shapeproof.fuzz.drawing.agreement import HttpMembers
    from shapeproof.fuzz.drawing.page_sequence import PageSequence
    from shapeproof.fuzz.planning.default_pins import with_defaults
    from shapeproof.fuzz.planning.metadata_pins import metadata_pins, with_one_status
    from shapeproof.fuzz.planning.page_pins import page_pins
    from shapeproof.fuzz.planning.planner import plan
    from shapeproof.representations.sdk_schema import sdk_schema

    chosen = with_scenario(known, scenario, pins or {})
    root, common = known.schema(part), dict[str, Any]()
    if representation == "sdk" and part != "request":
        root, common = known.derived(sdk_schema, part), metadata_pins(known, part)
        chosen = with_one_status(chosen, HttpMembers.of(root).statuses)
    fixed = [path for path, pin in chosen.items() if pin is not PRESENT]

    def convert(drawn: SearchStrategy[Any]) -> SearchStrategy[Any]:
        return converted(root, drawn, representation, fixed)

    if not pages:
        return convert(
            planned_responses(plan(root, with_defaults(common, chosen), view, is_json=known.json_protocol is not None))
        )
    if part != "response":
        raise UsageError(f"only responses have pages, got part={part!r}")
    of_pages = page_pins(known)
    sequence = PageSequence(known, root, of_pages, fixed)
    return planned_pages(root, of_pages.with_common(common), chosen, view, sequence, convert)
