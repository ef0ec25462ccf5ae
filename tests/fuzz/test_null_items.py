"""Null in lists and maps: drawn in the tolerant view, as services send it in JSON and boto3 keeps it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, cast

import pytest
from hypothesis import Phase, find, given, settings
from tests.fuzz.test_campaign import FunctionProgram

from shapeproof import load
from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract, Representation
from shapeproof.fuzz import PRESENT, responses
from shapeproof.fuzz.campaign.campaign import Campaign, CampaignOptions
from shapeproof.fuzz.campaign.minimal_changes import explain
from shapeproof.fuzz.campaign.run_outcome import CRASH
from shapeproof.fuzz.campaign.tried_changes import Effect
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.report.campaign.text import change_text
from shapeproof.representations.conversion import from_cli
from shapeproof.validation.catalog import Severities
from shapeproof.validation.validator import Validator

SHAPES: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "members": {
            "Names": {"shape": "Names"},
            "Parts": {"shape": "Parts"},
            "Tags": {"shape": "Tags"},
            "Times": {"shape": "Times"},
            "Rows": {"shape": "Rows"},
        },
    },
    "Name": {"type": "string", "min": 1},
    "Part": {"type": "structure", "members": {"Name": {"shape": "Name"}, "Parts": {"shape": "Parts"}}},
    "State": {"type": "string", "enum": ["On", "Off"]},
    "Time": {"type": "timestamp"},
    "Names": {"type": "list", "member": {"shape": "Name"}, "min": 1},
    "Parts": {"type": "list", "member": {"shape": "Part"}},
    "Tags": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "State"}},
    "Times": {"type": "list", "member": {"shape": "Time"}},
    "Rows": {"type": "list", "member": {"shape": "Names"}},
}
QUIET: Final = settings(max_examples=300, deadline=None, database=None, derandomize=True, phases=[Phase.generate])


@pytest.fixture(scope="module")
def contract(handmade: Callable[..., OperationModel]) -> Contract:
    return build(handmade(SHAPES))


def null_places(value: object, place: str = "") -> Iterator[str]:
    """Where there is null, as paths without the keys of maps."""
    if value is None:
        yield place
    elif isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from null_places(inner, f"{place}{{}}" if place.endswith("Tags") else f"{place}.{key}")
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from null_places(item, f"{place}[]")


def drawn(contract: Contract | str, **options: Any) -> list[Any]:
    examples: list[Any] = []

    @QUIET
    @given(responses(contract, **options))
    def collect(response: Any) -> None:
        examples.append(response)

    collect()
    return examples


@pytest.fixture(scope="module")
def tolerant_corpus(contract: Contract) -> list[Any]:
    """Not drawn by Hypothesis, whose draws depend on what other tests imported."""
    return [*islice(corpus(contract, view="tolerant"), 2_000)]


def test_they_are_in_lists_and_maps_where_boto3_keeps_them(tolerant_corpus: list[Any]) -> None:
    places = [{*null_places(example)} for example in tolerant_corpus]
    assert set[str]().union(*places) >= {".Names[]", ".Parts[]", ".Parts[].Parts[]", ".Rows[][]", ".Tags{}"}
    assert not any(place.startswith(".Times") or place == ".Rows[]" for place in set[str]().union(*places))
    assert sum(map(bool, places)) < len(places) / 10


@pytest.mark.parametrize("representation", ["sdk", "cli", "wire"])
@pytest.mark.parametrize("engine", ["jsonschema-rs", "jsonschema"])
def test_they_are_warnings(
    contract: Contract, tolerant_corpus: list[Any], representation: Representation, engine: Any
) -> None:
    validator = Validator(contract, "response", Severities("tolerant"), engine=engine)
    for example in [example for example in tolerant_corpus if [*null_places(example)]][:40]:
        found = validator.check(from_cli(contract.response, example, representation), representation).findings
        assert not [finding for finding in found if finding.severity == "error"]
        assert [finding.code for finding in found].count("SP106") == len([*null_places(example)])


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"view": "tolerant", "pins": {"Names": ["a"], "Tags{}": "On", "Parts[].Name": PRESENT, "Rows[][]": "a"}},
    ],
)
def test_the_strict_view_and_pins_of_items_leave_them_out(contract: Contract, options: dict[str, Any]) -> None:
    examples = drawn(contract, **options)
    if options:
        places = {place for example in examples for place in null_places(example)}
        assert all(place.startswith(".Parts[].Parts") for place in places)
    else:
        assert not any([*null_places(example)] for example in examples)


def test_services_that_send_xml_have_none() -> None:
    assert not any([*null_places(example)] for example in drawn("ec2.describe_security_groups", view="tolerant"))


def test_simplest_response_has_none(contract: Contract) -> None:
    pins = {"Names": PRESENT, "Tags": PRESENT, "Parts": PRESENT}
    assert not [*null_places(next(corpus(contract, view="tolerant", pins=pins)))]


def test_they_shrink_away_unless_they_matter(contract: Contract) -> None:
    strategy = responses(contract, view="tolerant", representation="cli")
    quiet = settings(QUIET, max_examples=2_000, phases=[Phase.generate, Phase.shrink])
    assert find(strategy, lambda response: bool(response.get("Names")), settings=quiet)["Names"] != [None]
    assert find(strategy, lambda response: None in response.get("Parts", []), settings=quiet)["Parts"] == [None]


def test_a_program_that_fails_on_one_is_explained(contract: Contract) -> None:
    def read(response: Any) -> None:
        if None in response.get("Parts", []):
            raise TypeError("not a part")

    options = CampaignOptions("tolerant", "cli", 5_000, None, 1, re.compile(CRASH, re.MULTILINE))
    campaign = Campaign(contract, FunctionProgram(read), options)
    failure = next(campaign.run({}))
    assert failure.response == {"Parts": [None]}

    def effect_of(response: Any) -> Effect:
        return Effect("passes" if campaign.trial(response).verdict == "passed" else "fails alike")

    check = campaign.input.check(failure.response)
    explanation = explain(contract.response, failure.response, Effect("fails alike"), effect_of, check.is_kept_by)
    assert "/Parts/0 is null; the program passes if it is absent or present" in map(change_text, explanation.changes)


@pytest.mark.parametrize("operation", ["dms.describe_replication_instances", "sqs.receive_message"])
def test_boto3_keeps_them(operation: str) -> None:
    boto3: Any = pytest.importorskip("boto3")
    parsers: Any = pytest.importorskip("botocore.parsers")
    contract = load(operation)
    service, method = operation.split(".")
    client = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1").client(service)
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method]).output_shape
    examples = (example for example in corpus(contract, view="tolerant") if [*null_places(example)])
    for example in islice(examples, 20):
        wire = from_cli(contract.response, example, "wire")
        answer: dict[str, Any] = {"status_code": 200, "headers": {}, "body": json.dumps(wire).encode()}
        assert sorted(null_places(parsers.create_parser("json").parse(answer, shape))) == sorted(null_places(wire))
