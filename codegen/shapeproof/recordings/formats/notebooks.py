"""Reads Jupyter notebooks: the responses that their cells printed. What a cell would run is not looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import accumulate
from typing import Final, cast

from shapeproof.contract import Pointer
from shapeproof.recordings.formats.read_result import Content, failure_from
from shapeproof.recordings.model import Location, NotRead, ReadFailure, Recording, Remark
from shapeproof.recordings.syntax.json_locations import locate_all
from shapeproof.recordings.syntax.json_parser import parse_json, split_bom
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.recorded_values import members_of

__all__ = ["read_notebook"]

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
    texts = [text for text in _texts(notebook) if "{" in "".join(text.parts)]
    locations = _Locations(data, tuple(texts))
    index = 0
    for text in texts:
        for item in read_text("".join(text.parts).encode("utf-8", "surrogatepass")) or ():
            if moved := _in_notebook(item, index, partial(locations.locate, text)):
                yield replace(moved, section=f"cell {text.cell}")
                index += 1
    if not index:
        yield NotRead(_NOTHING_PRINTED)


def _in_notebook(
    item: object, index: int, locate: Callable[[Collection[int]], Mapping[int, Location]]
) -> Recording | ReadFailure | None:
    """A response of a text as one of the notebook; None for what isn't a response."""
    match item:
        case Recording(form="yaml"):  # lines of a report, such as `Accuracy: 0.9`
            return None
        case Recording():
            line = locate((item.line,))[item.line].line
            moved_locate = None if item.locate is None else partial(_locate_members, item, locate)
            remarks = tuple(_moved(remark, locate) for remark in item.remarks)
            return replace(item, index=index, line=line, locate=moved_locate, remarks=remarks)
        case ReadFailure(line=int(line)) if item.keys:
            location = locate((line,))[line]
            return replace(item, index=index, line=location.line, column=location.column)
        case _:  # prose, a table, a traceback
            return None


def _moved(remark: Remark, locate: Callable[[Collection[int]], Mapping[int, Location]]) -> Remark:
    line = remark.location.line if remark.location else 1
    return replace(remark, location=locate((line,))[line])


def _locate_members(
    recording: Recording, locate: Callable[[Collection[int]], Mapping[int, Location]], pointers: Collection[Pointer]
) -> Mapping[Pointer, Location]:
    in_text: Mapping[Pointer, Location] = recording.locate(pointers) if recording.locate else {}
    locations = locate({location.line for location in in_text.values()})
    return {pointer: locations[location.line] for pointer, location in in_text.items()}


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

    def locate(self, text: _Text, lines: Collection[int]) -> Mapping[int, Location]:
        """The locations of some lines of a text; they count from 1."""
        return {line: self._found[(*text.pointer, text.part_of(line))] for line in lines}


def _texts(notebook: object) -> Iterator[_Text]:
    """The texts that cells printed."""
    for number, (pointer, cell) in enumerate(_cells(notebook), start=1):
        for index, output in enumerate(_list(members_of(cell).get("outputs"))):
            members = members_of(output)
            printed = (*pointer, "outputs", index)
            if members.get("name", "stdout") == "stdout":
                yield from _text(number, (*printed, "text"), members.get("text"))
            plain = members_of(members.get("data")).get("text/plain")
            yield from _text(number, (*printed, "data", "text/plain"), plain)


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
