"""Whatever a reader says about broken input, it says where: at a line and a column that the file has."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.units import Unit

CASSETTE: Final = """\
interactions:
- request: {method: POST, uri: "https://api.ecr.us-east-1.amazonaws.com/", headers: {X-Amz-Target: [a.ListImages]}}
  response: {status: {code: 200}, headers: {}, body: {string: '{"imageIds": [1, {"a": 1}]}'}}
"""
STARTS: Final = {
    "x.json": ['{"imageIds": [1', '[{"imageIds": 1}, ', "{\n"],
    "x.jsonl": ['{"imageIds": [1]}\n{"a', "{\n"],
    "x.yaml": [CASSETTE, CASSETTE + "a: ", CASSETTE.replace(": [1,", ": 'x', 'y': [1,")],
    "x.har": ['{"log": {"entries": [{"request": {"url": ""}, "response": {"status": 200'],
    "x.txt": ["{'imageIds': [1", "a = {'b': ", "{\n"],
}
NOISE: Final = st.text("ab1:-[]{}()'\"&*!|>%@#,?\\\\ \t\r\n\x0c\x85\u2028\u2029\ufeff\x07é\U0001f600", max_size=30)


@pytest.mark.parametrize("name", STARTS)
@settings(max_examples=60)
@given(number=st.integers(0, 2), cut=st.integers(0, 400), noise=NOISE, ending=NOISE)
@example(number=0, cut=0, noise="\r\r{'a': b}", ending="")
@example(number=0, cut=0, noise="\u2028\u2028[", ending="")
def test_a_location_is_in_the_file(name: str, number: int, cut: int, noise: str, ending: str) -> None:
    start = STARTS[name][number % len(STARTS[name])]
    cut = min(cut, len(start))
    data = (start[: len(start) - cut] + noise + start[len(start) - cut :] + ending).encode()
    lines = data.decode().split("\n")
    results = Checker(CheckOptions(contract="ecr.list_images")).check(Unit(name, is_explicit=True, data=data))
    for located in (located for result in results for located in result.findings):
        assert located.finding.code != "SP994", located
        if located.line is not None:
            assert 1 <= located.line <= len(lines), located
            assert 1 <= (located.column or 1) <= len(lines[located.line - 1]) + 1, located
