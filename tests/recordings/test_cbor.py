"""Bodies in CBOR, of services that speak Smithy's protocol rpc-v2-cbor: what is read, and what is refused."""

from __future__ import annotations

import io
import math
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recordings.recorders import Call, as_har, as_yaml, needs_botocore, result_of

from shapeproof.recordings.syntax.cbor_faults import refuse_faults
from shapeproof.recordings.syntax.cbor_parser import parse_cbor
from shapeproof.recordings.syntax.parse_error import ParseError

NOON: Final = datetime(2024, 1, 2, 12, tzinfo=UTC)
OPERATION: Final = "/service/GraniteServiceVersion20100801/operation/GetMetricStatistics"
URL: Final = f"https://monitoring.us-east-1.amazonaws.com{OPERATION}"
ASKS: Final = {"smithy-protocol": "rpc-v2-cbor"}
ANSWERS: Final = {"Content-Type": "application/cbor"}

scalars: Final = (
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda moment: moment.replace(microsecond=0)
    )
)
values: Final = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@settings(max_examples=40)
@given(values, st.booleans())
def test_what_cbor_holds_is_read(value: object, is_indefinite: bool) -> None:
    packed = cbor2.dumps(value, datetime_as_timestamp=True, indefinite_containers=is_indefinite)
    assert parse_cbor(packed) == value


@settings(max_examples=30)
@given(values)
def test_each_cut_of_a_value_is_refused(value: object) -> None:
    packed = cbor2.dumps(value, datetime_as_timestamp=True)
    for length in range(min(len(packed), 40)):
        with pytest.raises(ParseError):
            parse_cbor(packed[:length])


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"\xbf\x61a" + tail))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = parse_cbor(data)
    except ParseError:
        return
    stream = io.BytesIO(data)
    cbor2.load(stream)
    assert stream.tell() == len(data)
    assert not _has_tag(value)


def _has_tag(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_has_tag, cast("dict[str, object]", value).values()))
    if isinstance(value, list):
        return any(map(_has_tag, cast("list[object]", value)))
    return not isinstance(value, str | bytes | int | float | datetime | None)


FAULTS: Final[Mapping[str, tuple[bytes, str, str]]] = {
    "nothing": (b"", "SP901", "/"),
    "cut": (b"\xa1\x61a", "SP901", "/a"),
    "cut in a length": (b"\x81\x9b\x00", "SP901", "/0"),
    "cut in an open list": (b"\xa1\x61a\x9f\x01", "SP901", "/a/0"),
    "a second value": (b"\xa0\xa0", "SP901", "/"),
    "a lone break": (b"\xff", "SP901", "/"),
    "a break for a value": (b"\xbf\x61a\xff", "SP901", "/a"),
    "a break in a list of known length": (b"\x82\x01\xff", "SP901", "/1"),
    "an unassigned byte": (b"\x81\x1c", "SP901", "/0"),
    "an unassigned simple value": (b"\x81\xf8\xff", "SP901", "/0"),
    "a string of pieces of bytes": (b"\x81\x7f\x41a\xff", "SP901", "/0"),
    "a string of endless pieces": (b"\x7f\x7f\x61a\xff\xff", "SP901", "/"),
    "not UTF-8": (b"\xa1\x61a\x62\xc3\x28", "SP903", "/a"),
    "a surrogate": (b"\x63\xed\xa0\x80", "SP903", "/"),
    "a key that is not UTF-8": (b"\xa1\x61\xff\x01", "SP903", "/"),
    "a duplicate key": (b"\xa1\x61a\xa2\x61b\x01\x61b\x02", "SP905", "/a/b"),
    "a duplicate key in pieces": (b"\xa2\x62ab\x01\x7f\x61a\x61b\xff\x02", "SP905", "/ab"),
    "a number as a key": (b"\xa1\x01\x02", "SP915", "/"),
    "a list as a key": (b"\xa1\x61a\xa1\x80\x02", "SP915", "/a"),
    "bytes as a key": (b"\xa1\x41a\x02", "SP915", "/"),
    "too deep": (b"\x81" * 201, "SP908", "/0" * 200),
    "too deep without an end": (b"\x9f" * 10_000_000, "SP908", "/0" * 200),
    "a big number": (b"\x81\xc2\x49\x01" + bytes(8), "SP901", "/0"),
    "a decimal number": (b"\xc4\x82\x21\x19\x6a\xb3", "SP901", "/"),
    "an endless exponent": (b"\xc4\x82\x1b" + b"\x7f" * 8 + b"\x01", "SP901", "/"),
    "a regular expression": (b"\xd8\x23\x63(a)", "SP901", "/"),
    "a value that contains itself": (b"\xd8\x1c\x81\xd8\x1d\x00", "SP901", "/"),
    "a time as a string": (b"\xc0\x74" + b"2024-01-02T00:00:00Z", "SP901", "/"),
    "a time that is a string": (b"\xc1\x61a", "SP901", "/"),
    "a time of a time": (b"\xc1\xc1\x01", "SP901", "/"),
}


