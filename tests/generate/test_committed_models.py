"""The flagship's committed models load and write every representation, and reject invalid responses."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

import msgspec
import pydantic
import pytest
from tests.generate.conftest import round_trip

from shapeproof.contract import Contract, Representation
from shapeproof.recordings.formats.placebo import unwrap
from shapeproof.recordings.formats.reader import read
from shapeproof.recordings.model import Recording
from shapeproof.representations.conversion import from_cli
from shapeproof.sample import fullest, mutants, smallest

RESPONSE: Final = "DescribeHyperParameterTuningJobResponse"
REAL_RECORDINGS: Final = (
    Path(__file__).parents[3] / "shared" / "recordings" / "describe_hyper_parameter_tuning_job" / "real"
)
REPRESENTATIONS: Final[tuple[Representation, ...]] = ("sdk", "cli", "wire")


def rejection_errors(module: ModuleType) -> tuple[type[Exception], ...]:
    """The errors that a module raises for data that its models reject."""
    libraries = [pydantic.ValidationError] if "pydantic" in module.__name__ else [msgspec.ValidationError]
    return (module.LoadError, *libraries)


@pytest.mark.parametrize("representation", REPRESENTATIONS)
@pytest.mark.parametrize("is_source_given", [True, False])
def test_every_representation_round_trips(
    module: ModuleType, contract: Contract, representation: Representation, is_source_given: bool
) -> None:
    for response in (smallest(contract), fullest(contract)):
        written = from_cli(contract.response, response, representation)
        source = representation if is_source_given else None
        assert round_trip(module, RESPONSE, written, representation, source) == written


@pytest.mark.parametrize("representation", REPRESENTATIONS)
def test_loaded_response_can_be_written_in_another_representation(
    module: ModuleType, contract: Contract, representation: Representation
) -> None:
    response = fullest(contract)
    assert round_trip(module, RESPONSE, response, representation) == from_cli(
        contract.response, response, representation
    )


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_a_float_that_json_has_no_number_for(module: ModuleType, contract: Contract, text: str) -> None:
    response: Any = from_cli(contract.response, fullest(contract), "wire")
    response["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] = text
    assert round_trip(module, RESPONSE, response, "wire", "wire") == response
    written = round_trip(module, RESPONSE, response, "sdk", "wire")
    value = written["BestTrainingJob"]["FinalHyperParameterTuningJobObjectiveMetric"]["Value"]
    assert repr(value) == repr(float(text))


def real_responses() -> list[Any]:
    """The responses of the real recordings, as boto3 returns them."""
    files = sorted(path for path in REAL_RECORDINGS.rglob("*") if path.is_file())
    responses: list[Any] = []
    for file in files:
        content = read(file.read_bytes(), file.name, is_explicit=True)
        assert content is not None
        for recording in content:
            assert isinstance(recording, Recording)
            unwrapped = unwrap(recording) or recording
            assert isinstance(unwrapped, Recording)
            responses.append(pytest.param(unwrapped.value, id=f"{file.stem}_{recording.index}"))
    return responses or [
        pytest.param(None, marks=pytest.mark.skip(reason="no real recordings here (../shared/recordings)"), id="none")
    ]


@pytest.mark.parametrize("response", real_responses())
def test_real_responses_round_trip(module: ModuleType, contract: Contract, response: Any) -> None:
    expected = {key: value for key, value in response.items() if key != "ResponseMetadata"}
    assert round_trip(module, RESPONSE, response, "sdk") == in_utc(expected)


def in_utc(value: object) -> Any:
    """A copy with all timestamps in UTC; those without a time zone are taken as UTC."""
    if isinstance(value, dict):
        return {key: in_utc(child) for key, child in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [in_utc(child) for child in cast("list[object]", value)]
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec"], indirect=True)
def test_strict_models_reject_every_mutant(strict: ModuleType, contract: Contract) -> None:
    # Models state what the schema does, and no promises across members.
    all_mutants = [mutant for mutant in mutants(contract) if not mutant.rule]
    assert len(all_mutants) > 850
    model = getattr(strict, RESPONSE)
    for base in {id(mutant.base): mutant.base for mutant in all_mutants}.values():
        strict.from_dict(model, base, "cli")
    accepted: list[str] = []
    for mutant in all_mutants:
        try:
            strict.from_dict(model, mutant.response, "cli")
        except rejection_errors(strict):  # any other exception is a bug, and fails the test
            continue
        accepted.append(f"{mutant.path} {mutant.keyword}")
    assert accepted == []


def test_response_that_is_not_a_mapping_is_rejected(module: ModuleType) -> None:
    for response in ("text", 5, ["text"], None):
        with pytest.raises(module.LoadError, match="expected a mapping of members, got "):
            module.from_dict(getattr(module, RESPONSE), response)


@pytest.fixture
def response(contract: Contract) -> dict[str, Any]:
    return cast("dict[str, Any]", deepcopy(fullest(contract)))


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"], indirect=True)
@pytest.mark.parametrize(
    ("member", "value"),
    [("HyperParameterTuningJobStatus", "Exploded"), ("Brand", "new"), ("FailureReason", None)],
    ids=["enum value", "unknown member", "null"],
)
def test_only_tolerant_models_accept_schema_drift(
    strict: ModuleType, tolerant: ModuleType, response: dict[str, Any], member: str, value: object
) -> None:
    changed = response | {member: value}
    with pytest.raises(rejection_errors(strict), match=rf"(?i){member}|Exploded|null"):
        round_trip(strict, RESPONSE, changed, "cli")
    assert response.keys() - {member} <= round_trip(tolerant, RESPONSE, changed, "cli").keys() <= changed.keys()


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"], indirect=True)
def test_unknown_enum_value_is_loaded_as_plain_string(tolerant: ModuleType, response: dict[str, Any]) -> None:
    loaded = tolerant.from_dict(getattr(tolerant, RESPONSE), response | {"HyperParameterTuningJobStatus": "Exploded"})
    status = status_of(loaded)
    assert type(status) is str
    assert status == "Exploded"


def status_of(loaded: object) -> object:
    names = ("hyper_parameter_tuning_job_status", "HyperParameterTuningJobStatus")
    (status,) = (getattr(loaded, name) for name in names if hasattr(loaded, name))
    return status


@pytest.mark.parametrize("flavour", ["pydantic", "dataclass"], indirect=True)
def test_known_enum_value_is_loaded_as_its_member(module: ModuleType, response: dict[str, Any]) -> None:
    loaded = module.from_dict(getattr(module, RESPONSE), response | {"HyperParameterTuningJobStatus": "Failed"})
    assert status_of(loaded) is module.HyperParameterTuningJobStatus.FAILED


@pytest.mark.parametrize("flavour", ["msgspec"], indirect=True)
def test_enum_is_closed_in_the_strict_view_and_a_string_in_the_other(
    strict: ModuleType, tolerant: ModuleType, response: dict[str, Any]
) -> None:
    failed = response | {"HyperParameterTuningJobStatus": "Failed"}
    assert status_of(strict.from_dict(getattr(strict, RESPONSE), failed)) is strict.HyperParameterTuningJobStatus.FAILED
    loaded = status_of(tolerant.from_dict(getattr(tolerant, RESPONSE), failed))
    assert type(loaded) is str
    assert loaded == tolerant.HyperParameterTuningJobStatus.FAILED


@pytest.mark.parametrize("flavour", ["pydantic", "typeddict"], indirect=True)
def test_unknown_member_is_kept_where_flavour_supports_it(tolerant: ModuleType, response: dict[str, Any]) -> None:
    assert round_trip(tolerant, RESPONSE, response | {"Brand": {"new": [1]}}, "cli")["Brand"] == {"new": [1]}


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"], indirect=True)
@pytest.mark.parametrize("member", ["HyperParameterTuningJobName", "CreationTime"])
def test_both_views_check_types_and_required_members(module: ModuleType, response: dict[str, Any], member: str) -> None:
    for changed in ({key: value for key, value in response.items() if key != member}, response | {member: [1]}):
        with pytest.raises(rejection_errors(module), match=r"(?i)required|expected|valid string"):
            round_trip(module, RESPONSE, changed, "cli")


def test_timestamp_is_loaded_in_every_form(module: ModuleType, contract: Contract) -> None:
    response = smallest(contract)
    time_zone = timezone(timedelta(hours=2))
    instant = datetime(2024, 5, 6, 9, 8, 9, 250_000, tzinfo=time_zone)
    naive = instant.astimezone(UTC).replace(tzinfo=None)
    for written in (instant, "2024-05-06T09:08:09.25+02:00", 1714979289.25, naive):
        loaded = round_trip(module, RESPONSE, response | {"CreationTime": written}, "sdk")
        assert loaded["CreationTime"] == instant
        assert loaded["CreationTime"].tzinfo is not None


@pytest.mark.parametrize("value", ["2024-05-06", "2024-02-30T00:00:00Z", "2024-05-06T07:08:09", "soon", 1e20, True, {}])
def test_invalid_timestamp_is_rejected_with_its_pointer(module: ModuleType, contract: Contract, value: object) -> None:
    with pytest.raises(module.LoadError, match="/CreationTime: expected a timestamp in"):
        round_trip(module, RESPONSE, smallest(contract) | {"CreationTime": value}, "sdk")


@pytest.mark.parametrize(
    ("source", "value"),
    [("cli", 1714979289), ("sdk", "2024-05-06T09:08:09Z"), ("wire", datetime(2024, 5, 6, tzinfo=UTC))],
)
def test_only_given_representation_is_accepted(
    module: ModuleType, contract: Contract, source: Representation, value: object
) -> None:
    with pytest.raises(module.LoadError, match="/CreationTime: expected a timestamp in"):
        round_trip(module, RESPONSE, smallest(contract) | {"CreationTime": value}, "sdk", source)


def test_response_metadata_is_ignored(module: ModuleType, contract: Contract) -> None:
    response = smallest(contract)
    assert round_trip(module, RESPONSE, response | {"ResponseMetadata": {"HTTPStatusCode": 200}}, "cli") == response


def test_requests_round_trip(module: ModuleType) -> None:
    request = {"HyperParameterTuningJobName": "churn-1"}
    assert round_trip(module, "DescribeHyperParameterTuningJobRequest", request, "sdk") == request


@pytest.mark.parametrize("code", ["ResourceNotFound", "ThrottlingException"])
def test_errors_round_trip_even_with_unlisted_codes(module: ModuleType, code: str) -> None:
    error = {"Error": {"Code": code, "Message": "Slow down"}}
    response = error | {"ResponseMetadata": {"HTTPStatusCode": 400}}
    assert round_trip(module, "DescribeHyperParameterTuningJobError", response, "sdk") == error


def test_instance_built_by_hand_is_written(strict: ModuleType, flavour: str) -> None:
    if flavour == "typeddict":
        instance = strict.HyperbandStrategyConfig(MinResource=1, MaxResource=9)
        assert strict.to_dict(strict.HyperbandStrategyConfig, instance) == {"MinResource": 1, "MaxResource": 9}
        return
    names = ("MinResource", "MaxResource") if flavour == "dataclass" else ("min_resource", "max_resource")
    instance = strict.HyperbandStrategyConfig(**dict(zip(names, (1, 9), strict=True)))
    assert strict.to_dict(instance) == {"MinResource": 1, "MaxResource": 9}
    assert strict.to_dict(strict.HyperbandStrategyConfig(**{names[0]: 1})) == {"MinResource": 1}
