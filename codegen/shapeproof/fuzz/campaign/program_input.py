"""What a program is run on: one response, or the pages of an operation as a list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from hypothesis import strategies as st

from shapeproof.contract import Contract, Part, Representation, Schema, View, path_of, reference
from shapeproof.fuzz.campaign.edits import Edit
from shapeproof.fuzz.campaign.response_check import InputCheck, ResponseCheck
from shapeproof.fuzz.core.choices import PRESENT
from shapeproof.fuzz.drawing.agreement import agree_stated_counts
from shapeproof.fuzz.drawing.coherence import coherence_of, member_rules_of
from shapeproof.fuzz.drawing.page_sequence import PageSequence
from shapeproof.fuzz.drawing.pages import planned_pages
from shapeproof.fuzz.drawing.strategies import planned_responses
from shapeproof.fuzz.planning.page_pins import page_pins
from shapeproof.fuzz.planning.pins import EVERY_OPTIONAL
from shapeproof.fuzz.planning.planner import plan
from shapeproof.sample.coherence import PinnedPaths
from shapeproof.sample.recording_lines import POLL, recording_line
from shapeproof.validation.coverage.features import Feature, shown_features

__all__ = ["Lines", "PagesInput", "ProgramInput", "ResponseInput", "document_of", "list_pins", "list_schema"]

Lines = Mapping[str, Any] | list[Mapping[str, Any]]


class ProgramInput(Protocol):
    """What a program gets. Values are JSON in `cli`.

    Attributes:
        root: the schema of a value.
        pins: what the user pinned, by path in that schema.
    """

    root: Schema
    pins: Mapping[str, Any]

    def strategy(self) -> st.SearchStrategy[Any]:
        """The values to draw. Raises UsageError if the schema doesn't allow a pin."""
        ...

    def completed(self, value: Any) -> Any:
        """A changed value, with what follows from the change."""
        ...

    def repaired(self, value: Any, changes: Sequence[Edit]) -> Any:
        """A value that was changed, with what the rules require then, and without undoing the changes."""
        ...

    def check(self, value: Any) -> InputCheck:
        """Whether changes of a value are valid."""
        ...

    def lines(self, value: Any, representation: Representation) -> Lines:
        """What is kept of a value: a recording line, or a list of them."""
        ...

    def shown_features(self, value: Any) -> Iterator[Feature]:
        """What a value shows of the contract."""
        ...


def _pinned(pins: Mapping[str, Any]) -> list[str]:
    return [path for path, pin in pins.items() if pin is not PRESENT]


def _kept(root: Schema, changes: Sequence[Edit]) -> PinnedPaths:
    """What a repair leaves alone, so that it doesn't undo changes."""
    paths = [(path_of(root, edit.pointer), edit.is_removal) for edit in changes]
    return PinnedPaths(
        fixed=frozenset(path for path, is_removal in paths if not is_removal),
        absent=frozenset(path for path, is_removal in paths if is_removal),
    )


def document_of(lines: Lines, *, on_one_line: bool = True) -> str:
    """What a program gets: the response in a recording line, or the list of those in several.

    Args:
        lines: the recording line, or several.
        on_one_line: whether the program reads its input line by line. Otherwise, it gets the responses of a history as
            JSON Lines, as a poller that prints what it sees writes them.
    """
    if not isinstance(lines, list):
        return json.dumps(lines["response"], ensure_ascii=False)
    responses = [line["response"] for line in lines]
    if on_one_line or POLL not in lines[0]:
        return json.dumps(responses, ensure_ascii=False)
    return "".join(json.dumps(response, ensure_ascii=False) + "\n" for response in responses)


def list_schema(response: Schema) -> Schema:
    """The schema of lists of responses, at least one."""
    items = {"$ref": f"#/$defs/{reference(response)}"}
    return {"type": "array", "items": items, "minItems": 1, "$defs": response["$defs"]}


