"""Responses as notebooks and consoles print them."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Pointer
from shapeproof.recordings.model import ReadFailure, Recording, Remark
from shapeproof.recordings.printed.reader import looks_like_printed_python, read

offsets = st.integers(-86399, 86399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
printed_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC) | offsets),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)
responses = st.dictionaries(st.text(), printed_values, max_size=4)


def recordings(text: str) -> list[Recording]:
    results = list(read(text.encode()))
    assert all(isinstance(result, Recording) for result in results), results
    return [result for result in results if isinstance(result, Recording)]


def value(text: str) -> object:
    (recording,) = recordings(text)
    return recording.value


def naive(*parts: int) -> datetime:
    year, month, day, hour, minute, second, microsecond = (*parts, 0, 0, 0, 0)[:7]
    return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=UTC).replace(tzinfo=None)


def failure_of(text: str) -> ReadFailure:
    (result,) = read(text.encode())
    assert isinstance(result, ReadFailure), result
    return result


@given(st.lists(responses, min_size=1, max_size=4), st.data())
def test_what_repr_writes_is_read_back(values: list[object], data: st.DataObject) -> None:
    text, lines = "", list[int]()
    for response in values:
        text += data.draw(st.sampled_from(["", "\n", "# a comment {'\n", "x = ", "  ", "Out[3]: ", ">>> "]))
        lines.append(text.count("\n") + 1)
        text += repr(response) + data.draw(st.sampled_from(["\n", "\n\n", "  # {\n"]))
    read_back = recordings(text)
    assert [recording.value for recording in read_back] == values
    assert [recording.line for recording in read_back] == lines
    assert [recording.index for recording in read_back] == list(range(len(values)))
    assert looks_like_printed_python(text.encode())


@given(st.lists(responses, min_size=1, max_size=3))
def test_a_printed_list_of_dicts_is_a_list_of_responses(values: list[object]) -> None:
    assert [recording.value for recording in recordings(repr(values))] == values


@given(st.text())
def test_every_text_yields_a_result(text: str) -> None:
    results = list(read(text.encode()))
    assert results
    for result in results:
        assert isinstance(result, Recording) or (result.code.number.startswith("SP9") and result.line is not None)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "datetime.datetime(2020, 5, 17, 16, 42, 34, 123000, tzinfo=tzlocal())",
            datetime(2020, 5, 17, 16, 42, 34, 123000, tzinfo=UTC),
        ),
        ("datetime(2020, 5, 17)", naive(2020, 5, 17)),
        ("datetime.date(2020, 5, 17)", date(2020, 5, 17)),
        *(
            (
                f"datetime.datetime(2020, 5, 17, tzinfo={zone})",
                datetime(2020, 5, 17, tzinfo=timezone(timedelta(seconds=seconds))),
            )
            for zone, seconds in {
                "tzutc()": 0,
                "timezone.utc": 0,
                "datetime.timezone.utc": 0,
                "datetime.UTC": 0,
                "<UTC>": 0,
                "tzoffset(None, 3600)": 3600,
                "dateutil.tz.tzoffset('x', -25200)": -25200,
                "datetime.timezone(datetime.timedelta(seconds=3600))": 3600,
                "datetime.timezone(datetime.timedelta(days=-1, seconds=61200), 'PDT')": -25200,
            }.items()
        ),
        ("Decimal('1.5')", 1.5),
        ("[inf, -inf]", [float("inf"), float("-inf")]),
        ("Decimal('12345678901234567890')", 12345678901234567890),
        ("OrderedDict([('b', 1), ('a', [2])])", {"b": 1, "a": [2]}),
        ("collections.OrderedDict({'a': 1})", {"a": 1}),
        ("OrderedDict()", {}),
        ("('a' 'b', +1, -2.5)", ["ab", 1, -2.5]),
        (r"b'\x00'", b"\x00"),
        (r"'\d'", r"\d"),
        ("'''two\nlines'''", "two\nlines"),
        ("'<x at 0x7f> # no comment {'", "<x at 0x7f> # no comment {"),
    ],
)
def test_literals(source: str, expected: object) -> None:
    assert value(f"{{'Member': {source}}}") == {"Member": expected}


def test_long_integers_of_python_2_are_read() -> None:
    text = "{u'a': 3L, u'b': [0x1fl, -5L], u'c': '3L', u'3L': {u'd': 1L}}"
    assert value(text) == {"a": 3, "b": [31, -5], "c": "3L", "3L": {"d": 1}}


def test_names_of_json_have_their_meaning_and_the_first_is_told() -> None:
    (recording,) = recordings("{'a': true, 'b': [null, false], 'c': NAME}")
    assert recording.value == {"a": True, "b": [None, False], "c": None}
    told = [(remark.pointer, remark.hides, remark.is_fault) for remark in recording.remarks]
    assert told == [(("a",), None, True), (("c",), "value", False)]


def test_what_boto3_adds_to_a_response_is_never_checked() -> None:
    (recording,) = recordings("{'a': {...}, 'ResponseMetadata': {...}}")
    assert [remark.pointer for remark in recording.remarks] == [("a",)]


def test_a_time_under_an_unknown_zone_is_in_utc_and_one_under_a_known_zone_keeps_it() -> None:
    local, known = recordings(
        "{'T': datetime.datetime(2020, 1, 1, tzinfo=tzlocal())}\n{'T': datetime.datetime(2020, 1, 1, tzinfo=tzoffset(None, 60))}"
    )
    assert repr(local.value) == "{'T': datetime.datetime(2020, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)}"
    assert repr(known.value).endswith("tzinfo=datetime.timezone(datetime.timedelta(seconds=60)))}")


def test_several_responses_and_what_stands_between_them() -> None:
    text = """# one
