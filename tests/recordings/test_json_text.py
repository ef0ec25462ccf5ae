"""Reading one JSON text strictly: what is read, and what is said of what can't be."""

from __future__ import annotations

import json
import math

import jiter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Pointer
from shapeproof.recordings.syntax.json_diagnosis import decode
from shapeproof.recordings.syntax.json_text import parse, split_mark
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.validation.refused_values import refused_values

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def refusal(data: bytes) -> UnreadableText:
    with pytest.raises(UnreadableText) as caught:
        parse(data)
    return caught.value


@given(json_values, st.booleans())
def test_a_json_text_is_read_as_it_was_written(value: object, ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert parse(data) == value
    assert list(refused_values(value)) == []


@given(json_values, st.data())
def test_a_cut_off_text_is_refused_where_it_ends_or_in_its_open_string(value: object, data: st.DataObject) -> None:
    text = json.dumps([value])
    shorter = text[: data.draw(st.integers(1, len(text) - 1))]
    fault = refusal(shorter.encode())
    assert fault.code.number == "SP901"
    assert fault.line == 1
    assert 1 <= fault.column <= len(shorter) + 1


def answer(data: bytes) -> object:
    try:
        return parse(data)
    except UnreadableText as fault:
        return fault


@given(st.binary() | st.text(r'[]{},:"\u0dtrue1.-e ').map(str.encode))
def test_whatever_the_bytes_the_answer_is_a_value_or_a_refusal(data: bytes) -> None:
    value = answer(data)
    if isinstance(value, UnreadableText):
        assert value.code.number.startswith("SP9")
        assert value.message.endswith(".")
        assert "valid JSON:" not in value.message  # the second reading explains every refusal of the parser
    else:
        assert value == json.loads(data)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ("", "SP902", 1, 1, "empty"),
        (" \n\t\r\n", "SP902", 1, 1, "empty"),
        ('{"a": [1, 2', "SP901", 1, 12, "inside the array that opens at line 1, column 7"),
        ('{"a":\n', "SP901", 1, 6, "inside the object that opens at line 1, column 1"),
        ('{"é": "abc', "SP901", 1, 7, "never closed"),
        ('{"a": 1,\n}', "SP901", 1, 8, "comma before the closing }"),
        ("[1, ]", "SP901", 1, 3, "comma before the closing ]"),
        ("{,}", "SP901", 1, 2, "key in double quotes"),
        ("[,]", "SP901", 1, 2, "A value is expected before ','"),
        ('{"a": }', "SP901", 1, 7, "null for none"),
        ("[1}", "SP901", 1, 3, "closing ] is missing"),
        ("]", "SP901", 1, 1, "A value is expected"),
        ('{"a":1} x', "SP901", 1, 9, "'x' follows"),
        ('{"a":1}\n{"b":2}', "SP901", 2, 1, "JSON Lines"),
        ('{"é" 1}', "SP901", 1, 6, "colon is missing"),
        ('{"é": "é",\n "b" 1}', "SP901", 2, 6, "colon is missing"),
        ('{"é":1 "b":2}', "SP901", 1, 8, "comma or a closing }"),
        ("[1 2]", "SP901", 1, 4, "comma or a closing ]"),
        ("{a: 1}", "SP901", 1, 2, "double quotes"),
        ("{'a': 1}", "SP901", 1, 2, "printed Python dict"),
        ('{"a": True}', "SP901", 1, 7, "printed Python dict"),
        ('{"a": None}', "SP901", 1, 7, "printed Python dict"),
        ('{"a": datetime.datetime(2020, 5, 17)}', "SP901", 1, 7, "printed Python dict"),
        ('{"a": tru', "SP901", 1, 7, "'tru'"),
        ('{"a": 01}', "SP901", 1, 7, "A number is written like"),
        ('{"a": +1}', "SP901", 1, 7, "A number is written like"),
        ("-", "SP901", 1, 1, "A number is written like"),
        ("// no\n{}", "SP901", 1, 1, "no comments"),
        ("<html></html>", "SP901", 1, 1, "HTML"),
        ("\ufeff{}", "SP901", 1, 1, "byte order mark"),
        ('{"a":\u00a01}', "SP901", 1, 6, r"'\xa01'"),
        ('{"a": "é\n"}', "SP901", 1, 9, r"write it as \n"),
        ('["\t"]', "SP901", 1, 3, r"write it as \t"),
        (r'["\x"]', "SP901", 1, 3, "no JSON escape"),
        (r'["\u12"]', "SP901", 1, 3, "no JSON escape"),
        ('{"é": 1,\n "é": 2}', "SP905", 2, 2, "'é'"),
        (r'{"a": 1, "\u0061": 2}', "SP905", 1, 10, "'a'"),
        ('{"a": NaN}', "SP906", 1, 7, "NaN"),
        ('{"a": nan}', "SP906", 1, 7, "nan"),
        ("[Infinity]", "SP906", 1, 2, "Infinity"),
        ("[-Infinity]", "SP906", 1, 2, "-Infinity"),
        (r'["é\ud800"]', "SP907", 1, 4, r"\ud800"),
        (r'{"\ud800": 1}', "SP907", 1, 3, r"\ud800"),
        (r'["\uDC00"]', "SP907", 1, 3, r"\uDC00"),
        (r'["\ud83d\ude00\ud83d\u0041"]', "SP907", 1, 15, r"\ud83d"),
        ("[" * 300 + "]" * 300, "SP908", 1, 201, "200 levels"),
        ('{"a":' * 201 + "1" + "}" * 201, "SP908", 1, 1001, "200 levels"),
        ("[" + "1" * 4301 + "]", "SP909", 1, 2, "a number of more than 4,300 digits"),
        ("-" + "1" * 5000 + ".5", "SP909", 1, 1, "a number of more than 4,300 digits"),
    ],
)
def test_a_fault_is_named_where_a_person_would_look(text: str, code: str, line: int, column: int, words: str) -> None:
    fault = refusal(text.encode())
    assert (fault.code.number, fault.line, fault.column) == (code, line, column)
    assert words in fault.message
    assert f"line {line}, column {column}: " in str(fault)


