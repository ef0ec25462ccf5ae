"""Strategies: drawn responses are valid by both engines, within Hypothesis's health checks, and shrink."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from shapeproof import load
from shapeproof.contract import Contract, Representation, walk
from shapeproof.errors import UsageError
from shapeproof.fuzz import ABSENT, PRESENT, responses
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.representations.conversion import to_cli
from shapeproof.representations.detection import Detected
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


def generating(count: int) -> settings:
    """Settings for checking all drawn responses, without shrinking."""
    return settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate])


def test_both_engines_find_nothing_in_what_is_drawn(flagship: Contract, example_count: int) -> None:
    fast, reference = compile_schema(flagship.response), compile_schema(flagship.response, "jsonschema")
    seen = 0

    @generating(example_count)
    @given(responses(flagship, representation="cli"))
    def check(response: Any) -> None:
        nonlocal seen
        seen += 1
        assert fast.is_valid(response)
        assert reference.is_valid(response)

    check()
    assert seen >= example_count


@pytest.mark.parametrize("name", OPERATIONS)
def test_other_operations_satisfy_their_contracts_under_default_settings(
    capture: Callable[[str], Contract], name: str
) -> None:
    contract = capture(name)
    engines = [compile_schema(contract.response, engine) for engine in ("jsonschema-rs", "jsonschema")]

    @settings(settings.get_profile("default"), database=None)  # every health check is on
    @given(responses(contract, representation="cli"))
    def check(response: Any) -> None:
        assert all(engine.is_valid(response) for engine in engines)

    check()


def test_the_flagship_passes_all_health_checks() -> None:
    @settings(settings.get_profile("default"), database=None)
    @given(responses(FLAGSHIP))
    def check(response: Any) -> None:
        assert isinstance(response["CreationTime"], datetime)

    check()


def test_every_state_is_reached_in_a_thousand(flagship: Contract) -> None:
    """Every member present and absent, every enum value, every size class. Derandomized, so that chance can't fail it."""
    missing = set(features(flagship.response))

    @settings(generating(1000), derandomize=True)
    @given(responses(flagship, representation="cli"))
    def check(response: Any) -> None:
        missing.difference_update(shown_features(flagship.response, response))

    check()
    assert not missing


def is_planted(response: Any) -> bool:
    """Whether a response has the value, three levels deep, on which a reader would fail."""
    definitions = response.get("TrainingJobDefinitions", ())
    return any(
        channel.get("InputMode") == "Pipe"
        for definition in definitions
        for channel in definition.get("InputDataConfig", ())
    )


def test_a_planted_failure_shrinks_to_the_smallest_response(flagship: Contract) -> None:
    quick = settings(max_examples=5_000, deadline=None, database=None, derandomize=True)
    shrunk = find(responses(flagship, representation="cli"), is_planted, settings=quick)
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

    @settings(generating(1000), derandomize=True)
    @given(responses(flagship, representation="cli", pins={"FailureReason": PRESENT, "*": ABSENT}))
    def check(response: Any) -> None:
        strings.add(response["FailureReason"])

    check()
    naughty = {"", " ", "null", "NaN", "true", "0", "😀", "مرحبا", '"quoted"', "line one\nline two"}
    assert len(strings & naughty) >= 8
    assert any(len(string) == 1024 for string in strings)
    assert len(strings) > 80, "strings of any characters, too"


@pytest.mark.parametrize("representation", ["sdk", "cli", "wire"])
def test_every_representation_reads_back(flagship: Contract, representation: Representation) -> None:
    engine = compile_schema(flagship.response)

    @generating(100)
    @given(responses(flagship, representation=representation))
    def check(response: Any) -> None:
        read = to_cli(flagship.response, response, Detected(representation, has_epoch_times=False)).value
        assert engine.is_valid(read)

    check()


def test_parts_of_a_response_share_nothing(flagship: Contract) -> None:
    """A change of one item of a list must not change another."""

    @generating(100)
    @given(responses(flagship, representation="cli"))
    def check(response: Any) -> None:
        visits = walk(flagship.response, response)
        occurrences = Counter(id(visit.value) for visit in visits if type(visit.value) in {dict, list})
        assert max(occurrences.values()) == 1

    check()


