"""What a program is run on: the history of a resource, as a poller sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from hypothesis import strategies as st

from shapeproof.contract import Contract, Representation, Schema, View
from shapeproof.fuzz.campaign.edits import Edit
from shapeproof.fuzz.campaign.program_input import Lines, list_pins, list_schema
from shapeproof.fuzz.campaign.response_check import InputCheck, ResponseCheck
from shapeproof.fuzz.core.choices import PRESENT
from shapeproof.fuzz.drawing.agreement import agree_stated_counts
from shapeproof.fuzz.drawing.histories import planned_histories
from shapeproof.fuzz.drawing.history_composer import HistoryComposer, history_composer
from shapeproof.sample.recording_lines import POLL, recording_line
from shapeproof.validation.coverage.features import Feature, shown_features

__all__ = ["HistoryInput"]


class HistoryInput:
    """Responses of one resource, as one list.

    A change of the first response that concerns what never changes is made in all of them. Whatever else breaks a rule is
    no history.
    """

    def __init__(self, contract: Contract, view: View, pins: Mapping[str, Any]) -> None:
        """Raises UsageError if nothing is known of the states of the resource."""
        self.root: Schema = list_schema(contract.response)
        self.pins: Mapping[str, Any] = list_pins(pins)
        self._pinned = [path for path, pin in pins.items() if pin is not PRESENT]
        self._contract = contract
        self._view: View = view
        self._composer = history_composer(contract, pins, view)

    def strategy(self) -> st.SearchStrategy[Any]:
        return planned_histories(self._composer)

    def completed(self, value: Any) -> Any:
        stated = [agree_stated_counts(self._contract.response, response, self._pinned) for response in value]
        return self._composer.with_constants(stated)

    def repaired(self, value: Any, changes: Sequence[Edit]) -> Any:  # noqa: ARG002 - the protocol's parameter
        return value

    def check(self, value: Any) -> InputCheck:
        return _HistoryCheck(self._contract, self._view, self._composer, self, value)

    def lines(self, value: Any, representation: Representation) -> Lines:
        return [
            {**recording_line(self._contract, "response", response, representation), POLL: number}
            for number, response in enumerate(value, start=1)
        ]

    def shown_features(self, value: Any) -> Iterator[Feature]:
        for response in value:
            yield from shown_features(self._contract.response, response)


class _HistoryCheck:
    """Compares changed histories with one that a campaign generated."""

    def __init__(
        self, contract: Contract, view: View, composer: HistoryComposer, of_input: HistoryInput, responses: list[Any]
    ) -> None:
        self._check = ResponseCheck(contract, "response", view, *responses)
        self._composer = composer
        self._input = of_input
        self._responses = responses

    def is_kept_by(self, changed: Any) -> bool:
        """Whether a changed history is valid, keeps the rules, and differs from the original one."""
        if not isinstance(changed, list) or not changed:
            return False
        responses = self._input.completed(cast("list[object]", changed))
        if responses == self._responses or not self._composer.keeps_rules(responses):
            return False
        return all(self._check.is_kept_by(response) for response in responses)
