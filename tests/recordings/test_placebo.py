"""placebo's wrapper, its objects for times and bytes, and the operation in a file's name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Contract
from shapeproof.recordings.formats.file_names import (
    OperationInName,
    parse_contract_file_name,
    parse_file_name,
    service_prefix,
)
from shapeproof.recordings.formats.placebo import unwrap
from shapeproof.recordings.model import ReadFailure, Recording
from shapeproof.representations.conversion import from_cli
from shapeproof.sample.responses import fullest

TIME = {"__class__": "datetime", "year": 2024, "month": 5, "day": 6, "hour": 7, "minute": 8, "second": 9}
NAME = "api.sagemaker.DescribeHyperParameterTuningJob_1.json"


def unwrapped(data: object, status: object = 200) -> Recording | None:
    result = unwrap(Recording({"status_code": status, "data": data}, "json", 0, 1))
    assert not isinstance(result, ReadFailure)
    return result


def placebo(value: Any) -> Any:
    """What placebo writes for a value of boto3's."""
    if isinstance(value, datetime):
        units = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        return {"__class__": "datetime", **{unit: getattr(value, unit) for unit in units}}
    if isinstance(value, dict):
        return {key: placebo(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return [placebo(item) for item in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (TIME, datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ({**TIME, "microsecond": 250000}, datetime(2024, 5, 6, 7, 8, 9, 250000, tzinfo=UTC)),
        ({**TIME, "month": 13}, {**TIME, "month": 13}),
        ({"__class__": "datetime", "year": "x"}, {"__class__": "datetime", "year": "x"}),
        ({"__class__": "bytes", "body": "AAE="}, b"\x00\x01"),
        ({"__class__": "StreamingBody", "body": "AAE="}, b"\x00\x01"),
        ({"__class__": "StreamingBody", "body": "plain text"}, b"plain text"),
        ({"__class__": "bytes"}, {"__class__": "bytes"}),
        ({"__class__": "Other", "x": [TIME]}, {"__class__": "Other", "x": [datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)]}),
    ],
)
def test_objects_become_the_values_that_they_encode(written: object, expected: object) -> None:
    recording = unwrapped({"Member": [written]})
    assert recording is not None
    assert recording.value == {"Member": [expected]}


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_time_is_restored(moment: datetime) -> None:
    recording = unwrapped({"At": placebo(moment)})
    assert recording is not None
    assert recording.value == {"At": moment}


@pytest.mark.parametrize(
    ("status", "data", "is_error"),
    [(200, {}, False), (400, {}, True), (500, {}, True), (200, {"Error": {"Code": "X"}}, False), (302, {}, False)],
)
def test_a_failing_status_makes_an_error_response(status: int, data: dict[str, object], is_error: bool) -> None:
    recording = unwrapped(data, status)
    assert recording is not None
    assert (recording.part == "error", recording.form, recording.representation, recording.prefix) == (
        is_error,
        "placebo",
        "sdk",
        ("data",),
    )


@pytest.mark.parametrize(
    "value", [{"status_code": 200}, {"status_code": "OK", "data": {}}, {"status_code": True, "data": {}}, [],
              {"status_code": 200, "more": {}}, {"status_code": 200, "data": [], "more": 1}, None]
)  # fmt: skip
def test_anything_else_is_not_placebo_s(value: object) -> None:
    assert unwrap(Recording(value, "json", 0, 1)) is None


@pytest.mark.parametrize("data", [None, [], "x"])
def test_data_that_is_not_an_object_is_a_finding(flagship: Contract, tmp_path: Path, check: Any, data: object) -> None:
    for name in (NAME, "job.json"):
        (tmp_path / name).write_text(json.dumps({"status_code": 200, "data": data}, indent=1))
    (located,) = check(tmp_path, contract=None)  # by its name; JSON of other programs is like the other file
    assert (located.finding.code, located.line, Path(located.file).name) == ("SP914", 3, NAME)
    assert "expected an object as data of a placebo recording" in located.finding.message


def test_a_status_that_is_a_string_is_told_and_the_data_is_checked(tmp_path: Path, check: Any) -> None:
    (tmp_path / NAME).write_text('{"status_code": "404", "data": {"Error": {"Code": 5}}}')
    found = [(located.finding.code, located.finding.pointer) for located in check(tmp_path / NAME)]
    assert found == [("SP916", ""), ("SP102", "/Error/Code")]


@pytest.mark.parametrize("prefix", ["dev", "a.b", "sagemaker", "ec2"])
def test_a_prefix_of_the_user_stands_before_the_service(tmp_path: Path, check: Any, prefix: str) -> None:
    file = tmp_path / f"{prefix}.{NAME}"
    file.write_text('{"status_code": 200, "data": {}}')
    assert {located.contract for located in check(file)} == {"sagemaker.describe_hyper_parameter_tuning_job@1.29.145"}


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("dev.ec2", "ec2"), ("a.b.api.ecr", "api.ecr"), ("api.ecr", "api.ecr"), ("ecr", "ecr"), ("dev.odd", "dev.odd")],
)
def test_the_service_is_the_longest_ending_that_is_known(prefix: str, expected: str) -> None:
    assert service_prefix(prefix, {"ec2", "ecr", "api.ecr"}.__contains__) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (NAME, ("api.sagemaker", "DescribeHyperParameterTuningJob", True)),
        ("api.ecr.DescribeImages_12.json", ("api.ecr", "DescribeImages", True)),
        ("s3.ListBuckets.json", ("s3", "ListBuckets", False)),
        ("s3.ListBuckets_1.json.gz", ("s3", "ListBuckets", True)),
        ("s3.ListBuckets_1.pickle", ("s3", "ListBuckets", True)),
        ("monitoring.GetMetricData_1.txt", ("monitoring", "GetMetricData", True)),
        ("s3.ListBuckets.jsonl", ("s3", "ListBuckets", False)),
        ("s3.ListBuckets_1.html", None),
        ("package.json", None),
        ("s3.list_buckets_1.json", None),
        (".json", None),
        ("ListBuckets_1.json", None),
    ],
)
def test_the_operation_in_a_file_s_name(name: str, expected: tuple[str, str, bool] | None) -> None:
    assert parse_file_name(name) == (OperationInName(*expected) if expected else None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("s3.list_buckets.json", ("s3", "list_buckets")),
        ("s3.list_buckets_1.json.gz", ("s3", "list_buckets")),
        ("s3.list_objects_v2_12.yaml", ("s3", "list_objects_v2")),
        ("dev.s3.list-buckets.json", ("dev.s3", "list_buckets")),
        ("s3.ListBuckets.json", None),
        ("app.settings.json", None),
        ("list_buckets.json", None),
        ("s3.list_buckets.md", None),
    ],
)
def test_the_operation_in_a_file_s_name_as_contracts_have_it(name: str, expected: tuple[str, str] | None) -> None:
    assert parse_contract_file_name(name) == (OperationInName(*expected) if expected else None)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("s3.list_buckets.json", "s3.list_buckets"),
        ("dev.s3.list-buckets_1.json", "s3.list_buckets"),
        ("s3.list_bukkets.json", None),
        ("nothing.list_buckets.json", None),
    ],
)
def test_a_file_named_as_a_contract_is_of_it(tmp_path: Path, check: Any, name: str, found: str | None) -> None:
    file = tmp_path / name
    file.write_text('{"Owner": {"ID": 7}}')
    (located,) = check(file)
    assert (located.contract or "").partition("@")[0] == (found or "")
    assert located.finding.code == ("SP102" if found else "SP991")


@pytest.mark.parametrize("forget_name", [False, True])
def test_locations_are_in_the_file_below_its_wrapper(
    flagship: Contract, tmp_path: Path, check: Any, forget_name: bool
) -> None:
    data = placebo(from_cli(flagship.response, fullest(flagship.response), "sdk"))
    data |= {"HyperParameterTuningJobStatus": "complete", "ResponseMetadata": {"HTTPStatusCode": 200}}
    file = tmp_path / ("job.json" if forget_name else NAME)
    file.write_text(json.dumps({"status_code": 200, "data": data}, indent=1))
    (located,) = check(file)
    assert (located.finding.code, located.finding.pointer) == ("SP302", "/HyperParameterTuningJobStatus")
    line, column = int(located.line), int(located.column)
    assert (
        file.read_text().splitlines()[line - 1][column - 1 :].startswith('"HyperParameterTuningJobStatus": "complete"')
    )


@pytest.mark.parametrize("year", [10**30, 0, "x", None, [], 1e300])
def test_an_invalid_time_stays_as_it_is(year: object) -> None:
    broken = {"__class__": "datetime", "year": year, "month": 1, "day": 1}
    recording = unwrapped({"At": broken})
    assert recording is not None
    assert recording.value == {"At": broken}
