"""Values as recorders write them are read as strings no longer than they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest

from shapeproof.recordings.formats import har
from shapeproof.recordings.model import Exchange
from shapeproof.recordings.syntax.recorded_values import headers_of, scalar_string


def shared() -> list[object]:
    """A list whose repr is a terabyte long."""
    built: list[object] = ["'\\"]
    for _ in range(40):
        built = [built, built]
    return built


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", "a"), (b"\xe9", "é"), (5, "5"), (True, "True"), (None, "None"), ({}, ""), ([1], ""), (shared(), "")],
    ids=["string", "bytes", "number", "boolean", "null", "object", "list", "shared"],
)
def test_only_a_scalar_is_a_string(value: object, expected: str) -> None:
    assert scalar_string(value) == expected


def test_a_header_that_is_not_a_scalar_has_no_value() -> None:
    headers: dict[str | bytes, object] = {"A": [], b"B": [b"1", {}, "2"]}
    assert headers_of(headers) == {"a": "", "b": "1, , 2"}


PAIRS: Final[list[tuple[object, dict[str, str]]]] = [
    ([[["X-Amz-Target", "A.B"], [b"Accept", ["a", "b"]]]], {"x-amz-target": "A.B", "accept": "a, b"}),
    ([["X-Amz-Target", "A.B"], ["Accept", "a"]], {"x-amz-target": "A.B", "accept": "a"}),
    ([["A"], ["A", "b", "c"], [1, 2], "Ab", None], {}),
    (shared(), {}),
    ("A: b", {}),
]


@pytest.mark.parametrize(("recorded", "expected"), PAIRS, ids=["frozenset", "pairs", "others", "shared", "string"])
def test_headers_may_be_pairs(recorded: object, expected: Mapping[str, str]) -> None:
    assert headers_of(recorded) == expected


def test_a_header_may_be_repeated_in_har() -> None:
    """Half a million times here: joining them one by one would copy a terabyte."""
    count = 500_000
    headers = [{"name": name, "value": "xxxxxxxx"} for name in ("Accept", "ACCEPT")] * (count // 2)
    entry: dict[str, Any] = {
        "request": {"url": shared(), "headers": headers},
        "response": {"status": 200, "content": {"text": "{}"}},
    }
    (exchange,) = har.iter_exchanges({"log": {"entries": [entry]}}, b'{"log": {"entries": [{}]}}')
    assert isinstance(exchange, Exchange)
    assert exchange.request_headers == {"accept": ", ".join(["xxxxxxxx"] * count)}
    assert exchange.url == ""
