"""Lists of pages: boto3's own paginators follow them, and a loop that forgets pages is found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, find, given, settings

from shapeproof import load
from shapeproof.contract import Contract, Paginator
from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT, responses
from shapeproof.fuzz.planning.page_pins import MAX_PAGES

some = settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PAGED: Final[list[tuple[str, str, dict[str, str]]]] = [
    ("cloudfront", "list_distributions", {}),  # the flag and the token are nested
    ("dynamodb", "scan", {"TableName": "table"}),  # the token is a map
    ("iam", "list_groups", {}),  # a flag beside the token
    ("kinesis", "list_streams", {}),
    ("route53", "list_resource_record_sets", {"HostedZoneId": "Z1"}),  # several tokens
    ("s3", "list_objects_v2", {"Bucket": "bucket"}),
    ("sqs", "list_queues", {}),
]

PINS = {"s3": {"EncodingType": ABSENT}}
"""botocore itself fails on a common prefix without a prefix, if keys are encoded."""


@pytest.mark.parametrize(("service", "operation", "request_"), PAGED)
def test_boto3_paginator_follows_all_pages(service: str, operation: str, request_: dict[str, str]) -> None:
    boto3: Any = pytest.importorskip("boto3")
    stub: Any = pytest.importorskip("botocore.stub")
    client = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1").client(service)

    @some
    @given(responses(f"{service}.{operation}", pages=True, pins=PINS.get(service)))
    def follow(pages: list[dict[str, Any]]) -> None:
        with stub.Stubber(client) as stubber:
            for page in pages:
                stubber.add_response(operation, page)
            followed = [*client.get_paginator(operation).paginate(**request_)]
            assert len(followed) == len(pages)
            stubber.assert_no_pending_responses()

    follow()


def test_all_numbers_of_pages_are_drawn() -> None:
    """What is drawn depends on what other tests imported: Hypothesis takes constants from there. 100 draws are enough."""
    lengths: set[int] = set()

    @settings(some, max_examples=100)
    @given(responses("sqs.list_queues", pages=True))
    def collect(pages: list[dict[str, Any]]) -> None:
        lengths.add(len(pages))

    collect()
    assert lengths == {*range(1, MAX_PAGES + 1)}


def test_counts_are_those_of_the_items() -> None:
    @some
    @given(responses("dynamodb.query", pages=True, representation="cli"))
    def check(pages: list[dict[str, Any]]) -> None:
        for page in pages:
            assert page.get("Count", 0) in {0, len(page.get("Items", []))}

    check()


@pytest.mark.survey
@pytest.mark.parametrize("operation", ["iam.list_roles", "sqs.list_queues", "dynamodb.scan"])
def test_loop_that_forgets_pages_is_found_with_two_pages(operation: str) -> None:
    """The planted bug: only the first page is read."""
    contract = load(operation)
    key = contract.paginator.result_keys[0] if contract.paginator else ""

    def loses_items(pages: list[dict[str, Any]]) -> bool:
        return len(pages[0].get(key, [])) < sum(len(page.get(key, [])) for page in pages)

    strategy = responses(contract, pages=True)
    pages = find(strategy, loses_items, settings=settings(some, max_examples=150))
    assert len(pages) == 2
    assert [len(page.get(key, [])) for page in pages] == [0, 1]


def test_pins_are_those_of_every_page() -> None:
    @some
    @given(responses("sqs.list_queues", pages=True, pins={"QueueUrls": ABSENT}))
    def check(pages: list[dict[str, Any]]) -> None:
        assert not any("QueueUrls" in page for page in pages)

    check()


def test_operation_without_pages_is_told(flagship: Contract) -> None:
    with pytest.raises(UsageError, match="has no pages: botocore has no paginator"):
        responses(flagship, pages=True)
    with pytest.raises(UsageError, match="only responses have pages"):
        responses("sqs.list_queues", pages=True, part="error")


def test_pages_can_be_printed() -> None:
    @some
    @given(responses("s3.list_objects_v2", pages=True, representation="wire", pins={"IsTruncated": ABSENT}))
    def check(pages: list[dict[str, Any]]) -> None:
        assert json.loads(json.dumps(pages)) == pages

    check()


def paged(token: dict[str, Any], *, flag: str | None = None) -> Contract:
    """A contract with a list and a token, as a directory may hold it."""
    contract = load("sqs.list_queues")
    name = contract.response["title"]
    root = contract.response["$defs"][name]
    token = {"x-shape": "Token", **token}
    definitions = {name: {**root, "properties": {**root["properties"], "NextToken": token}}}
    paginator = Paginator(("QueueUrls",), (), ("NextToken",), flag)
    return replace(contract, response={**contract.response, "$defs": definitions}, paginator=paginator)


@pytest.mark.parametrize(
    ("token", "flag"),
    [
        ({}, None),
        ({"type": "string", "maxLength": 0}, None),
        ({"type": "integer", "minimum": 0, "maximum": 0}, None),
        ({"type": "boolean"}, None),
        ({"type": "array", "items": {"type": "string", "x-shape": "S"}}, None),
        ({"type": "string", "minLength": 1, "maxLength": 1, "pattern": "^(?:a)$"}, None),
        ({"type": "string"}, "More"),
        ({"type": "string"}, "NextToken"),
    ],
)
def test_what_cannot_tell_pages_apart_is_told(token: dict[str, Any], flag: str | None) -> None:
    with pytest.raises(UsageError, match=r"sqs\.list_queues@.*: .*(NextToken|More)"):
        responses(paged(token, flag=flag), pages=True)


def test_tokens_that_are_computed_of_items_are_told() -> None:
    with pytest.raises(UsageError, match="nothing in a page"):
        responses("kinesis.describe_stream", pages=True)


def test_counts_are_those_of_pinned_items() -> None:
    @some
    @given(responses("dynamodb.query", pages=True, pins={"Items": [{}, {}], "Count": PRESENT}))
    def check(pages: list[dict[str, Any]]) -> None:
        assert [page["Count"] for page in pages] == [2] * len(pages)

    check()


def test_counts_can_be_pinned() -> None:
    @some
    @given(responses("dynamodb.query", pages=True, pins={"Count": 7}))
    def check(pages: list[dict[str, Any]]) -> None:
        assert [page["Count"] for page in pages] == [7] * len(pages)

    check()
