"""The same response in three representations: each is detected and converted into the same values."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapeproof
from shapeproof.contract import Contract, Representation, walk
from shapeproof.representations.conversion import from_cli, to_cli
from shapeproof.representations.detection import Detected, detect
from shapeproof.sample.responses import fullest, smallest
from shapeproof.validation.engines.compilation import ENGINES, EngineName

offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Epoch seconds are floats: a double holds microseconds of these centuries, not of all.
first, last = (datetime(year, 1, 2, tzinfo=UTC).replace(tzinfo=None) for year in (1970, 2200))
moments = st.datetimes(first, last, timezones=st.just(UTC) | offsets)
seconds = moments.map(lambda moment: moment.replace(microsecond=0))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
counts = st.integers(-(2**31), 2**31 - 1)
inners = st.fixed_dictionaries({}, optional={"Count": counts, "At": moments.map(datetime.isoformat)})
things: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"Name": texts, "Made": moments.map(datetime.isoformat)},
    optional={
        "Sent": seconds.map(datetime.isoformat),
        "Seen": moments.map(datetime.isoformat),
        "Data": st.binary(max_size=4).map(lambda data: base64.b64encode(data).decode()),
        "Inner": inners,
        "Many": st.lists(inners, max_size=3),
        "ByName": st.dictionaries(texts, inners, max_size=3),
    },
)
REPRESENTATIONS: tuple[Representation, ...] = get_args(Representation)


def with_datetimes(root: Any, response: object) -> list[tuple[object, object]]:
    """Every pointer with its value; times as datetimes, so that equal times are equal in every form."""
    return [
        (visit.pointer, datetime.fromisoformat(visit.value) if visit.shape and visit.shape.get("format") and isinstance(visit.value, str) else visit.value)
        for visit in walk(root, response)
        if not isinstance(visit.value, dict | list)
    ]  # fmt: skip


@pytest.mark.parametrize("representation", REPRESENTATIONS)
@given(thing=things)
def test_conversion_round_trips(rest: Contract, representation: Representation, thing: dict[str, Any]) -> None:
    root = rest.response
    written = from_cli(root, thing, representation)
    read = to_cli(root, written, Detected(representation)).value
    assert with_datetimes(root, read) == with_datetimes(root, thing)
    assert shapeproof.findings(written, rest, representation=representation) == []
    assert shapeproof.findings(written, rest) == []  # detected


@pytest.mark.parametrize("representation", REPRESENTATIONS)
@pytest.mark.parametrize("sample", [smallest, fullest])
def test_samples_of_the_flagship_keep_it_in_every_representation(
    flagship: Contract, representation: Representation, sample: Any
) -> None:
    response = sample(flagship.response)
    written = from_cli(flagship.response, response, representation)
    assert detect(flagship.response, written).representation == representation
    # A sample has the shape of a response; it needn't keep the rules.
    assert [finding for finding in shapeproof.findings(written, flagship) if finding.kind != "rule"] == []


@given(inner=inners)
def test_a_body_that_is_one_member_stands_alone_on_the_wire(payload: Contract, inner: dict[str, Any]) -> None:
    body: Any = from_cli(payload.response, {"Body": inner, "Request": "x"}, "wire")
    assert body.keys() <= {"n", "t"}
    assert body == from_cli(payload.response, {"Body": inner}, "wire")
    read = to_cli(payload.response, body, Detected("wire"))
    assert with_datetimes(payload.response, read.value) == with_datetimes(payload.response, {"Body": inner})


def test_the_forms_of_a_time_on_the_wire(rest: Contract) -> None:
    at = "2024-05-06T07:08:09.250000+00:00"
    whole = "2024-05-06T07:08:09+00:00"
    thing = {"Name": "x", "Made": at, "Sent": whole, "Seen": at, "Request": "r", "Code": 200}
    assert from_cli(rest.response, thing, "wire") == {
        "name": "x",
        "made": 1714979289.25,
        "Sent": "Mon, 06 May 2024 07:08:09 GMT",
        "Seen": at,
    }


def test_blobs_and_times_of_the_sdk(rest: Contract) -> None:
    thing = {"Name": "x", "Made": "2024-05-06T07:08:09Z", "Data": "AAE="}
    made = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert from_cli(rest.response, thing, "sdk") == {"Name": "x", "Made": made, "Data": b"\x00\x01"}
    assert from_cli(rest.response, {"Data": "AAEC\r\nAAE=\n"}, "sdk") == {"Data": b"\x00\x01\x02\x00\x01"}
    naive = {"Name": "x", "Made": made.replace(tzinfo=None)}
    assert to_cli(rest.response, naive, Detected("sdk")).value == {"Name": "x", "Made": "2024-05-06T07:08:09"}
    (finding,) = shapeproof.findings(naive, rest, representation="sdk")
    assert (finding.code, finding.message) == (
        "SP104",
        "datetime `2024-05-06 07:08:09` has no time zone; boto3 always returns one",
    )


@pytest.mark.parametrize(
    ("member", "value", "messages"),
    [
        ("Sent", "Mon, 06 May 2024 07:08:09 GMT", []),  # version 1 of the AWS CLI prints what the service sends
        ("Made", "Mon, 06 May 2024 07:08:09 GMT", ["is not a timestamp"]),
        ("Made", 1714979289, []),
        ("Made", 1714979289000, ["is it in milliseconds?"]),
    ],
)
def test_times_of_the_old_aws_cli(rest: Contract, member: str, value: object, messages: list[str]) -> None:
    findings = shapeproof.findings({"Name": "x", "Made": "2024-05-06T07:08:09Z", member: value}, rest)
    assert len(findings) == len(messages)
    assert all(message in finding.message for finding, message in zip(findings, messages, strict=True))


@pytest.mark.parametrize("value", ["2024-05-06 07:08:09+00:00", "2024-05-06T07:08:09Z"])
def test_a_string_is_not_a_time_of_boto3(rest: Contract, value: str) -> None:
    (finding,) = shapeproof.findings({"Name": "x", "Made": value}, rest, representation="sdk")
    assert finding.code == "SP104"
    assert finding.message.endswith("where boto3 returns a datetime")


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({"Name": "x", "Made": "2024-05-06T07:08:09Z"}, Detected("cli")),
        ({"Name": "x", "Made": 1714979289}, Detected("cli", has_epoch_times=True)),  # an old AWS CLI
        ({"name": "x", "made": 1714979289}, Detected("wire")),
        ({"name": "x"}, Detected("wire")),
        ({"name": "x", "Seen": "2024-05-06T07:08:09Z"}, Detected("wire")),
        ({"Name": "x", "Made": "2024-05-06 07:08:09+00:00"}, Detected("sdk", has_printed_times=True, has_base64=True)),
        ({"Name": "x", "Made": datetime(2024, 1, 1, tzinfo=UTC)}, Detected("sdk")),
        ({"Name": "x", "Data": b""}, Detected("sdk")),
        ({"Made": True}, Detected("cli")),
        ({"Other": 1}, Detected("cli")),
        ([], Detected("cli")),
        (None, Detected("cli")),
    ],
)
def test_detect(rest: Contract, response: object, expected: Detected) -> None:
    assert detect(rest.response, response) == expected


def test_the_more_frequent_form_of_times_decides(rest: Contract) -> None:
    epoch, iso = 1714979289, "2024-05-06T07:08:09Z"
    (finding,) = shapeproof.findings({"Name": "x", "Made": iso, "Sent": epoch, "Seen": iso}, rest)
    assert (finding.code, finding.pointer) == ("SP104", "/Sent")
    assert finding.message == "epoch number 1714979289, where the AWS CLI writes ISO 8601"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": 5, "made": 1}, [("SP102", "/name")]),
        ({"made": 1}, [("SP101", "/name")]),
        ({"Name": "x", "name": "x", "made": 1}, [("SP301", "/Name")]),
        ({"name": "x", "made": 1, "inner": {"n": "5"}}, [("SP102", "/inner/n")]),
        ({"name": "x", "made": 1, "by-name": {"a/b": {"n": "5", "Count": 1}}}, [("SP301", "/by-name/a~1b/Count"), ("SP102", "/by-name/a~1b/n")]),
        ({"name": "x", "made": 1, "Many": [{}, {"t": "soon"}]}, [("SP104", "/Many/1/t")]),
        ({"name": "x", "made": 1e18}, [("SP104", "/made")]),
        ({"name": "x", "made": 1, "Sent": "some day"}, [("SP104", "/Sent")]),
        ({"name": None, "made": 1, "data": None}, [("SP103", "/data"), ("SP102", "/name")]),
    ],
)  # fmt: skip
def test_pointers_on_the_wire_are_those_of_the_recording(
    rest: Contract, body: object, expected: list[tuple[str, str]]
) -> None:
    findings = shapeproof.findings(body, rest, representation="wire")
    assert sorted((finding.code, finding.pointer) for finding in findings) == sorted(expected)


def test_a_name_of_the_sdk_is_reported_with_its_wire_name(rest: Contract) -> None:
    (finding,) = shapeproof.findings({"name": "x", "made": 1, "Inner": {}}, rest, representation="wire")
    assert finding.message == "unknown member `Inner`; on the wire its name is `inner`"


def test_a_member_outside_the_body_is_unknown_in_the_body(rest: Contract) -> None:
    (finding,) = shapeproof.findings({"name": "x", "made": 1, "Code": 200}, rest, representation="wire")
    assert finding.message == "unknown member `Code` in the body; the service sends it in the HTTP status line"


@pytest.mark.parametrize("representation", [None, *REPRESENTATIONS])
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("value", [date(2024, 5, 6), Decimal("1.5"), {1}, (1, 2), b"x", object(), 1j])
def test_values_that_only_python_has_are_findings(
    rest: Contract, representation: Representation | None, engine: EngineName, value: object
) -> None:
    response = {"Name": "x", "Made": value, "Data": value, "Inner": value, "Surplus": value, "Many": [value]}
    findings = shapeproof.findings(response, rest, representation=representation, engine=engine)
    codes = {(finding.code, finding.pointer) for finding in findings}
    if representation != "wire":
        assert {("SP104", "/Made"), ("SP102", "/Inner"), ("SP301", "/Surplus"), ("SP102", "/Many/0")} <= codes


@pytest.mark.parametrize("representation", [None, *REPRESENTATIONS])
def test_times_and_bytes_of_the_sdk_are_read_in_every_representation(
    rest: Contract, representation: Representation | None
) -> None:
    made = datetime(2024, 5, 6, tzinfo=UTC)
    thing = (
        {"name": "x", "made": made, "data": b"x"}
        if representation == "wire"
        else {"Name": "x", "Made": made, "Data": b"x"}
    )
    assert shapeproof.findings(thing, rest, representation=representation) == []