def list_pins(pins: Mapping[str, Any]) -> dict[str, Any]:
    """Pins of a response as pins of each in a list."""
    return {path if path == EVERY_OPTIONAL else f"[].{path}": pin for path, pin in pins.items()}


class ResponseInput:
    """One response."""

    def __init__(
        self, contract: Contract, part: Part, view: View, pins: Mapping[str, Any], *, is_coherent: bool = False
    ) -> None:
        self.root = contract.schema(part)
        self.pins = pins
        self._pinned = _pinned(pins)
        self._contract = contract
        self._part: Part = part
        self._view: View = view
        self._coherence = coherence_of(contract, part, pins) if is_coherent else None

    def strategy(self) -> st.SearchStrategy[Any]:
        is_json = self._contract.json_protocol is not None
        node = plan(self.root, self.pins, self._view, is_json=is_json, rules=member_rules_of(self._coherence))
        return planned_responses(node, self._coherence)

    def completed(self, value: Any) -> Any:
        return agree_stated_counts(self.root, value, self._pinned)

    def repaired(self, value: Any, changes: Sequence[Edit]) -> Any:
        if self._coherence is None or self._coherence.keeps_rules(value):
            return value
        return self._coherence.attempted(value, kept=_kept(self.root, changes)).response

    def check(self, value: Any) -> InputCheck:
        return ResponseCheck(self._contract, self._part, self._view, value, coherence=self._coherence)

    def lines(self, value: Any, representation: Representation) -> Lines:
        return recording_line(self._contract, self._part, value, representation)

    def shown_features(self, value: Any) -> Iterator[Feature]:
        return shown_features(self.root, value)


class PagesInput:
    """Pages that follow each other, as one list.

    A change of a page is completed: counts are those of the items, and the page that has become the last one ends the
    sequence. Whatever else breaks the sequence is no response of the service.
    """

    def __init__(self, contract: Contract, view: View, pins: Mapping[str, Any], *, is_coherent: bool = False) -> None:
        """Raises UsageError if the operation has no pages."""
        page = contract.schema()
        self._page = page
        self.root: Schema = list_schema(page)
        self.pins: Mapping[str, Any] = list_pins(pins)
        self._chosen = pins
        self._contract = contract
        self._view: View = view
        self._page_pins = page_pins(contract)
        self._sequence = PageSequence(contract, page, self._page_pins, _pinned(pins), is_coherent=is_coherent)

    def strategy(self) -> st.SearchStrategy[Any]:
        return planned_pages(self._page, self._page_pins, self._chosen, self._view, self._sequence)

    def completed(self, value: Any) -> Any:
        return self._sequence.completed(value)

    def repaired(self, value: Any, changes: Sequence[Edit]) -> Any:  # noqa: ARG002 - the protocol's parameter
        return value

    def check(self, value: Any) -> InputCheck:
        return _PagesCheck(self._contract, self._view, self._sequence, value)

    def lines(self, value: Any, representation: Representation) -> Lines:
        return [recording_line(self._contract, "response", page, representation) for page in value]

    def shown_features(self, value: Any) -> Iterator[Feature]:
        for page in value:
            yield from shown_features(self._page, page)


class _PagesCheck:
    """Compares changed pages with those that a campaign generated."""

    def __init__(self, contract: Contract, view: View, sequence: PageSequence, pages: list[Any]) -> None:
        self._check = ResponseCheck(contract, "response", view, *pages, coherence=sequence.coherence({}))
        self._sequence = sequence
        self._pages = pages
        self._is_followed = sequence.is_followed(pages)  # pins may forbid it

    def is_kept_by(self, changed: Any) -> bool:
        """Whether changed pages break nothing that the original ones keep, and differ from them."""
        if not isinstance(changed, list) or not changed:
            return False
        pages = self._sequence.completed(cast("list[object]", changed))
        if pages == self._pages or (self._is_followed and not self._sequence.is_followed(pages)):
            return False
        return all(self._check.is_kept_by(page) for page in pages)
