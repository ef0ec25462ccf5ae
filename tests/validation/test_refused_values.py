"""Values that a strict reader refuses, although a parser accepts them."""

from __future__ import annotations

import math

import pytest

from shapeproof.contract import Pointer
from shapeproof.validation.refused_values import refused_values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.inf, [("SP906", ())]),
        ({"a": [1.5, math.nan, {"b": -math.inf}]}, [("SP906", ("a", 1)), ("SP906", ("a", 2, "b"))]),
        ({"a\ud800": "é"}, [("SP907", ("a\ud800",))]),
        (["\ud83d", "\U0001f600", {"é": "x\udc00"}], [("SP907", (0,)), ("SP907", (2, "é"))]),
        ([math.inf, "\ud800"], [("SP906", (0,)), ("SP907", (1,))]),
    ],
)
def test_values_that_a_strict_reader_refuses(value: object, expected: list[tuple[str, Pointer]]) -> None:
    refused = list(refused_values(value))
    assert [(item.code.number, item.pointer) for item in refused] == expected
    for item in refused:
        item.message.encode()  # it can be printed, whatever the value holds


def test_nesting_is_refused_at_level_201_and_no_recursion_limit_is_met() -> None:
    value: object = 1
    for _ in range(100_000):
        value = [value]
    assert [(item.code.number, item.pointer) for item in refused_values(value)] == [("SP908", (0,) * 200)]
