"""What `explain` says that code does on a response is what it does on the example of the code, and not on the valid one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shapeproof.report.explanations.consequences import consequence
from shapeproof.validation.catalog import CODES
from shapeproof.validation.catalog.examples import EXAMPLES

Order = dict[str, Any]


def outcome(read: Callable[[Order], object], example: str) -> object:
    try:
        return read(json.loads(example))
    except Exception as error:  # noqa: BLE001 - which one is what is compared
        return type(error)


READERS: list[tuple[str, str, Callable[[Order], object], object, object]] = [
    ("SP101", 'order["OrderId"]', lambda order: order["OrderId"], KeyError, "A-1001"),
    ("SP102", 'order["Quantity"] + 1', lambda order: order["Quantity"] + 1, TypeError, 4),
    ("SP103", 'order.get("Note", "none")', lambda order: order.get("Note", "none"), None, "none"),
    ("SP201", 'order["OrderId"].split("-")[1]', lambda order: order["OrderId"].split("-")[1], IndexError, "1001"),
    ("SP306", 'order["Contact"]["Email"]', lambda order: order["Contact"]["Email"], KeyError, "ada@shop.example"),
    (
        "SP308",
        'order["Status"] in ("PENDING", "SHIPPED", "DELIVERED")',
        lambda order: order["Status"] in ("PENDING", "SHIPPED", "DELIVERED"),
        False,
        True,
    ),
    ("SP302", 'order["Status"] == "SHIPPED"', lambda order: order["Status"] == "SHIPPED", False, True),
]


@pytest.mark.parametrize(("code", "quoted", "read", "broken", "kept"), READERS)
def test_what_the_quoted_code_does(
    code: str, quoted: str, read: Callable[[Order], object], broken: object, kept: object
) -> None:
    assert quoted in consequence(CODES[code])
    assert (outcome(read, EXAMPLES[code].breaks), outcome(read, EXAMPLES[code].keeps)) == (broken, kept)


def test_every_code_has_one() -> None:
    assert all(consequence(code) for code in CODES.values())
