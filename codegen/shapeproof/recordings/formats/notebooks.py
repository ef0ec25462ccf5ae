"""Reads Jupyter notebooks: the responses that their cells printed. What a cell would run is not looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import accumulate
from typing import Final, cast

from shapeproof.contract import Pointer
from shapeproof.recordings.formats.embedded_texts import (
    Relocate,
    moved_failure,
    moved_recording,
    without_colours,
)
from shapeproof.recordings.formats.read_result import Content, failure_from
from shapeproof.recordings.location import Location
from shapeproof.recordings.model import NotRead, ReadFailure, Recording
from shapeproof.recordings.syntax.json_locations import locate_all
from shapeproof.recordings.syntax.json_parser import parse_json, split_bom
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import members_of

__all__ = ["read_notebook"]

_PLAIN: Final = "text/plain"
_JSON: Final = "application/json"
_NOTHING_PRINTED: Final = "notebooks none of whose cells printed a response"


@dataclass(frozen=True)
class _Text:
    """A text that a cell printed.

    Attributes:
        cell: the number of the cell, from 1.
        pointer: the pointer of the text in the notebook.
        parts: the strings that it is written as.
    """

    cell: int
    pointer: Pointer
    parts: list[str]

    def part_of(self, line: int) -> int:
        """The index of the part in which a line begins; lines count from 1."""
        return min(bisect_right(self._line_ends, line - 1), len(self.parts) - 1)

    @cached_property
    def _line_ends(self) -> list[int]:
        """The number of line ends up to the end of each part."""
        return list(accumulate(part.count("\n") for part in self.parts))


@dataclass(frozen=True)
class _Value:
    """A JSON value that a cell displayed, as it stands at a pointer in the notebook."""

    cell: int
    pointer: Pointer
    value: object


def read_notebook(data: bytes, read_text: Callable[[bytes], Content | None]) -> Content:
    """Read what the cells of a notebook printed.

    Args:
        data: the bytes of the notebook.
        read_text: reads a text by its content, as if it were a file.

    Yields:
        The responses, located where they stand in the notebook, and those that can't be read. Output that is no dict is
        passed over.
    """
    data, _ = split_bom(data)
    try:
        notebook = parse_json(data)
    except ParseError as error:
        yield failure_from(error)
        return
    outputs = [output for output in _outputs(notebook) if isinstance(output, _Value) or "{" in "".join(output.parts)]
    locations = _Locations(data, tuple(output for output in outputs if isinstance(output, _Text)))
    index = 0
    for output in outputs:
        items = (
            _responses(output, data)
            if isinstance(output, _Value)
            else _printed_responses(output, read_text, partial(locations.relocate, output))
        )
        for item in items:
            yield replace(item, index=index, section=f"cell {output.cell}")
            index += 1
    if not index:
        yield NotRead(_NOTHING_PRINTED)


def _printed_responses(
    text: _Text, read_text: Callable[[bytes], Content | None], relocate: Relocate
) -> Iterator[Recording | ReadFailure]:
    """The responses in a text, and those that can't be read."""
    for item in read_text(without_colours("".join(text.parts).encode("utf-8", "surrogatepass"))) or ():
        match item:
            case Recording(form="yaml"):  # lines of a report, such as `Accuracy: 0.9`
                pass
            case Recording():
                yield moved_recording(item, item.index, relocate)
            case ReadFailure(line=int()) if item.keys:
                yield moved_failure(item, item.index, relocate)
            case _:  # prose, a table, a traceback
                pass


def _responses(value: _Value, data: bytes) -> Iterator[Recording | ReadFailure]:
    """The response that a value is, or those in a list."""
    responses: dict[Pointer, object] = {value.pointer: value.value}
    if items := _list(value.value):
        responses = {(*value.pointer, number): item for number, item in enumerate(items)}
    locate = partial(locate_all, data)
    locations = locate(responses)
    for pointer, response in responses.items():
        if members_of(response):
            yield Recording(response, "json", 0, locations[pointer].line, prefix=pointer, locate=locate)


@dataclass(frozen=True)
class _Locations:
    """The locations of the lines of texts. A string in JSON is one long line of escapes: only its start has a location."""

    data: bytes
    texts: tuple[_Text, ...]

    @cached_property
    def _found(self) -> Mapping[Pointer, Location]:
        """Where each string of the texts stands, found in one pass over the notebook."""
        return locate_all(
            self.data, [(*text.pointer, index) for text in self.texts for index in range(len(text.parts))]
        )

    def relocate(self, text: _Text, locations: Collection[Location]) -> Mapping[Location, Location]:
        """The locations of some lines of a text."""
        return {each: self._found[(*text.pointer, text.part_of(each.line))] for each in locations}


def _outputs(notebook: object) -> Iterator[_Text | _Value]:
    """What cells printed and displayed."""
    for number, (pointer, cell) in enumerate(_cells(notebook), start=1):
        for index, output in enumerate(_list(members_of(cell).get("outputs"))):
            members = members_of(output)
            printed = (*pointer, "outputs", index)
            if members.get("name", "stdout") == "stdout":
                yield from _text(number, (*printed, "text"), members.get("text"))
            displayed = members_of(members.get("data"))
            yield from _text(number, (*printed, "data", _PLAIN), displayed.get(_PLAIN))
            if _JSON in displayed:
                yield _Value(number, (*printed, "data", _JSON), displayed[_JSON])


def _cells(notebook: object) -> Iterator[tuple[Pointer, object]]:
    members = members_of(notebook)
    for index, cell in enumerate(_list(members.get("cells"))):
        yield ("cells", index), cell
    for number, sheet in enumerate(_list(members.get("worksheets"))):  # before version 4 of the format
        for index, cell in enumerate(_list(members_of(sheet).get("cells"))):
            yield ("worksheets", number, "cells", index), cell


def _text(cell: int, pointer: Pointer, value: object) -> Iterator[_Text]:
    parts = [value] if isinstance(value, str) else _list(value)
    if parts and all(isinstance(part, str) for part in parts):
        yield _Text(cell, pointer, cast("list[str]", parts))


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
