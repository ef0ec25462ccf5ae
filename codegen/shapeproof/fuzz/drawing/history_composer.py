"""Histories: what a poller sees of one resource, each response coherent in itself and with the one before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from shapeproof.contract import Contract, History, Schema, View, resolve, value_at
from shapeproof.contract.json_values import copy_json
from shapeproof.contract.routes import is_inside, shape_at
from shapeproof.errors import UsageError
from shapeproof.fuzz.core.choices import ABSENT, PRESENT
from shapeproof.fuzz.core.plan import Node
from shapeproof.fuzz.drawing.coherence import Coherence
from shapeproof.fuzz.planning.pinned_paths import pinned_paths
from shapeproof.fuzz.planning.planner import plan
from shapeproof.rules.evaluator import RuleOutcome
from shapeproof.sample.coherence import repairer_of
from shapeproof.sample.coherence.constant_members import constant_members
from shapeproof.sample.responses import simplest

__all__ = ["MAX_POLLS", "HistoryComposer", "history_composer", "no_history"]

MAX_POLLS: Final = 8
"""No history is longer."""


def no_history(contract: Contract) -> UsageError:
    """The error that nothing is known of the states of a resource."""
    return UsageError(
        f"{contract.name} has no history: nothing is known of the states of what it describes",
        hint="`history` in its overlay.json says which they are",
    )


@dataclass(frozen=True, slots=True, eq=False)
class HistoryComposer:
    """Makes histories of responses that follow plans.

    Attributes:
        first: the plan of the first response, in which the resource is in a state to start with.
        middle: that of a response after which others come: in none of the final states.
        last: that of the last response, in any state. This one and the one above have none of the members that never change.
    """

    first: Node
    middle: Node
    last: Node
    _history: History
    _start: tuple[str, ...]
    _constants: tuple[str, ...]
    _order: tuple[str, ...]
    _of_first: Coherence
    _of_others: Coherence

    def started(self, drawn: Any) -> Any:
        """The first response, made coherent; None if that wasn't possible."""
        return self._of_first.repaired(drawn)

    def followed(self, previous: Any, drawn: Any) -> Any:
        """The response after another one, made coherent.

        What can't be made to follow is as it was before. At the least, that keeps every rule.
        """
        kept = set(self._constants)
        while True:
            result = self._of_others.attempted(self._with_members_of(previous, drawn, kept), previous)
            if not result.broken:
                return result.response
            more = {name for outcome in result.broken for name in _members_of(outcome)} - kept
            if not more:
                return copy_json(previous)
            kept |= more

    def with_constants(self, responses: list[Any]) -> list[Any]:
        """Responses in which the members that never change are as in the first one."""
        return [
            *responses[:1],
            *(self._with_members_of(responses[0], other, self._constants) for other in responses[1:]),
        ]

    def _with_members_of(self, previous: Any, drawn: Any, names: Collection[str]) -> Any:
        """A response with some members of the one before, present or absent."""
        members = {name: value for name, value in drawn.items() if name not in names}
        members |= {name: copy_json(value) for name, value in previous.items() if name in names}
        ordered = {name: members.pop(name) for name in self._order if name in members}
        return ordered | members

    def is_over(self, response: Any) -> bool:
        """Whether nothing changes after a response."""
        return self.state(response) in self._history.final

    def state(self, response: Any) -> Any:
        """The state that a response tells; None if it tells none."""
        try:
            return value_at(response, tuple(self._history.state.split(".")))
        except (LookupError, TypeError):
            return None

    def require_possible(self) -> None:
        """Raises UsageError if no first response with the pins keeps the rules."""
        self._of_first.require_possible(self.first)

    def keeps_rules(self, responses: list[Any]) -> bool:
        """Whether each response keeps the rules, and each but the last one is in a state after which others can come."""
        if not responses or any(self.is_over(response) for response in responses[:-1]):
            return False
        if self.state(responses[0]) not in self._start:
            return False
        pairs = zip([None, *responses], responses, strict=False)
        return all(self._of_others.keeps_rules(response, previous) for previous, response in pairs)


def history_composer(
    contract: Contract, pins: Mapping[str, Any], view: View, root: Schema | None = None
) -> HistoryComposer:
    """What makes histories of the resource that an operation describes.

    Args:
        contract: the contract of the operation.
        pins: the pins of every response; see `fuzz.responses`.
        view: the view of the responses.
        root: the schema of the responses, if it isn't that of the contract.

    Raises:
        UsageError: nothing is known of the resource's states, or the schema or a rule doesn't allow a pin.
        UnsatisfiableSchema: no finite response satisfies the schema.
    """
    history = contract.history
    repairer = contract.derived(repairer_of, "response")
    if history is None:
        raise no_history(contract)
    if repairer is None:
        raise UsageError(
            f"{contract.name} has no rules, so that nothing is known of how its responses follow each other"
        )
    schema = contract.response if root is None else root
    constants = constant_members(contract.response, [readers.checked for readers in repairer.rules.values()])
    states: list[str] = list(shape_at(contract.response, history.state)["enum"])
    free = {
        path: pin for path, pin in pins.items() if not any(is_inside(path, name) or path == name for name in constants)
    }

    def planned(of_response: Mapping[str, Any]) -> Node:
        is_json = contract.json_protocol is not None
        return plan(schema, of_response, view, is_json=is_json, rules=repairer.member_rules)

    first = {**_state_pins(history, history.start), **pins}
    placeholders = _placeholders(schema, constants)
    middle = {**_state_pins(history, [state for state in states if state not in history.final]), **free, **placeholders}
    of_others = pinned_paths(schema, free)
    of_others = replace(of_others, fixed=of_others.fixed | frozenset(constants))
    composer = HistoryComposer(
        planned(first),
        planned(middle),
        planned({**_state_pins(history, states), **free, **placeholders}),
        history,
        tuple(states) if history.state in pins else history.start,
        constants,
        tuple(resolve(schema, schema)["properties"]),
        Coherence(repairer, first, pinned_paths(schema, first), schema),
        Coherence(repairer, free, of_others, schema),
    )
    composer.require_possible()
    return composer


def _members_of(outcome: RuleOutcome) -> Iterator[str]:
    """The names of the members of the response that a rule is about."""
    if outcome.pointer:
        yield str(outcome.pointer[0])
    else:
        yield from (path.split(".")[0] for path in outcome.rule.at)


def _state_pins(history: History, states: Sequence[str]) -> dict[str, Any]:
    """Pins of a response that tells one of these states."""
    names = history.state.split(".")
    owners = {".".join(names[:length]): PRESENT for length in range(1, len(names))}
    return {**owners, history.state: {"enum": list(states)}}


def _placeholders(root: Schema, constants: Sequence[str]) -> dict[str, Any]:
    """Pins with which nothing is drawn for members that are copied from the response before."""
    shape = resolve(root, root)
    required = shape.get("required", ())
    return {name: simplest(root, shape["properties"][name]) if name in required else ABSENT for name in constants}
