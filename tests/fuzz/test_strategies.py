"""Strategies: drawn responses are valid by both engines, pass Hypothesis's health checks, and shrink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from shapeproof import load
from shapeproof.contract import Contract, Representation, walk
from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT, responses
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.representations.conversion import to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.response_metadata import strip_metadata
from shapeproof.validation.coverage.features import features, shown_features
from shapeproof.validation.engines.compilation import compile_schema

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
OPERATIONS: Final = [
    "bedrock-agent.GetFlow",  # recursive, through unions
    "bedrock-runtime.Converse",  # documents, unions, blobs
    "cloudfront.GetDistribution",  # a member that is the whole body
    "connectcases.BatchGetCaseRule",  # recursive through unions, sparse
    "customer-profiles.GetRecommender",  # keys of an enum
    "dynamodb.BatchGetItem",  # recursive, blobs, keys with lengths
    "ec2.DescribeInstances",
    "iam.GetRole",
    "iotfleetwise.ListDecoderManifestSignals",  # recursive, unions
    "kinesis.GetRecords",  # blobs
    "kms.Encrypt",  # a blob with bounds
    "lambda.Invoke",  # header members, a body that is a stream
    "lexv2-models.DescribeIntent",
    "location.GetGeofence",  # blobs, numbers
    "mediaconvert.GetJob",  # hundreds of enums
    "quicksight.DescribeDashboardDefinition",  # 133,000 constraints
    "rds.DescribeDBInstances",
    "s3.HeadObject",
    "sagemaker.DescribeTrainingJob",  # an enum of over 200 values
    "wafv2.GetWebACL",  # recursive, without a union
    "wellarchitected.GetReviewTemplate",  # keys of an enum, maps with a minimum
]


@pytest.fixture
def example_count(request: pytest.FixtureRequest) -> int:
    """200 in every run, 10,000 with --survey."""
    return 10_000 if request.config.getoption("--survey") else 200


def generate_only(count: int) -> settings:
    """Settings for checking all drawn responses, without shrinking."""
    return settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate])


def test_drawn_responses_are_valid_by_both_engines(flagship: Contract, example_count: int) -> None:
    fast, reference = compile_schema(flagship.response), compile_schema(flagship.response, "jsonschema")
    count = 0

    @generate_only(example_count)
    @given(responses(flagship, representation="cli"))
    def check(response: Any) -> None:
        nonlocal count
        count += 1
        assert fast.is_valid(response)
        assert reference.is_valid(response)

    check()
    assert count >= example_count


@pytest.mark.survey
@pytest.mark.parametrize("name", OPERATIONS)
def test_other_operations_are_valid_with_default_settings(capture: Callable[[str], Contract], name: str) -> None:
    contract = capture(name)
    engines = [compile_schema(contract.response, engine) for engine in ("jsonschema-rs", "jsonschema")]

    # With every health check but that of the time: a machine that does something else fails it.
    @settings(settings.get_profile("default"), database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(responses(contract, representation="cli"))
    def check(response: Any) -> None:
        assert all(engine.is_valid(response) for engine in engines)

    check()


def test_flagship_passes_all_health_checks() -> None:
    @settings(settings.get_profile("default"), database=None)
    @given(responses(FLAGSHIP))
    def check(response: Any) -> None:
        assert isinstance(response["CreationTime"], datetime)

    check()


@pytest.mark.survey
def test_every_state_is_reached_in_1000_examples(flagship: Contract) -> None:
    """States: every member present and absent, every enum value, every size class. Derandomized to avoid flakiness."""
    missing = set(features(flagship.response))

    @settings(generate_only(1000), derandomize=True)
    @given(responses(flagship, representation="cli"))
    def check(response: Any) -> None:
        missing.difference_update(shown_features(flagship.response, response))

    check()
    assert not missing


def is_planted(response: Any) -> bool:
    """Whether a response contains the planted value, three levels deep."""
    definitions = response.get("TrainingJobDefinitions", ())
    return any(
        channel.get("InputMode") == "Pipe"
        for definition in definitions
        for channel in definition.get("InputDataConfig", ())
    )


@pytest.mark.survey
def test_planted_failure_shrinks_to_smallest_response(flagship: Contract) -> None:
    find_settings = settings(max_examples=5_000, deadline=None, database=None, derandomize=True)
    shrunk = find(responses(flagship, representation="cli"), is_planted, settings=find_settings)
    smallest = next(
        corpus(
            flagship,
            pins={
                "*": ABSENT,
                "TrainingJobDefinitions": {"minItems": 1},
                "TrainingJobDefinitions[].InputDataConfig": {"minItems": 1},
                "TrainingJobDefinitions[].InputDataConfig[].InputMode": "Pipe",
            },
        )
    )
    assert shrunk == smallest


def test_naughty_strings_are_drawn(flagship: Contract) -> None:
    strings: set[str] = set()

    @settings(generate_only(1000), derandomize=True)
    @given(responses(flagship, representation="cli", pins={"FailureReason": PRESENT, "*": ABSENT}))
    def check(response: Any) -> None:
        strings.add(response["FailureReason"])

    check()
    naughty = {"", " ", "null", "NaN", "true", "0", "😀", "مرحبا", '"quoted"', "line one\nline two"}
    assert len(strings & naughty) >= 8
    assert any(len(string) == 1024 for string in strings)
    assert len(strings) > 80, "expected strings of any characters too"


@pytest.mark.parametrize("representation", ["sdk", "cli", "wire"])
def test_every_representation_converts_back(flagship: Contract, representation: Representation) -> None:
    engine = compile_schema(flagship.response)

    @generate_only(100)
    @given(responses(flagship, representation=representation))
    def check(response: Any) -> None:
        bare = strip_metadata(response)
        read = to_cli(flagship.response, bare, Detected(representation, has_epoch_times=False)).value
        assert engine.is_valid(read)

    check()


def test_parts_of_response_share_no_objects(flagship: Contract) -> None:
    """Changing one item of a list must not change another."""

    @generate_only(100)
    @given(responses(flagship, representation="cli"))
    def check(response: Any) -> None:
        visits = walk(flagship.response, response)
        occurrences = Counter(id(visit.value) for visit in visits if type(visit.value) in {dict, list})
        assert max(occurrences.values()) == 1

    check()


@pytest.mark.parametrize("name", load(FLAGSHIP).scenarios)
def test_every_scenario_satisfies_contract_and_its_pins(flagship: Contract, name: str) -> None:
    engine = compile_schema(flagship.response)
    fixed = {path: value for path, value in flagship.scenarios[name].pins.items() if "." not in path}

    @generate_only(25)
    @given(responses(flagship, representation="cli", scenario=name))
    def check(response: Any) -> None:
        assert engine.is_valid(response)
        assert all(response[path] == value for path, value in fixed.items() if not isinstance(value, dict))

    check()


def test_scenarios_with_every_and_no_optional_member(flagship: Contract) -> None:
    full = next(corpus(flagship, scenario="every_member"))
    bare = next(corpus(flagship, scenario="no_optional_member"))
    schema = flagship.response["$defs"]["DescribeHyperParameterTuningJobResponse"]
    assert list(full) == list(schema["properties"])
    assert sorted(bare) == sorted(schema["required"])
    assert {visit.path for visit in walk(flagship.response, full)} >= {"TrainingJobDefinition.VpcConfig.Subnets"}


def test_what_a_scenario_says_of_every_optional_member_gives_way_to_the_rules(flagship: Contract) -> None:
    full = next(corpus(flagship, scenario="every_member", coherent=True))
    bare = next(corpus(flagship, scenario="no_optional_member", coherent=True))
    assert len(full.keys() & {"TrainingJobDefinition", "TrainingJobDefinitions"}) == 1
    assert len(bare.keys() & {"TrainingJobDefinition", "TrainingJobDefinitions"}) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"view": "lax"}, "unknown view 'lax'"),
        ({"representation": "yaml"}, "unknown representation 'yaml'"),
        ({"scenario": "in_progres"}, "did you mean in_progress"),
        ({"scenario": "zzz"}, "it has in_progress, completed"),
    ],
)
def test_unknown_option_is_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        responses(FLAGSHIP, **options)
