"""Fuzzing: generated responses that a contract allows, or that AWS may send in future, for code that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from shapeproof.contract import Contract, Part, Representation, View, require_option
from shapeproof.errors import UsageError, needs_extra
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.fuzz.planning.scenarios import with_scenario
from shapeproof.registry import load
from shapeproof.representations.streams import event_stream, streaming_body

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["ABSENT", "PRESENT", "event_stream", "histories", "responses", "streaming_body"]


def responses(
    contract: Contract | str,
    *,
    view: View = "strict",
    representation: Representation = "sdk",
    scenario: str | None = None,
    pins: Mapping[str, Any] | None = None,
    part: Part = "response",
    pages: bool = False,
    coherent: bool | None = None,
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
        coherent: whether responses keep the rules of the contract, as the service's do: what breaks one is repaired as it
            is drawn, by changes of what isn't pinned. None means so for a scenario (but for one that has every optional
            member, or none), and otherwise what the schema allows. The path `*` is then what is drawn, not what each
            response must have.

    Raises:
        UnknownContractError: no contract has that name.
        UsageError: the contract doesn't allow an option, a path or a pin, its operation has no pages, or no response with
            the pins keeps a rule.
        UnsatisfiableSchema: no finite response satisfies the contract.
        MissingExtraError: Hypothesis isn't installed.
    """
    known = load(contract) if isinstance(contract, str) else contract
    require_option("part", part, get_args(Part))
    require_option("view", view, get_args(View))
    require_option("representation", representation, get_args(Representation))
    with needs_extra("fuzzing", extra="fuzz"):
        from shapeproof.fuzz.drawing.pages import planned_pages
        from shapeproof.fuzz.drawing.strategies import converter, planned_responses
    from shapeproof.fuzz.drawing.agreement import HttpMembers
    from shapeproof.fuzz.drawing.coherence import coherence_of, is_coherent, member_rules_of
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
    keeps_rules = is_coherent(coherent, known, scenario)
    fixed = [path for path, pin in chosen.items() if pin is not PRESENT]

    written = converter(root, representation, fixed)

    def convert(drawn: SearchStrategy[Any]) -> SearchStrategy[Any]:
        return drawn.map(written)

    if not pages:
        every = with_defaults(common, chosen)
        coherence = coherence_of(known, part, every, root) if keeps_rules else None
        node = plan(root, every, view, is_json=known.json_protocol is not None, rules=member_rules_of(coherence))
        return convert(planned_responses(node, coherence))
    if part != "response":
        raise UsageError(f"only responses have pages, got part={part!r}")
    of_pages = page_pins(known)
    sequence = PageSequence(known, root, of_pages, fixed, is_coherent=keeps_rules)
    return planned_pages(root, of_pages.with_common(common), chosen, view, sequence, convert)


def histories(
    contract: Contract | str,
    *,
    view: View = "strict",
    representation: Representation = "sdk",
    pins: Mapping[str, Any] | None = None,
) -> SearchStrategy[list[Any]]:
    """A Hypothesis strategy of histories: the responses about one resource, as a poller sees them, the oldest first.

    Each response keeps the rules of the contract, in itself and compared with the one before: what never changes is as it
    was, counters grow, times move on. After a final state, nothing comes. The shortest history is the simplest.

    Args:
        contract: a contract or its name. Its overlay says which states the resource goes through.
        view: see `responses`.
        representation: see `responses`.
        pins: those of every response; see `responses`. One of the state replaces what the overlay says of the first one.

    Raises:
        UnknownContractError: no contract has that name.
        UsageError: nothing is known of the states of the resource, the contract doesn't allow an option, a path or a pin,
            or no response with the pins keeps a rule.
        UnsatisfiableSchema: no finite response satisfies the contract.
        MissingExtraError: Hypothesis isn't installed.
    """
    known = load(contract) if isinstance(contract, str) else contract
    require_option("view", view, get_args(View))
    require_option("representation", representation, get_args(Representation))
    with needs_extra("fuzzing", extra="fuzz"):
        from shapeproof.fuzz.drawing.histories import planned_histories
        from shapeproof.fuzz.drawing.strategies import converter
    from shapeproof.fuzz.drawing.agreement import HttpMembers
    from shapeproof.fuzz.drawing.history_composer import history_composer
    from shapeproof.fuzz.planning.default_pins import with_defaults
    from shapeproof.fuzz.planning.metadata_pins import metadata_pins, with_one_status
    from shapeproof.representations.sdk_schema import sdk_schema

    root, common, chosen = known.response, dict[str, Any](), dict(pins or {})
    if representation == "sdk":
        root, common = known.derived(sdk_schema, "response"), metadata_pins(known, "response")
        chosen = with_one_status(chosen, HttpMembers.of(root).statuses)
    fixed = [path for path, pin in chosen.items() if pin is not PRESENT]
    composer = history_composer(known, with_defaults(common, chosen), view, root)
    return planned_histories(composer, converter(root, representation, fixed))
