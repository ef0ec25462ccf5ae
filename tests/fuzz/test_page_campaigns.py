"""Campaigns over pages: loops that lose or mistake pages fail with the fewest pages, and the smallest ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from tests.fuzz.test_campaign import FunctionProgram

from shapeproof import load
from shapeproof.errors import UsageError
from shapeproof.fuzz import PRESENT
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions
from shapeproof.fuzz.campaign.program_input import PagesInput
from shapeproof.fuzz.campaign.reduction import reductions
from shapeproof.fuzz.campaign.run_outcome import CRASH
from shapeproof.fuzz.drawing.agreement import member_owner

LISTS: Final = {
    "cloudfront.list_distributions": "DistributionList.Items",  # the flag and the token are nested
    "dynamodb.scan": "Items",  # the token is a map
    "route53.list_resource_record_sets": "ResourceRecordSets",  # several tokens
    "s3.list_objects_v2": "Contents",  # a flag beside the token
}


def items_of(page: Any, path: str) -> list[Any]:
    owner, name = member_owner(page, path)
    return owner.get(name, []) if owner else []


def failing_pages(operation: str, read: Callable[[Any], object], pins: Mapping[str, Any] | None = None) -> list[Any]:
    crash = re.compile(CRASH, re.MULTILINE)
    options = CampaignOptions("strict", "cli", 60, None, 1, crash, pages=True)
    (failure,) = Campaign(load(operation), FunctionProgram(read), options).run(pins or {})
    assert failure.is_reduced
    pages: list[Any] = failure.response
    return pages


@pytest.mark.survey
@pytest.mark.parametrize(("operation", "path"), LISTS.items())
def test_a_loop_that_reads_the_first_page_only_fails_with_two_pages_and_one_item(operation: str, path: str) -> None:
    def read(pages: list[Any]) -> None:
        if len(items_of(pages[0], path)) != sum(len(items_of(page, path)) for page in pages):
            raise ValueError("items are lost")

    pages = failing_pages(operation, read)
    assert [len(items_of(page, path)) for page in pages] == [0, 1]


@pytest.mark.survey
@pytest.mark.parametrize(("operation", "path"), LISTS.items())
def test_a_loop_that_fails_on_an_empty_page_fails_with_two_empty_pages(operation: str, path: str) -> None:
    def read(pages: list[Any]) -> object:
        return [items_of(page, path)[0] for page in pages[:-1]]

    pages = failing_pages(operation, read)
    assert [len(items_of(page, path)) for page in pages] == [0, 0]


def test_counts_are_those_of_what_is_left() -> None:
    def read(pages: list[Any]) -> None:
        if any(len(page.get("Items", [])) > 1 for page in pages):
            raise ValueError("more than one")

    assert failing_pages("dynamodb.query", read, {"Count": PRESENT}) == [{"Items": [{}, {}], "Count": 2}]


def test_pages_that_make_no_difference_are_dropped_and_the_last_one_left_ends_the_sequence() -> None:
    pages = [{"NextToken": token, "QueueUrls": [token]} for token in "abc"] + [{"QueueUrls": ["d"]}]
    subject = PagesInput(load("sqs.list_queues"), "strict", {})
    check = subject.check(pages)

    def fails_alike(candidate: Any) -> bool:
        return check.is_kept_by(candidate) and any("b" in page.get("QueueUrls", []) for page in candidate)

    *_, (left, _) = reductions(subject.root, pages, {}, fails_alike, subject.completed)
    assert left == [{"QueueUrls": ["b"]}]


@pytest.mark.parametrize(
    "changed",
    [
        [],
        None,
        [{"NextToken": "a"}, {}],  # the same
        [{"NextToken": "a"}, {"NextToken": "b"}],  # completed, it is the same
        [{}, {}],
        [{"NextToken": ""}, {}],
        [{"NextToken": "a"}, {"NextToken": "a"}, {}],
        [{"NextToken": "a"}, {"QueueUrls": [1]}],
    ],
)
def test_what_no_paginator_follows_is_not_tried(changed: Any) -> None:
    subject = PagesInput(load("sqs.list_queues"), "strict", {})
    check = subject.check([{"NextToken": "a"}, {}])
    assert not check.is_kept_by(changed)
    assert check.is_kept_by([{"NextToken": "a"}, {"QueueUrls": []}])
    assert check.is_kept_by([{"NextToken": "a"}])


def test_pinned_tokens_need_not_be_followed() -> None:
    subject = PagesInput(load("sqs.list_queues"), "strict", {"NextToken": "a"})
    pages = [{"NextToken": "a"}, {"NextToken": "a"}]
    assert subject.completed(pages) == pages
    assert subject.check(pages).is_kept_by([*pages, {"NextToken": "a", "QueueUrls": []}])


def test_an_operation_without_a_paginator_is_told() -> None:
    with pytest.raises(UsageError, match="has no pages"):
        PagesInput(load("sqs.send_message"), "strict", {})
