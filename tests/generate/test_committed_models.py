"""The committed models of the flagship load and write every representation, and refuse invalid responses."""

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
REAL: Final = Path(__file__).parents[3] / "shared" / "recordings" / "describe_hyper_parameter_tuning_job" / "real"
REPRESENTATIONS: Final[tuple[Representation, ...]] = ("sdk", "cli", "wire")


def refusals(module: ModuleType) -> tuple[type[Exception], ...]:
    """What a module raises for data that isn't what its models describe."""
    libraries = [pydantic.ValidationError] if "pydantic" in module.__name__ else [msgspec.ValidationError]
    return (module.LoadError, *libraries)


@pytest.mark.parametrize("representation", REPRESENTATIONS)
@pytest.mark.parametrize("is_named", [True, False])
def test_every_representation_is_loaded_and_written_back(
    module: ModuleType, contract: Contract, representation: Representation, is_named: bool
) -> None:
    for response in (smallest(contract), fullest(contract)):
        written = from_cli(contract.response, response, representation)
        source = representation if is_named else None
        assert round_trip(module, RESPONSE, written, representation, source) == written


@pytest.mark.parametrize("representation", REPRESENTATIONS)
def test_what_was_loaded_can_be_written_in_another_representation(
    module: ModuleType, contract: Contract, representation: Representation
) -> None:
    response = fullest(contract)
    assert round_trip(module, RESPONSE, response, representation) == from_cli(
        contract.response, response, representation
    )


def real_responses() -> list[Any]:
    """The real recordings, as boto3 hands them over."""
    files = sorted(path for path in REAL.rglob("*") if path.is_file())
    responses: list[Any] = []
    for file in files:
        content = read(file.read_bytes(), file.name, is_explicit=True)
        assert content is not None
        for recording in content:
            assert isinstance(recording, Recording)
            responses.append(pytest.param((unwrap(recording) or recording).value, id=f"{file.stem}_{recording.index}"))
    return responses or [
        pytest.param(None, marks=pytest.mark.skip(reason="no real recordings here (../shared/recordings)"), id="none")
    ]


@pytest.mark.parametrize("response", real_responses())
def test_real_responses_are_loaded_and_written_back_equal(
    module: ModuleType, contract: Contract, response: Any
) -> None:
    expected = {key: value for key, value in response.items() if key != "ResponseMetadata"}
    assert round_trip(module, RESPONSE, response, "sdk") == as_instants(expected)