def test_a_duplicate_key_has_a_pointer() -> None:
    assert refusal(b'{"a": [0, {"x": {"y": 1}, "x": 2}]}').pointer == ("a", 1, "x")
    assert refusal(b'[{"x": 1}, {"x": 1}, NaN]').pointer == (2,)


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b'{\n"\xc3\xa9": "\xff"}', 2, 7, "byte 0xff at offset 9 "),
        (b'["\xed\xa0\x80"]', 1, 3, "is not UTF-8"),  # a surrogate, written as bytes
        ('{"a": 1}'.encode("utf-16"), 1, 1, "UTF-16, not UTF-8. Save it as UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), 1, 1, "UTF-16"),
        ('{"a": 1}'.encode("utf-16-be"), 1, 1, "UTF-16"),
        ('{"a": 1}'.encode("utf-32"), 1, 1, "UTF-32"),
        ("[]".encode("utf-32-le"), 1, 1, "UTF-32"),
        ("[]".encode("utf-32-be"), 1, 1, "UTF-32"),
        (b'["\xc3\xa9\x00"]', 1, 4, "NUL byte at offset 4"),
        (b"\x00\x01\x02", 1, 1, "binary content"),
        (b"\x1f\x8b\x08\x00rest", 1, 1, "gzip"),
        (b"PK\x03\x04rest", 1, 1, "ZIP"),
    ],
)
def test_what_is_not_utf_8_is_named(data: bytes, line: int, column: int, words: str) -> None:
    fault = refusal(data)
    assert (fault.code.number, fault.line, fault.column) == ("SP903", line, column)
    assert words in fault.message
    with pytest.raises(UnreadableText, match="SP903"):
        decode(data)


def test_a_byte_order_mark_is_split_off() -> None:
    assert split_mark(b"\xef\xbb\xbf{}") == (b"{}", True)
    assert split_mark(b"{}") == (b"{}", False)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a":1,\n "a": 2}', 'Detected duplicate key "a" at line 2 column 6'),
        (b'["\xff"]', "invalid unicode code point at line 1 column 3"),
        (b"[NaN]", "expected value at line 1 column 2"),
        (b"[nan]", "expected ident at line 1 column 3"),
        (b"[-Infinity]", "invalid number at line 1 column 3"),
        (b'["\\ud800"]', "unexpected end of hex escape at line 1 column 9"),
        (b'["\\udc00"]', "lone leading surrogate in hex escape at line 1 column 8"),
        (b"[" * 202 + b"]" * 202, "recursion limit exceeded at line 1 column 202"),
        (b"1" * 4301, "number out of range at line 1 column 4301"),
        (b"[1,]", "trailing comma at line 1 column 4"),
        (b"[1] 2", "trailing characters at line 1 column 5"),
        (b"[1", "EOF while parsing a list at line 1 column 2"),
    ],
)
def test_jiter_refuses_what_we_refuse(data: bytes, message: str) -> None:
    """Its wording matters only as a last resort, yet a change in it is worth a look at what else has changed."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the message is compared as a whole)
        jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False)
    assert str(caught.value) == message


@pytest.mark.parametrize("data", [b"1e400", b"[" * 201 + b"]" * 201])
def test_jiter_lets_pass_what_refused_values_finds(data: bytes) -> None:
    assert len(list(refused_values(parse(data)))) == 1


@pytest.mark.parametrize(
    "data", [b"1" * 4300, b"[" * 200 + b"1" + b"]" * 200, b"0." + b"1" * 9000, b'["\x7f\xc2\x80"]']
)
def test_what_stands_at_a_limit_is_read(data: bytes) -> None:
    assert list(refused_values(parse(data))) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.inf, [("SP906", ())]),
        ({"a": [1.5, math.nan, {"b": -math.inf}]}, [("SP906", ("a", 1)), ("SP906", ("a", 2, "b"))]),
        ({"a\ud800": "é"}, [("SP907", ("a\ud800",))]),
        (["\ud83d", "\U0001f600", {"é": "x\udc00"}], [("SP907", (0,)), ("SP907", (2, "é"))]),
        ([math.inf, "\ud800"], [("SP906", (0,)), ("SP907", (1,))]),
    ],
)
def test_values_that_a_strict_reader_refuses(value: object, expected: list[tuple[str, Pointer]]) -> None:
    refused = list(refused_values(value))
    assert [(one.code.number, one.pointer) for one in refused] == expected
    for one in refused:
        one.message.encode()  # it can be printed, whatever the value holds


def test_nesting_is_refused_at_level_201_and_no_recursion_limit_is_met() -> None:
    value: object = 1
    for _ in range(100_000):
        value = [value]
    assert [(one.code.number, one.pointer) for one in refused_values(value)] == [("SP908", (0,) * 200)]
