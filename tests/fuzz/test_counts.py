"""Numbers that count the items of lists do so in whatever is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from tests.fuzz.test_campaign import FunctionProgram

from shapeproof import load
from shapeproof.contract import Contract
from shapeproof.contract.schema import objects_in
from shapeproof.fuzz import PRESENT, responses
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions
from shapeproof.fuzz.campaign.run_outcome import CRASH
from shapeproof.fuzz.covering.covering import cover
from shapeproof.fuzz.drawing.corpus import corpus

PINS: Final = {"KeyCount": PRESENT}

some = settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def objects() -> Contract:
    return load("s3.list_objects_v2")


def is_counted(response: Any) -> bool:
    keys = len(response.get("Contents", [])) + len(response.get("CommonPrefixes", []))
    return bool(response["KeyCount"] == keys)


def quantities(value: Any) -> Iterator[tuple[int, int]]:
    for structure in objects_in(value):
        if "Quantity" in structure:
            yield structure["Quantity"], len(structure.get("Items", []))


@pytest.mark.parametrize("view", ["strict", "tolerant"])
@pytest.mark.parametrize("pages", [False, True])
def test_keys_are_counted_in_responses_and_pages(objects: Contract, view: Any, pages: bool) -> None:
    seen: set[int] = set()

    @some
    @given(responses(objects, view=view, pages=pages, pins=PINS))
    def check(drawn: Any) -> None:
        for page in drawn if pages else [drawn]:
            assert is_counted(page)
            seen.add(page["KeyCount"])

    check()
    assert len(seen) > 2


def test_keys_are_counted_in_corpora_and_covers(objects: Contract) -> None:
    assert all(map(is_counted, islice(corpus(objects, pins=PINS), 50)))
    assert all(map(is_counted, cover(objects, pins=PINS).responses))


def test_items_are_counted_at_every_depth() -> None:
    found: list[tuple[int, int]] = []

    @some
    @given(responses("cloudfront.list_distributions", pages=True))
    def check(pages: list[Any]) -> None:
        found.extend(quantities(pages))

    check()
    assert all(quantity == items for quantity, items in found)
    assert {quantity for quantity, _ in found} >= {0, 1, 2}


PINNED: Final[list[tuple[dict[str, Any], set[int]]]] = [
    ({"KeyCount": 7}, {7}),
    ({"KeyCount": {"minimum": 5, "maximum": 6}}, {5, 6}),
    ({**PINS, "Contents": [{}]}, {1, 2}),
]


@pytest.mark.parametrize(("pins", "counts"), PINNED)
def test_pins_have_the_last_word(objects: Contract, pins: dict[str, Any], counts: set[int]) -> None:
    @some
    @given(responses(objects, pins={"CommonPrefixes": {"maxItems": 1}, **pins}))
    def check(response: Any) -> None:
        assert response["KeyCount"] in counts

    check()


@pytest.mark.parametrize("pages", [False, True])
def test_counts_follow_what_shrinking_drops(objects: Contract, pages: bool) -> None:
    def read(drawn: Any) -> None:
        if any(page["KeyCount"] > 1 for page in (drawn if pages else [drawn])):
            raise ValueError("several keys")

    options = CampaignOptions("strict", "cli", 60, None, 1, re.compile(CRASH, re.MULTILINE))
    campaign = Campaign(objects, FunctionProgram(read), replace(options, pages=pages))
    (failure,) = campaign.run(PINS)
    (page,) = failure.response if pages else [failure.response]
    assert is_counted(page)
    assert page["KeyCount"] == 2
    assert page.keys() <= {"KeyCount", "Contents", "CommonPrefixes"}