def as_instants(value: object) -> Any:
    """The same with all times in UTC; one without a zone counts as UTC."""
    if isinstance(value, dict):
        return {key: as_instants(inner) for key, inner in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [as_instants(inner) for inner in cast("list[object]", value)]
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec"], indirect=True)
def test_every_mutant_is_refused_by_the_strict_view(strict: ModuleType, contract: Contract) -> None:
    all_mutants = list(mutants(contract))
    assert len(all_mutants) > 900
    model = getattr(strict, RESPONSE)
    for base in {id(mutant.base): mutant.base for mutant in all_mutants}.values():
        strict.from_dict(model, base, "cli")
    loaded: list[str] = []
    for mutant in all_mutants:
        try:
            strict.from_dict(model, mutant.response, "cli")
        except refusals(strict):  # anything else that is raised is a bug, and fails the test
            continue
        loaded.append(f"{mutant.path} {mutant.keyword}")
    assert loaded == []


def test_a_response_that_is_not_a_mapping_is_refused(module: ModuleType) -> None:
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
def test_what_aws_may_add_is_loaded_by_the_tolerant_view_only(
    strict: ModuleType, tolerant: ModuleType, response: dict[str, Any], member: str, value: object
) -> None:
    changed = response | {member: value}
    with pytest.raises(refusals(strict), match=rf"(?i){member}|Exploded|null"):
        round_trip(strict, RESPONSE, changed, "cli")
    assert response.keys() - {member} <= round_trip(tolerant, RESPONSE, changed, "cli").keys() <= changed.keys()


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"], indirect=True)
def test_an_unknown_enum_value_is_a_plain_string(tolerant: ModuleType, response: dict[str, Any]) -> None:
    loaded = tolerant.from_dict(getattr(tolerant, RESPONSE), response | {"HyperParameterTuningJobStatus": "Exploded"})
    names = ("hyper_parameter_tuning_job_status", "HyperParameterTuningJobStatus")
    (status,) = (getattr(loaded, name) for name in names if hasattr(loaded, name))
    assert type(status) is str
    assert status == "Exploded"


@pytest.mark.parametrize("flavour", ["pydantic", "typeddict"], indirect=True)
def test_an_unknown_member_is_kept_where_the_flavour_can(tolerant: ModuleType, response: dict[str, Any]) -> None:
    assert round_trip(tolerant, RESPONSE, response | {"Brand": {"new": [1]}}, "cli")["Brand"] == {"new": [1]}


@pytest.mark.parametrize("flavour", ["pydantic", "msgspec", "dataclass"], indirect=True)
@pytest.mark.parametrize("member", ["HyperParameterTuningJobName", "CreationTime"])
def test_types_and_required_members_hold_in_both_views(
    module: ModuleType, response: dict[str, Any], member: str
) -> None:
    for changed in ({key: value for key, value in response.items() if key != member}, response | {member: [1]}):
        with pytest.raises(refusals(module), match=r"(?i)required|expected|valid string"):
            round_trip(module, RESPONSE, changed, "cli")


def test_a_time_is_any_instant_that_the_representation_has(module: ModuleType, contract: Contract) -> None:
    response = smallest(contract)
    zone = timezone(timedelta(hours=2))
    moment = datetime(2024, 5, 6, 9, 8, 9, 250_000, tzinfo=zone)
    zoneless = moment.astimezone(UTC).replace(tzinfo=None)
    for written in (moment, "2024-05-06T09:08:09.25+02:00", 1714979289.25, zoneless):
        back = round_trip(module, RESPONSE, response | {"CreationTime": written}, "sdk")
        assert back["CreationTime"] == moment
        assert back["CreationTime"].tzinfo is not None


@pytest.mark.parametrize("value", ["2024-05-06", "2024-02-30T00:00:00Z", "2024-05-06T07:08:09", "soon", 1e20, True, {}])
def test_an_invalid_time_is_refused_with_its_pointer(module: ModuleType, contract: Contract, value: object) -> None:
    with pytest.raises(module.LoadError, match="/CreationTime: expected a timestamp in"):
        round_trip(module, RESPONSE, smallest(contract) | {"CreationTime": value}, "sdk")


@pytest.mark.parametrize(
    ("source", "value"),
    [("cli", 1714979289), ("sdk", "2024-05-06T09:08:09Z"), ("wire", datetime(2024, 5, 6, tzinfo=UTC))],
)
def test_a_named_representation_is_required(
    module: ModuleType, contract: Contract, source: Representation, value: object
) -> None:
    with pytest.raises(module.LoadError, match="/CreationTime: expected a timestamp in"):
        round_trip(module, RESPONSE, smallest(contract) | {"CreationTime": value}, "sdk", source)


def test_the_metadata_of_boto3_is_ignored(module: ModuleType, contract: Contract) -> None:
    response = smallest(contract)
    assert round_trip(module, RESPONSE, response | {"ResponseMetadata": {"HTTPStatusCode": 200}}, "cli") == response


def test_requests_are_modelled(module: ModuleType) -> None:
    request = {"HyperParameterTuningJobName": "churn-1"}
    assert round_trip(module, "DescribeHyperParameterTuningJobRequest", request, "sdk") == request


@pytest.mark.parametrize("code", ["ResourceNotFound", "ThrottlingException"])
def test_errors_are_modelled_even_with_codes_that_no_operation_lists(module: ModuleType, code: str) -> None:
    error = {"Error": {"Code": code, "Message": "Slow down"}}
    response = error | {"ResponseMetadata": {"HTTPStatusCode": 400}}
    assert round_trip(module, "DescribeHyperParameterTuningJobError", response, "sdk") == error


def test_an_instance_that_a_person_builds_is_written(strict: ModuleType, flavour: str) -> None:
    if flavour == "typeddict":
        built = strict.HyperbandStrategyConfig(MinResource=1, MaxResource=9)
        assert strict.to_dict(strict.HyperbandStrategyConfig, built) == {"MinResource": 1, "MaxResource": 9}
        return
    names = ("MinResource", "MaxResource") if flavour == "dataclass" else ("min_resource", "max_resource")
    built = strict.HyperbandStrategyConfig(**dict(zip(names, (1, 9), strict=True)))
    assert strict.to_dict(built) == {"MinResource": 1, "MaxResource": 9}
    assert strict.to_dict(strict.HyperbandStrategyConfig(**{names[0]: 1})) == {"MinResource": 1}
