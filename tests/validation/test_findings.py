"""The findings about a response: code, severity, pointer, path and message, with either engine."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any, Final

import pytest

import shapeproof
from shapeproof.contract import Contract, Part, Representation, View
from shapeproof.validation.catalog import Severities
from shapeproof.validation.engines.compilation import ENGINES, EngineName
from shapeproof.validation.finding import ContractViolation
from shapeproof.validation.validator import Validator


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> EngineName:
    name: EngineName = request.param
    return name


OPTIONAL: Final = (
    "Status",
    "Size",
    "Share",
    "Is",
    "Made",
    "Data",
    "Tags",
    "Labels",
    "Pair",
    "Scores",
    "Sparse",
    "Choice",
)


@pytest.mark.parametrize("representation", ["cli", "sdk", "wire"])
def test_many_nulls_for_absent_members_are_one_finding_after_the_others(
    thing: Contract, representation: Representation
) -> None:
    response = {**dict.fromkeys(OPTIONAL), "Name": "x", "Inner": {"Deep": None}}
    *others, last = shapeproof.findings(response, thing, representation=representation)
    assert [(finding.code, finding.pointer) for finding in others] == [("SP102", "/Inner/Deep"), ("SP202", "/Name")]
    assert (last.code, last.severity, last.pointer) == ("SP108", "warning", "")
    assert last.message == "null stands for absent members (12 places)"


@pytest.mark.parametrize("absent", [OPTIONAL[9:], OPTIONAL[:6]])
def test_few_nulls_or_many_absent_members_are_findings_of_their_own(thing: Contract, absent: tuple[str, ...]) -> None:
    response = {"Name": "name", **dict.fromkeys(name for name in OPTIONAL if name not in absent)}
    assert [finding.code for finding in shapeproof.findings(response, thing)] == ["SP103"] * (12 - len(absent))


def test_nulls_whose_severity_was_chosen_remain(thing: Contract) -> None:
    response = {"Name": "name", **dict.fromkeys(OPTIONAL)}
    chosen = Validator(thing, severities=Severities(chosen={"SP103": "note"})).check(response).findings
    assert [(finding.code, finding.severity) for finding in chosen] == [("SP103", "note")] * len(OPTIONAL)
    assert Validator(thing, severities=Severities(chosen={"SP108": None})).check(response).findings == ()


@pytest.mark.parametrize("name", ["Nmae", "name", "NAMES"])
def test_what_stands_beside_an_unknown_member_was_not_meant(thing: Contract, name: str) -> None:
    (finding,) = shapeproof.findings({"Name": "name", name: 1}, thing)
    assert finding.message == f"unknown member `{name}`"


@pytest.mark.parametrize(
    "metadata",
    [
        {"ResponseMetadata": {"RequestId": "r"}},
        {"ResultMetadata": {}},
        {"$metadata": {"httpStatusCode": 200, "attempts": 1}},
        {"@metadata": {"statusCode": 200, "effectiveUri": "https://example.org"}},
    ],
)
def test_what_an_sdk_adds_to_a_response_is_ignored(thing: Contract, metadata: dict[str, object]) -> None:
    assert shapeproof.findings({"Name": "name", **metadata}, thing) == []
    (finding,) = shapeproof.findings({"Name": "name", "Sise": 1, **metadata}, thing)
    assert finding.pointer == "/Sise"


def test_a_member_with_the_name_of_an_sdks_metadata_is_unknown(thing: Contract) -> None:
    (finding,) = shapeproof.findings({"Name": "name", "ResultMetadata": {"A": 1}}, thing)
    assert (finding.code, finding.pointer) == ("SP301", "/ResultMetadata")


@pytest.mark.parametrize(("count", "words"), [(1, "(1 place)"), (3, "(3 places)")])
def test_the_nulls_of_go_are_one_finding_however_few(thing: Contract, count: int, words: str) -> None:
    response: dict[str, object] = {"Name": "name", **dict.fromkeys(OPTIONAL[:count]), "ResultMetadata": {}}
    (finding,) = shapeproof.findings(response, thing)
    assert (finding.code, finding.message) == ("SP108", f"null stands for absent members {words}")


@pytest.mark.parametrize(
    ("key", "code", "message"),
    [
        ("delayseconds", "SP304", "the key `delayseconds` differs from `DelaySeconds` only in case"),
        ("DelaySecond", "SP210", "did you mean `DelaySeconds`?"),
        ("", "SP210", "the empty key is not one of: All, Policy"),
    ],
)
def test_the_keys_of_a_map_with_known_keys(engine: EngineName, key: str, code: str, message: str) -> None:
    pytest.importorskip("botocore")
    contract = shapeproof.load("sqs.get_queue_attributes@installed")
    (finding,) = shapeproof.findings({"Attributes": {key: "x"}}, contract, engine=engine)
    assert finding.code == code
    assert message in finding.message
    assert finding.severity == ("warning" if code == "SP304" else "error")


@pytest.mark.parametrize("representation", ["wire", "cli", "sdk"])
def test_null_in_a_list_of_times_is_not_a_timestamp(engine: EngineName, representation: Representation) -> None:
    pytest.importorskip("botocore")
    contract = shapeproof.load("cloudwatch.get_metric_data@installed")
    response = {"MetricDataResults": [{"Timestamps": [None]}]}
    (finding,) = shapeproof.findings(response, contract, engine=engine, representation=representation)
    assert (finding.code, finding.message) == ("SP106", "expected a timestamp, got null")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("size", [0, 1, 57, 58, 171, 200])
def test_base64_may_be_broken_into_lines(thing: Contract, engine: EngineName, size: int, ending: str) -> None:
    encoded = base64.encodebytes(bytes(range(size))).decode().replace("\n", ending)
    assert shapeproof.findings({"Name": "name", "Data": encoded}, thing, engine=engine) == []
    assert shapeproof.findings({"Name": "name", "Data": encoded.strip()}, thing, engine=engine) == []


@pytest.mark.parametrize(
    ("members", "code", "pointer", "path", "words"),
    [
        ({"Inner": {}}, "SP101", "/Inner/Deep", "Inner.Deep", "required member `Deep` is missing"),
        ({"Size": "5"}, "SP102", "/Size", "Size", "expected an integer, got the string `5`"),
        ({"Size": ""}, "SP102", "/Size", "Size", "expected an integer, got the empty string"),
        ({"Size": True}, "SP102", "/Size", "Size", "expected an integer, got `true`"),
        ({"Size": 2.5}, "SP102", "/Size", "Size", "expected an integer, got `2.5`"),
        ({"Tags": {"a": 1}}, "SP102", "/Tags", "Tags", "expected a list, got an object"),
        ({"Labels": []}, "SP102", "/Labels", "Labels", "expected an object, got a list"),
        ({"Tags": ["ab", None]}, "SP106", "/Tags/1", "Tags[]", "expected a string, got null"),
        ({"Labels": {"ab": None}}, "SP106", "/Labels/ab", "Labels{}", "expected an integer, got null"),
        ({"Name": None}, "SP102", "/Name", "Name", "expected a string, got null"),
        ({"Inner": {"Deep": None}}, "SP102", "/Inner/Deep", "Inner.Deep", "expected an integer, got null"),
        ({"Size": None}, "SP103", "/Size", "Size", "null is not allowed: omit an optional member that has no value"),
        ({"Made": None}, "SP103", "/Made", "Made", "null is not allowed"),
        ({"Made": True}, "SP104", "/Made", "Made", "expected a timestamp, got `true`"),
        ({"Made": "2024-05-06T07:08:09"}, "SP104", "/Made", "Made", "has no time zone"),
        ({"Made": "yesterday"}, "SP104", "/Made", "Made", "`yesterday` is not a timestamp: expected a date, a time and a time zone"),
        ({"Made": 1715307742000}, "SP104", "/Made", "Made", "is it in milliseconds?"),
        ({"Choice": {}}, "SP105", "/Choice", "Choice", "a union must have exactly one member, got none"),
        ({"Choice": {"B": "ab", "A": 1}}, "SP105", "/Choice", "Choice", "got 2: A, B"),
        ({"Name": "ab\n"}, "SP201", "/Name", "Name", r"`ab\n` does not match the pattern of Name: ^(?:[a-z]*)$"),
        ({"Data": "?"}, "SP201", "/Data", "Data", "`?` is not valid base64"),
        ({"Data": "AAA\nAAA=="}, "SP201", "/Data", "Data", "is not valid base64"),
        ({"Data": "AA AA"}, "SP201", "/Data", "Data", "`AA AA` is not valid base64"),
        ({"Data": "b'x'"}, "SP201", "/Data", "Data", "is not valid base64; it looks like bytes that str() printed"),
        ({"Made": float("inf")}, "SP104", "/Made", "Made", "`Infinity` is too large for a timestamp in epoch seconds"),
        ({"Made": float("nan")}, "SP104", "/Made", "Made", "NaN"),
        ({"Name": "a"}, "SP202", "/Name", "Name", "`a` has 1 character, expected at least 2"),
        ({"Name": "a" * 9}, "SP203", "/Name", "Name", "has 9 characters, expected at most 8"),
        ({"Size": -1}, "SP204", "/Size", "Size", "`-1` is less than the minimum of 1"),
        ({"Size": 0}, "SP221", "/Size", "Size", "`0` is less than the minimum of 1"),
        ({"Size": 10}, "SP205", "/Size", "Size", "`10` is greater than the maximum of 9"),
        ({"Tags": ["ab"] * 3}, "SP207", "/Tags", "Tags", "the list has 3 items, expected at most 2"),
        ({"Labels": dict.fromkeys(("aa", "bb", "cc"), 1)}, "SP209", "/Labels", "Labels", "the map has 3 entries, expected at most 2"),
        ({"Labels": {"a": 1}}, "SP210", "/Labels/a", "Labels{}", "the key `a` has 1 character, expected at least 2"),
        ({"Labels": {"a/~b": 1}}, "SP210", "/Labels/a~1~0b", "Labels{}", "the key `a/~b` does not match the pattern"),
        ({"Name": ""}, "SP220", "/Name", "Name", "the string is empty, expected at least 2 characters"),
        ({"Tags": []}, "SP220", "/Tags", "Tags", "the list is empty, expected at least 1 item"),
        ({"Labels": {}}, "SP220", "/Labels", "Labels", "the map is empty, expected at least 1 entry"),
        ({"Sise": 1}, "SP301", "/Sise", "Sise", "unknown member `Sise`; did you mean `Size`?"),
        ({"size": 1}, "SP301", "/size", "size", "it differs from `Size` only in case"),
        ({"Quite": {"other": 1}}, "SP301", "/Quite", "Quite", "unknown member `Quite`"),
        ({"Choice": {"SDK_UNKNOWN_MEMBER": {"name": "Hue"}}}, "SP301", "/Choice/SDK_UNKNOWN_MEMBER", "Choice.SDK_UNKNOWN_MEMBER", "the service sent the member `Hue`, which this edition doesn't know; upgrade botocore"),
        ({"Choice": {"SDK_UNKNOWN_MEMBER": 1}}, "SP301", "/Choice/SDK_UNKNOWN_MEMBER", "Choice.SDK_UNKNOWN_MEMBER", "unknown member `SDK_UNKNOWN_MEMBER`"),
        ({"Status": "READY"}, "SP304", "/Status", "Status", "`READY` differs from `Ready` only in case"),
        ({"Status": "Faild"}, "SP302", "/Status", "Status", "and 14 more; did you mean `Failed`?"),
        ({"Status": ""}, "SP220", "/Status", "Status", "the empty string is not one of: Ready, Failed, State0"),
    ],
)  # fmt: skip
def test_a_difference_has_a_code_a_pointer_a_path_and_a_message(
    thing: Contract, engine: EngineName, members: dict[str, object], code: str, pointer: str, path: str, words: str
) -> None:
    (finding,) = shapeproof.findings({"Name": "name", **members}, thing, engine=engine)
    assert (finding.code, finding.pointer, finding.path) == (code, pointer, path)
    assert words in finding.message
    assert "\n" not in finding.message


def test_a_list_that_is_too_short_but_not_empty(thing: Contract, engine: EngineName) -> None:
    schema: Any = thing.response
    longer = {**schema["$defs"]["Thing"]["properties"]["Tags"], "minItems": 2}
    labels = {**schema["$defs"]["Thing"]["properties"]["Labels"], "minProperties": 2}
    members = {**schema["$defs"]["Thing"]["properties"], "Tags": longer, "Labels": labels}
    changed = {**schema, "$defs": {**schema["$defs"], "Thing": {**schema["$defs"]["Thing"], "properties": members}}}
    contract = replace(thing, response=changed)
    response = {"Name": "name", "Tags": ["ab"], "Labels": {"ab": 1}}
    findings = shapeproof.findings(response, contract, engine=engine)
    assert [(finding.code, finding.pointer) for finding in findings] == [("SP208", "/Labels"), ("SP206", "/Tags")]


@pytest.mark.parametrize(
    ("representation", "view", "severity"),
    [
        ("wire", "strict", "warning"), ("wire", "tolerant", "warning"),
        ("cli", "strict", "error"), ("cli", "tolerant", "error"),
        ("sdk", "strict", "error"), ("sdk", "tolerant", "error"),
    ],
)  # fmt: skip
def test_null_is_a_warning_only_on_the_wire(
    thing: Contract, representation: Representation, view: View, severity: str
) -> None:
    findings = shapeproof.findings({"Name": "name", "Size": None}, thing, view=view, representation=representation)
    assert [(finding.code, finding.severity) for finding in findings] == [("SP103", severity)]


def test_null_in_an_error_is_a_warning(thing: Contract) -> None:
    findings = shapeproof.findings({"Error": {"Code": "Missing", "Message": None}}, thing, "error")
    assert [(finding.code, finding.severity) for finding in findings] == [("SP103", "warning")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"Error": {"Code": "Missing", "Message": "gone"}}, []),
        ({"Error": {"Code": "Throttling", "Message": "slow", "Type": "Sender"}}, [("SP303", "note", "/Error/Code")]),
        ({"__type": "com.example#Throttling", "message": "slow"}, [("SP303", "note", "/__type")]),
        ({"__type": "Missing:http://example", "message": "gone"}, []),
        ({"Error": {"Message": "gone"}}, [("SP101", "error", "/Error/Code")]),
        ({"Error": {"Code": 404}}, [("SP102", "error", "/Error/Code")]),
    ],
)
def test_an_error_code_that_the_operation_does_not_list_is_a_note(
    thing: Contract, engine: EngineName, body: dict[str, object], expected: list[tuple[str, str, str]]
) -> None:
    part: Part = "error"
    findings = shapeproof.findings(body, thing, part, engine=engine)
    assert [(finding.code, finding.severity, finding.pointer) for finding in findings] == expected


def test_the_tolerant_view_checks_everything_too(thing: Contract) -> None:
    response = {"Size": 10, "Status": "Red", "New": 1, "Is": "yes"}
    strict, tolerant = (shapeproof.findings(response, thing, view=view) for view in ("strict", "tolerant"))
    assert (
        [finding.code for finding in strict]
        == [finding.code for finding in tolerant]
        == ["SP102", "SP101", "SP301", "SP205", "SP302"]
    )
    assert [finding.severity for finding in tolerant] == ["error", "error", "warning", "warning", "warning"]
    assert {finding.severity for finding in strict} == {"error"}


def test_metadata_of_boto3_is_ignored(thing: Contract) -> None:
    assert shapeproof.findings({"Name": "name", "ResponseMetadata": {"HTTPStatusCode": 200}}, thing) == []


def test_validate_raises_only_for_errors_and_holds_all_findings(thing: Contract) -> None:
    shapeproof.validate({"Name": "name", "Tags": []}, thing)
    with pytest.raises(ContractViolation, match=r"violates example\.get_thing@1\.0\n  /Is: .*SP102") as raised:
        shapeproof.validate({"Name": "name", "Tags": [], "Is": 1}, thing)
    assert len(raised.value.findings) == 2


def test_a_violation_shows_ten_errors_and_counts_the_rest(thing: Contract) -> None:
    with pytest.raises(ContractViolation, match=r"and 2 more$"):
        shapeproof.validate({"Name": "name", **{f"No{number}": 1 for number in range(12)}}, thing)


@pytest.mark.parametrize("name", ["Status", "Name"])
def test_long_values_and_long_lists_of_values_are_cut(thing: Contract, name: str) -> None:
    findings = shapeproof.findings({"Name": "name", name: "X" * 100_000}, thing)
    assert findings
    for finding in findings:
        assert len(finding.message) < 300
        assert "…" in finding.message
        assert "X" * 59 in finding.message