@pytest.mark.parametrize(("data", "code", "pointer"), FAULTS.values(), ids=FAULTS)
def test_fault_is_named_with_its_place(data: bytes, code: str, pointer: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_cbor(data)
    shown = "".join(f"/{part}" for part in caught.value.pointer) or "/"
    assert (caught.value.code.number, shown) == (code, pointer)


@pytest.mark.parametrize("major", [0x40, 0x60, 0x80, 0xA0], ids=["bytes", "string", "list", "map"])
@pytest.mark.parametrize("length", [2**16, 2**32, 2**63, 2**64 - 1])
def test_declared_length_is_not_believed(major: int, length: int) -> None:
    with pytest.raises(ParseError, match="truncated"):
        parse_cbor(bytes([major | 27]) + struct.pack(">Q", length) + b"\x60\x00")


def test_values_are_counted_before_they_are_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shapeproof.recordings.syntax.cbor_faults.MAX_VALUES_JSON", 1000)
    parse_cbor(b"\x99" + struct.pack(">H", 999) + b"\x80" * 999)
    monkeypatch.setattr(cbor2, "loads", None)
    with pytest.raises(ParseError, match="values") as caught:
        parse_cbor(b"\x9f" + b"\x80" * 1000 + b"\xff")
    assert caught.value.code.number == "SP909"


def test_undefined_is_null_and_a_time_out_of_range_stays_a_number() -> None:
    assert parse_cbor(b"\xa2\x61a\x82\xf7\xf6\x61b\xf7") == {"a": [None, None], "b": None}
    assert parse_cbor(cbor2.dumps([cbor2.CBORTag(1, 1e300), cbor2.CBORTag(1, 0)])) == [
        1e300,
        datetime(1970, 1, 1, tzinfo=UTC),
    ]


@needs_botocore
@settings(max_examples=30)
@given(values)
def test_botocore_reads_the_same(value: object) -> None:
    parsers: Any = pytest.importorskip("botocore.parsers")
    parser_class = getattr(parsers, "RpcV2CBORParser", None)
    if parser_class is None:
        pytest.skip("this botocore doesn't read CBOR")

    def to_datetime(seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, UTC)

    parser = parser_class(timestamp_parser=to_datetime)
    data = cbor2.dumps(value, datetime_as_timestamp=True)
    theirs = parser.parse_data_item(parser.get_peekable_stream_from_bytes(data))
    assert theirs == _without_null_members(parse_cbor(data))


def _without_null_members(value: object) -> object:
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return {key: _without_null_members(inner) for key, inner in members.items() if inner is not None}
    return [_without_null_members(item) for item in cast("list[object]", value)] if isinstance(value, list) else value


def statistics(**changed: object) -> dict[str, object]:
    return {"Label": "load", "Datapoints": [{"Timestamp": NOON, "Average": 1.5, "Unit": "Count", **changed}]}


def pack(value: object) -> bytes:
    return cbor2.dumps(value, datetime_as_timestamp=True)


def call(body: object, **more: Any) -> Call:
    data = body if isinstance(body, bytes) else pack(body)
    return replace(Call(URL, data, headers=ANSWERS, request_headers=ASKS), **more)


CHECKED: Final[Mapping[str, tuple[Call, list[tuple[str, str]]]]] = {
    "good": (call(statistics()), []),
    "whole seconds": (call(statistics(Timestamp=cbor2.CBORTag(1, 1704196800))), []),
    "integer in place of a float": (call(statistics(Average=2)), []),
    "not a number": (call(statistics(Average=math.nan, Maximum=math.inf, Minimum=-math.inf)), []),
    "not a number, in another place": (call(statistics(Unit=math.nan)), [("SP906", "/Datapoints/0/Unit")]),
    "not a number, as a string": (call(statistics(Average="NaN")), [("SP102", "/Datapoints/0/Average")]),
    "a time as a number": (call(statistics(Timestamp=1704196800)), [("SP104", "/Datapoints/0/Timestamp")]),
    "a time as a string": (call(statistics(Timestamp="2024-01-02T12:00:00Z")), [("SP104", "/Datapoints/0/Timestamp")]),
    "milliseconds": (call(statistics(Timestamp=cbor2.CBORTag(1, 1704196800000))), [("SP104", "/Datapoints/0/Timestamp")]),
    "an endless time": (call(statistics(Timestamp=cbor2.CBORTag(1, math.nan))), [("SP104", "/Datapoints/0/Timestamp")]),
    "a time in place of a string": (call(statistics(Unit=NOON)), [("SP102", "/Datapoints/0/Unit")]),
    "bytes in place of a string": (call(statistics(Unit=b"Count")), [("SP102", "/Datapoints/0/Unit")]),
    "null": (call(statistics(Average=None)), [("SP103", "/Datapoints/0/Average")]),
    "unknown member": (call(statistics(Surplus=b"")), [("SP301", "/Datapoints/0/Surplus")]),
    "a list": (call([1]), [("SP914", "")]),
    "duplicate key": (call(b"\xa2\x61a\x01\x61a\x02"), [("SP905", "/a")]),
    "text": (call(b"<html>"), [("SP901", "")]),
    "an empty body": (call(b""), []),
    "content type with a parameter": (call(statistics(), headers={"Content-Type": "Application/CBOR; x=1"}), []),
    "without headers": (call(statistics(), headers={}, request_headers={}), []),
    "JSON, from something in front of the service": (
        call(b'{"message": "no"}', status=403, headers={"Content-Type": "application/json"}), []
    ),
    "another host": (call(statistics(), url=f"http://localhost:4566{OPERATION}"), []),
    "after an X-Amz-Target": (
        call(statistics(), url="https://monitoring.us-east-1.amazonaws.com/",
             request_headers={"X-Amz-Target": "GraniteServiceVersion20100801.GetMetricStatistics"}), []
    ),
    "another version of the service": (call(statistics(), url=URL.replace("20100801", "20300101")), []),
    "unknown operation": (call(statistics(), url=f"{URL}s"), [("SP991", "")]),
    "the name without its namespace": (
        call({}, url="http://localhost/service/CodeConnections_20231201/operation/ListConnections"), []
    ),
    "an operation without output": (
        call(b"\xff", url=URL.replace("GetMetricStatistics", "PutMetricData")), []
    ),
    "an error": (call({"__type": "com.amazonaws.x#InternalServiceError", "message": "m"}, status=500), []),
    "an error, named in a header": (
        call({"__type": "InvalidParameterValueException", "message": "m"}, status=400,
             headers={**ANSWERS, "x-amzn-query-error": "InvalidParameterValue;Sender"}), []
    ),
    "an unlisted error": (call({"__type": "Odd"}, status=400), [("SP303", "/__type")]),
    "an error that is not CBOR": (call(b"<html>", status=400), [("SP901", "")]),
}  # fmt: skip


@needs_botocore
@pytest.mark.parametrize(("name", "write"), [("x.yaml", as_yaml), ("x.har", as_har)], ids=["cassette", "HAR"])
@pytest.mark.parametrize(("exchange", "expected"), CHECKED.values(), ids=CHECKED)
def test_exchange_is_checked(
    tmp_path: Path, name: str, write: Callable[[list[Call]], str], exchange: Call, expected: list[tuple[str, str]]
) -> None:
    (tmp_path / name).write_text(write([exchange]))
    result = result_of(tmp_path / name)
    assert (result.responses, result.ignored) == (1, {})
    assert [(located.finding.code, located.finding.pointer) for located in result.findings] == expected
    assert all(located.line for located in result.findings)
    assert {kind.representation for kind in result.kinds} <= {"wire"}


IGNORED: Final[Mapping[str, tuple[Call, str]]] = {
    "the older protocol": (call({}, headers={"Content-Type": "application/x-amz-cbor-1.1"}), "older protocol"),
    "an error page": (call(b"<html>", status=502, headers={"Content-Type": "text/html"}), "error pages"),
    "a service that is not AWS's": (call({}, url="http://localhost/service/Mine/operation/Do"), "other than AWS"),
}


@needs_botocore
@pytest.mark.parametrize(("exchange", "words"), IGNORED.values(), ids=IGNORED)
def test_exchange_is_passed_over(tmp_path: Path, exchange: Call, words: str) -> None:
    (tmp_path / "x.yaml").write_text(as_yaml([exchange]))
    result = result_of(tmp_path / "x.yaml")
    assert (result.responses, result.findings) == (0, [])
    ((_, reason),) = result.ignored
    assert words in reason


@needs_botocore
def test_without_cbor2_a_body_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cbor2", None)
    (tmp_path / "x.yaml").write_text(as_yaml([call(statistics())]))
    (located,) = result_of(tmp_path / "x.yaml").findings
    assert located.finding.code == "SP993"
    assert "shapeproof[aws]" in located.finding.message


def test_the_scanner_refuses_nothing_that_aws_may_send() -> None:
    values_of_all_kinds: list[object] = [1, -1, 2**64 - 1, 1.5, True, None, "é", b"\xff", NOON, {}, []]
    refuse_faults(pack({"a": values_of_all_kinds}))
    refuse_faults(b"\xbf\x7f\x61a\xff\x9f\x5f\x41a\xff\xff\xff")
    refuse_faults(b"\x81" * 199 + b"\x80")
