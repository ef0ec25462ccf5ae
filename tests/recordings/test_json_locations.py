"""The location of a member in a JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Pointer
from shapeproof.recordings.location import Location
from shapeproof.recordings.syntax.json_locations import PartLocations, locate, locate_all, location_at

json_values = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
blanks = st.text(" \t\n\r", max_size=3)


def parts(value: object) -> list[tuple[str | int, object]]:
    """The members of an object or the items of an array, each under its part of a pointer."""
    if isinstance(value, dict):
        return list(cast("dict[str | int, object]", value).items())
    return list(enumerate(cast("list[object]", value))) if isinstance(value, list) else []


@st.composite
def written(draw: st.DrawFn, value: object, pointer: Pointer = ()) -> tuple[str, list[tuple[Pointer, int]]]:
    """A JSON text of the value with blanks wherever they may stand, and the offset of every pointer in it."""
    text, offsets = draw(blanks), list[tuple[Pointer, int]]()

    def add(inner: object, inner_pointer: Pointer) -> None:
        nonlocal text
        part, inner_offsets = draw(written(inner, inner_pointer))
        offset = len(text)
        text += part
        offsets.extend(
            (pointer, offset + at)
            for pointer, at in inner_offsets
            if pointer != inner_pointer or isinstance(inner_pointer[-1], int)
        )

    offsets.append((pointer, len(text)))
    if isinstance(value, dict):
        text += "{" + draw(blanks)
        for number, (key, inner) in enumerate(parts(cast("object", value))):
            text += ("," if number else "") + draw(blanks)
            offsets.append(((*pointer, key), len(text)))
            text += json.dumps(key, ensure_ascii=draw(st.booleans())) + draw(blanks) + ":"
            add(inner, (*pointer, key))
        text += "}"
    elif isinstance(value, list):
        text += "["
        for index, inner in parts(cast("object", value)):
            text += "," if index else ""
            add(inner, (*pointer, index))
        text += draw(blanks) + "]"
    else:
        text += json.dumps(value, ensure_ascii=draw(st.booleans()))
    return text + draw(blanks), offsets


@given(json_values.flatmap(written))
def test_every_pointer_is_found_where_it_was_written(case: tuple[str, list[tuple[Pointer, int]]]) -> None:
    text, offsets = case
    for pointer, offset in offsets:
        assert locate(text, pointer) == location_at(text, offset)
        assert locate(text.encode(), pointer) == location_at(text, offset)
        assert locate(text, (*pointer, "no such member", 7)) == location_at(text, offset)
    locations = {pointer: location_at(text, offset) for pointer, offset in offsets}
    locations |= {(*pointer, "no such member", 7): location for pointer, location in locations.items()}
    assert locate_all(text, list(locations)) == locations


def pointers(value: object, pointer: Pointer = ()) -> Iterator[tuple[Pointer, object]]:
    yield pointer, value
    for part, inner in parts(value):
        yield from pointers(inner, (*pointer, part))


@given(json_values, st.sampled_from([None, 1, 3]))
def test_the_key_or_the_item_is_at_the_location(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    lines = text.split("\n")
    for pointer, inner in pointers(value):
        location = locate(text, pointer)
        rest = lines[location.line - 1][location.column - 1 :]
        is_member = bool(pointer) and isinstance(pointer[-1], str)
        assert rest.startswith(json.dumps(pointer[-1]) + ":" if is_member else json.dumps(inner)[:1])


TEXT = r"""
  {"plain": {"é": [10, [20, 30], {"x": null}]},
   "q\"{[": [{"\u0041": 1}, "}]"], "": 5,
   "\\": true }
"""


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ((), 2, 3),
        (("plain",), 2, 4),
        (("plain", "é"), 2, 14),
        (("plain", "é", 0), 2, 20),
        (("plain", "é", 1, 1), 2, 29),
        (("plain", "é", 2, "x"), 2, 35),
        (('q"{[', 0, "A"), 3, 15),
        (('q"{[', 1), 3, 29),
        (("",), 3, 36),
        (("\\",), 4, 4),
        (("plain", "absent", "deeper"), 2, 4),
        (("plain", "é", 3), 2, 14),
        (("plain", "é", "0"), 2, 14),
        ((0,), 2, 3),
        (("", "x"), 3, 36),
    ],
)
def test_locations(pointer: Pointer, line: int, column: int) -> None:
    assert locate(TEXT, pointer) == (line, column)


def test_a_text_that_starts_further_down_in_its_file() -> None:
    start = Location(7, 13)
    assert locate_all('{"a": 1}', [("a",)], start) == {("a",): (7, 14)}
    assert locate_all('{\n"a": 1}', [("a",)], start) == {("a",): (8, 1)}


@pytest.mark.parametrize("text", ["", " \n", '{"a"', '{"a":', '{"a": 1', '["', "[1 2]", '{"\\x": 1, "a": 2}'])
def test_invalid_json_has_locations_too(text: str) -> None:
    for pointer in ((), ("a",), (0,), (1, "a")):
        assert locate(text, pointer).line >= 1


def test_deep_and_large_texts_are_handled() -> None:
    assert locate("[" * 100_000 + "]" * 100_000, (0,) * 99_999) == (1, 100_000)
    text = json.dumps([{"key": "value " * 10, "number": 12345}] * 20_000, indent=1)
    assert len(text) > 1_000_000
    assert locate(text, (19_999, "number")).line == 20_000 * 4 - 1 + 1


@given(st.lists(json_values, min_size=1, max_size=4), st.sampled_from([None, 1]))
def test_parts_have_the_locations_that_the_whole_text_has(items: list[object], indent: int | None) -> None:
    text = json.dumps({"before": [1], "items": items, "after": {}}, indent=indent)
    wanted = [pointer for pointer, _ in pointers(json.loads(text))]
    whole = locate_all(text, wanted)
    parts = PartLocations(text.encode(), (("items", index) for index in range(len(items))))
    assert parts.locate(wanted) == whole
    assert {pointer: parts.location_of(pointer) for pointer in wanted} == whole


def test_many_pointers_take_one_pass() -> None:
    """One pass for each of these pointers would take hours."""
    text = json.dumps([{"key": 1}] * 200_000)
    assert len(locate_all(text, [(index, "key") for index in range(200_000)])) == 200_000
