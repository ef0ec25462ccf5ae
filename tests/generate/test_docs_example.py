"""The example of a page is valid, as complete as its size limit allows, and states what it omits."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any, cast

import pytest

from shapeproof import findings, load
from shapeproof.contract import Contract
from shapeproof.generate.docs.page_builder import build_page
from shapeproof.generate.docs.rendering import html, markdown


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("sagemaker.describe_hyper_parameter_tuning_job", "with as many members as go together"),
        ("dynamodb.query@installed", "with every possible member"),
        ("s3.get_object@installed", "with every possible member"),
        ("s3.put_bucket_tagging@installed", "with every possible member"),
        ("bedrock-runtime.converse@installed", "with every member on 6 levels, and required members below"),
        (
            "bedrock-runtime.converse_stream@installed",
            "with every member on 9 levels, and required members below",
        ),
        ("iot-data.get_thing_shadow@installed", "with every possible member"),
        (
            "quicksight.describe_dashboard_definition@installed",
            "with every member on 3 levels, and required members below",
        ),
    ],
)
def test_example_satisfies_contract_and_size_limit(name: str, caption: str) -> None:
    contract = load(name)
    example = build_page(contract).example
    assert example is not None
    assert example.caption == caption
    assert example.text.count("\n") < 600
    assert [finding for finding in findings(json.loads(example.text), contract) if finding.kind != "rule"] == []


def test_example_has_what_is_in_streams() -> None:
    events = build_page(load("bedrock-runtime.converse_stream@installed")).example
    assert events is not None
    assert [next(iter(event)) for event in json.loads(events.text)["stream"]] == [
        "messageStart",
        "contentBlockStart",
        "contentBlockDelta",
        "contentBlockStop",
        "messageStop",
        "metadata",
    ]
    body = build_page(load("iot-data.get_thing_shadow@installed")).example
    assert body is not None
    assert set(json.loads(body.text)) == {"payload"}
    assert "Streams are shown by what is in them" in html(load("s3.get_object@installed"))
    assert "Streams are shown by what is in them" not in html(load("sts.get_caller_identity@installed"))


def test_both_formats_contain_example(contract: Contract) -> None:
    example = build_page(contract).example
    assert example is not None
    assert f"```json\n{example.text}\n```" in markdown(contract)
    assert '<code id="example-text">{' in html(contract)


def test_page_of_unsatisfiable_contract_has_no_example(contract: Contract) -> None:
    response = deepcopy(cast("dict[str, Any]", contract.response))
    name = response["$defs"][response["title"]]["properties"]["HyperParameterTuningJobName"]
    name |= {"minLength": 40, "maxLength": 32}
    unsatisfiable = replace(contract, response=response)
    assert "No response was found that satisfies the contract" in markdown(unsatisfiable)
    assert "No response was found that satisfies the contract" in html(unsatisfiable)
