"""The suite is read completely, and exceptions are of its cases."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.protocols.exceptions import CONVERSIONS, PARAMETERS, REQUESTS, RESPONSES, RESULTS, Exceptions
from tests.protocols.suite import Direction, cases


@pytest.mark.parametrize(
    ("direction", "current", "legacy"),
    [
        (
            "input",
            {"ec2": 29, "json": 76, "query": 38, "rest-json": 113, "rest-xml": 94, "smithy-rpc-v2-cbor": 17},
            {"ec2": 12, "json": 24, "query": 25, "rest-json": 56, "rest-xml": 45},
        ),
        (
            "output",
            {"ec2": 29, "json": 92, "query": 38, "rest-json": 91, "rest-xml": 78, "smithy-rpc-v2-cbor": 37},
            {"ec2": 13, "json": 20, "query": 19, "rest-json": 33, "rest-xml": 25},
        ),
    ],
)
def test_every_case_is_collected_once(direction: Direction, current: dict[str, int], legacy: dict[str, int]) -> None:
    collected = cases(direction)
    names = {case.name for case in collected}
    assert len(names) == len(collected)
    assert Counter(case.protocol for case in collected if not case.name.startswith("legacy/")) == current
    assert Counter(case.protocol for case in collected if case.name.startswith("legacy/")) == legacy


@pytest.mark.parametrize("exceptions", [*RESPONSES, *RESULTS, *CONVERSIONS, *PARAMETERS, *REQUESTS])
def test_exceptions_are_cases_of_the_suite(exceptions: Exceptions) -> None:
    names = {case.name for direction in ("input", "output") for case in cases(direction)}
    assert exceptions.reason
    assert set(exceptions.cases) <= names