from datetime import datetime
'''A docstring with {braces}.'''
REGION: str = "eu-west-1"
{'a': 1}
{'b': 2}{'c': 3} {'d': 4}
first = second = {
  'e': 5}
typed: dict[str, int] = {'f': 6}
[{'g': 7},
 {'h': 8}]
In [1]: client.describe(Name="x")
Out[1]:
  {'i': 9}
>>> print({})
>>> {'j': 10}
[1, {'k': 11}]
[]
"""
    read_back = recordings(text)
    assert [recording.value for recording in read_back][:10] == [
        {name: number + 1} for number, name in enumerate("abcdefghij")
    ]
    assert [recording.value for recording in read_back][10:] == [[1, {"k": 11}], []]
    assert [recording.line for recording in read_back] == [5, 6, 6, 6, 7, 9, 10, 11, 14, 16, 17, 18]
    assert {(recording.form, recording.representation) for recording in read_back} == {("printed python", "sdk")}


LOCATED = """# é
é = {'é': 'é', 'list': [1, ('x', {'deep': None})],
  "o" 'd': OrderedDict([('k', {'in': 1})])}
"""


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ((), 2, 5),
        (("é",), 2, 6),
        (("list",), 2, 16),
        (("list", 0), 2, 25),
        (("list", 1, 1, "deep"), 2, 35),
        (("od",), 3, 3),
        (("od", "k"), 3, 26),
        (("od", "k", "in"), 3, 32),
        (("od", "absent", "x"), 3, 3),
        (("list", 9), 2, 16),
        (("list", "0"), 2, 16),
        (("é", 0), 2, 6),
    ],
)
def test_locations(pointer: Pointer, line: int, column: int) -> None:
    (recording,) = recordings(LOCATED)
    assert recording.locate is not None
    assert recording.locate((pointer,))[pointer] == (line, column)


@given(responses)
def test_a_key_is_at_its_location(response: dict[str, object]) -> None:
    text = "\n  " + repr(response)
    (recording,) = recordings(text)
    assert recording.locate is not None
    for key in response:
        line, column = recording.locate(((key,),))[key,]
        assert text.split("\n")[line - 1][column - 1 :].startswith(repr(key))


FAULTS = {
    "null",
    "2j",
    "-True",
    "{1: 2}",
    "{None: 2}",
    "datetime.datetime(2020, 13, 1)",
    "Decimal('x')",
    "Decimal('NaN')",
}
"""What no run of a program makes right, unlike a name or a call: it is an error, and the rest is checked."""


@pytest.mark.parametrize(
    ("source", "code", "column", "words"),
    [
        ("__import__('os').system('true')", "SP911", 17, "a call to"),
        ("__import__('os')", "SP911", 17, "a call to __import__()"),
        ("datetime.datetime.now()", "SP911", 17, "a call to datetime.datetime.now()"),
        ("f'{name}'", "SP911", 17, "an f-string"),
        ("NAME", "SP911", 17, "the name NAME"),
        ("null", "SP911", 17, "the name null, which is JSON"),
        ("os.environ", "SP911", 17, "an attribute"),
        ("[x for x in y]", "SP911", 17, "a comprehension"),
        ("['a' * 9]", "SP911", 18, "a calculation"),
        ("{1, 2}", "SP911", 17, "a set"),
        ("...", "SP911", 17, "an ellipsis"),
        ("{...}", "SP911", 17, "an ellipsis"),
        ("[...]", "SP911", 17, "an ellipsis"),
        ("[1, ...]", "SP911", 21, "an ellipsis"),
        ("{Decimal('1'), b'x'}", "SP911", 17, "a set"),
        ("-NAME", "SP911", 17, "a calculation"),
        ("{None: 2}", "SP911", 18, "key None is not a string"),
        ("2j", "SP911", 17, "the constant 2j"),
        ("-True", "SP911", 17, "a calculation"),
        ("{**more}", "SP911", 20, "an unpacking"),
        ("[*more]", "SP911", 18, "an unpacking"),
        ("{1: 2}", "SP911", 18, "key 1 is not a string"),
        ("{f'{k}': 2}", "SP911", 18, "a key that is an f-string"),
        ("tzlocal()", "SP911", 17, "a call to tzlocal()"),
        ("datetime.datetime(2020, 13, 1)", "SP911", 17, "month must be in 1..12"),
        ("datetime.datetime(NAME, 1, 1)", "SP911", 35, "the name NAME"),
        ("datetime.datetime(**more)", "SP911", 37, "an unpacking"),
        ("Decimal('x')", "SP911", 17, "Decimal() is not a valid value"),
        (
            "<botocore.response.StreamingBody object at 0x7f3a>",
            "SP911",
            17,
            "<botocore.response.StreamingBody object at 0x7f3a>",
        ),
        ("{'x': 1, 'x': 2}", "SP905", 26, "duplicate key 'x'"),
        ("Decimal('NaN')", "SP906", 17, "NaN"),
        ("Decimal('1E+4300')", "SP909", 17, "4,300 digits"),
        ("0x" + "f" * 4000, "SP909", 17, "4,300 digits"),
        ("-0x" + "f" * 4000, "SP909", 17, "4,300 digits"),
        ("+0o" + "7" * 5000, "SP909", 17, "4,300 digits"),
        ("datetime.datetime(0x" + "f" * 4000 + ")", "SP909", 35, "4,300 digits"),
    ],
)
def test_what_is_not_a_literal_is_refused_and_the_rest_is_read(source: str, code: str, column: int, words: str) -> None:
    before, refused, after = read(f"{{'a': 1}}\n{{'é': 0, 'Bad': {source}, **c, d: 1}}\n{{'b': 2}}".encode())
    assert isinstance(before, Recording)
    assert isinstance(after, Recording)
    assert (before.index, after.index) == (0, 2)
    assert isinstance(refused, ReadFailure) is (code in {"SP905", "SP909"})
    assert refused.index == 1
    assert refused.form == "printed python"
    if isinstance(refused, Recording):
        assert [remark.hides for remark in refused.remarks[1:]] == ["members", "members"]
        fault: Remark | ReadFailure = refused.remarks[0]
        assert refused.remarks[0].location == (2, column)
        assert [remark.is_fault for remark in refused.remarks] == [source in FAULTS, False, False]
    else:
        fault = refused
        assert (refused.line, refused.column) == (2, column)
        assert refused.keys == ("é", "Bad")
    assert fault.code.number == code
    assert fault.pointer[0] == "Bad"
    assert words in fault.message
    if words.startswith(("a ", "an ", "the ")):
        assert "only literals, datetimes and time zones are read; a recording is never executed" in fault.message


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "SP902", 1, 1),
        ("# nothing\n", "SP902", 1, 1),
        ("{'a': 1,\n 2x}", "SP901", 2, 2),
        ("x = {'é': it's}", "SP901", 1, 13),
        ("{'a': 3L, 'b': 4M}", "SP901", 1, 16),
        ("{'a': 1\n", "SP901", 1, 1),
        ("  {'a': 01}", "SP901", 1, 9),
        ("{'a': 1}\0", "SP903", 1, 9),
        ("[" * 201 + "]" * 201, "SP908", 1, 201),
        ("{'a': " + "9" * 5000 + "}", "SP909", 1, 1),
        ("print({'a': 1})", "SP911", 1, 1),
        ("def f():\n    return {'a': 1}\n", "SP911", 1, 1),
        ("42", "SP911", 1, 1),
    ],
)
def test_one_failure(text: str, code: str, line: int, column: int) -> None:
    failure = failure_of(text)
    assert (failure.code.number, failure.line, failure.column) == (code, line, column)


def test_a_tower_of_operators_is_refused_by_the_parser_or_by_us() -> None:
    assert failure_of("-" * 9000 + "1").code.number in {"SP908", "SP911"}


def test_what_is_not_utf_8_is_a_failure() -> None:
    (failure,) = read(b"{'a': '\xff'}")
    assert isinstance(failure, ReadFailure)
    assert (failure.code.number, failure.line, failure.column) == ("SP903", 1, 8)


def test_a_program_or_a_page_of_prose_is_one_failure() -> None:
    text = "class A:\n    x = {'a': 1}\n\n    y = 2\nThis is prose.\nIt goes on.\n{'a': 1}\nMore of it.\n"
    results = list(read(text.encode()))
    assert [(result.line, isinstance(result, Recording)) for result in results] == [(1, False), (7, True), (8, False)]


def test_two_hundred_levels_are_read() -> None:
    text = "[" * 199 + "{'a': 1}" + "]" * 199
    (recording,) = recordings(text)
    assert recording.locate is not None
    pointer: Pointer = (0,) * 199 + ("a",)
    assert recording.locate([pointer]) == {pointer: (1, 201)}


def test_the_sources_of_ordered_dicts_agree_with_python() -> None:
    ordered = OrderedDict([("b", 1), ("a", 2)])
    assert value(f"{{'x': {ordered!r}}}") == {"x": ordered}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{'a': 1}", True),
        (
            "'''Doc'''\nimport x\nN = 1\nR = {'a': N, 'b': f'{N}', 't': datetime.datetime(2020, 1, 1, tzinfo=tzlocal())}",
            True,
        ),
        ("R = [{'a': 1}]", True),
        ("{'Body': <botocore.response.StreamingBody object at 0x7f>}", True),
        ("Out[1]:\n{'a': 1}", True),
        ("", False),
        ("N = 1", False),
        ("[1, 2]", False),
        ("R = {'a': 1}\ndef f():\n    pass", False),
        ("class A:\n    x = {}", False),
        ("R = {'a': os.getenv('x')}", True),
        ("R = {'a': [x for x in y]}", True),
        ("R = {'a': lambda: 1}", True),
        ("print({'a': 1})", False),
        ("if x:\n    y = {}", False),
        ("Some {prose}.", False),
        ("{'a': 1", False),
        ("{'a': 1}\0", False),
    ],
)
def test_looks_like_printed_python(text: str, expected: bool) -> None:
    assert looks_like_printed_python(text.encode()) is expected


def test_a_key_that_python_refuses_to_write_is_refused() -> None:
    (refused,) = recordings("{0x" + "f" * 4000 + ": 1}")
    (fault,) = refused.remarks
    assert (fault.code.number, fault.message) == (
        "SP911", "the key with too many digits is not a string; write it as one"
    )  # fmt: skip