class TestPins:
    def test_a_pinned_value_is_at_every_owner(self, flagship: Contract) -> None:
        modes: list[str] = []

        @generating(100)
        @given(
            responses(
                flagship,
                representation="cli",
                pins={
                    "HyperParameterTuningJobStatus": "Failed",
                    "BestTrainingJob": PRESENT,
                    "BestTrainingJob.FailureReason": ABSENT,
                    "WarmStartConfig": ABSENT,
                    "TrainingJobDefinitions[].InputDataConfig[].InputMode": "Pipe",
                },
            )
        )
        def check(response: Any) -> None:
            assert response["HyperParameterTuningJobStatus"] == "Failed"
            assert "FailureReason" not in response["BestTrainingJob"]
            assert "WarmStartConfig" not in response
            for definition in response.get("TrainingJobDefinitions", ()):
                modes.extend(channel["InputMode"] for channel in definition.get("InputDataConfig", ()))

        check()
        assert set(modes) == {"Pipe"}

    def test_a_schema_narrows_and_never_widens(self, flagship: Contract) -> None:
        engine = compile_schema(flagship.response)
        pins = {
            "HyperParameterTuningJobStatus": {"enum": ["Failed", "Stopped"]},
            "TrainingJobDefinitions": {"minItems": 2, "maxItems": 400},
            "HyperParameterTuningJobName": {"minLength": 0, "maxLength": 3},
            "FailureReason": {"pattern": "^(?:E[0-9]{3})$"},
            "TrainingJobStatusCounters.Completed": {"minimum": 7, "maximum": 9},
        }

        @generating(100)
        @given(responses(flagship, representation="cli", pins=pins))
        def check(response: Any) -> None:
            assert engine.is_valid(response)
            assert response["HyperParameterTuningJobStatus"] in {"Failed", "Stopped"}
            assert 2 <= len(response["TrainingJobDefinitions"]) <= 10
            assert 1 <= len(response["HyperParameterTuningJobName"]) <= 3
            assert response["FailureReason"][0] == "E"
            assert response["TrainingJobStatusCounters"]["Completed"] in {7, 8, 9}

        check()

    def test_a_value_may_be_as_boto3_returns_it(self, flagship: Contract) -> None:
        moment = datetime(2024, 2, 29, 12, tzinfo=UTC)

        @generating(20)
        @given(responses(flagship, pins={"CreationTime": moment}))
        def check(response: Any) -> None:
            assert response["CreationTime"] == moment

        check()

    def test_responses_may_be_pinned_in_responses(self, flagship: Contract) -> None:
        inner = responses(flagship, representation="cli", scenario="failed").map(lambda job: job["FailureReason"])
        engine = compile_schema(flagship.response)

        @generating(60)
        @given(responses(flagship, representation="cli", pins={"FailureReason": inner}))
        def check(response: Any) -> None:
            assert response["FailureReason"]
            assert engine.is_valid(response)

        check()

    def test_a_strategy_is_drawn_from(self, flagship: Contract) -> None:
        @generating(100)
        @given(responses(flagship, pins={"FailureReason": st.sampled_from(["one", "two"])}))
        def check(response: Any) -> None:
            assert response["FailureReason"] in {"one", "two"}

        check()

    @pytest.mark.parametrize(
        ("pins", "message"),
        [
            ({"HyperParameterTuningJobStatu": "Failed"}, "no such path.*\n.*HyperParameterTuningJobStatus"),
            ({"HyperParameterTuningJobStatus": "Exploded"}, 'doesn\'t allow "Exploded".*enum(.|\n)*Completed'),
            ({"HyperParameterTuningJobStatus": ABSENT}, "required member can't be ABSENT"),
            ({"TrainingJobDefinitions[]": PRESENT}, "only a member can be PRESENT"),
            ({"TrainingJobDefinition": {"RoleArn": 7}}, "doesn't allow"),
            ({"*": "Failed"}, "ABSENT or PRESENT"),
            ({"": "Failed"}, "the whole response"),
            (
                {"HyperParameterTuningJobStatus": {"enum": ["Exploded"]}},
                "no value satisfies both the contract and the pinned schema",
            ),
            ({"TrainingJobDefinitions": {"minItems": 11}}, "no size satisfies both the contract and the pin"),
            ({"TrainingJobDefinitions": {"minitems": 3}}, "did you mean minItems"),
            ({"TrainingJobDefinitions": {"items": {"type": "string"}}}, "can't narrow this by 'items'"),
            ({"FailureReason": {"type": "integer"}}, "can't narrow this by 'type'"),
            ({"FailureReason": {"pattern": "("}}, "this pattern can't be used"),
            ({"FailureReason": {"not": {"const": ""}}}, "can't narrow this by 'not'"),
            ({"FailureReason": {"const": None}}, "no value satisfies both the contract and the pinned schema"),
            ({"CreationTime": {"pattern": "^2024"}}, "can't narrow this by 'pattern'"),
            ({"TrainingJobStatusCounters.Completed": {"minimum": "7"}}, "minimum: expected a number, got '7'"),
            ({"CreationTime": 7}, "doesn't allow 7"),
        ],
    )
    def test_a_pin_that_the_contract_does_not_allow_is_an_error(self, pins: dict[str, Any], message: str) -> None:
        with pytest.raises(UsageError, match=message):
            responses(FLAGSHIP, pins=pins)


@pytest.mark.parametrize("name", load(FLAGSHIP).scenarios)
def test_every_scenario_satisfies_the_contract_and_its_pins(flagship: Contract, name: str) -> None:
    engine = compile_schema(flagship.response)
    fixed = {path: value for path, value in flagship.scenarios[name].pins.items() if "." not in path}

    @generating(25)
    @given(responses(flagship, representation="cli", scenario=name))
    def check(response: Any) -> None:
        assert engine.is_valid(response)
        assert all(response[path] == value for path, value in fixed.items() if not isinstance(value, dict))

    check()


def test_every_member_and_no_optional_one(flagship: Contract) -> None:
    full = next(corpus(flagship, scenario="every_member"))
    bare = next(corpus(flagship, scenario="no_optional_member"))
    schema = flagship.response["$defs"]["DescribeHyperParameterTuningJobResponse"]
    assert list(full) == list(schema["properties"])
    assert sorted(bare) == sorted(schema["required"])
    assert {visit.path for visit in walk(flagship.response, full)} >= {"TrainingJobDefinition.VpcConfig.Subnets"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"view": "lax"}, "unknown view 'lax'"),
        ({"representation": "yaml"}, "unknown representation 'yaml'"),
        ({"scenario": "in_progres"}, "did you mean in_progress"),
        ({"scenario": "zzz"}, "it has in_progress, completed"),
    ],
)
def test_an_unknown_option_is_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        responses(FLAGSHIP, **options)
