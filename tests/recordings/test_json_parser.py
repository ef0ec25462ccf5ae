"""Parsing JSON strictly: the values of what is valid, the first fault of what isn't."""

from __future__ import annotations

import json

import jiter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.recordings.syntax.json_diagnosis import decode
from shapeproof.recordings.syntax.json_parser import parse_json, split_bom
from shapeproof.recordings.syntax.parse_error import ParseError
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


def parse_error(data: bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse_json(data)
    return caught.value


@given(json_values, st.booleans())
def test_json_is_parsed_as_it_was_written(value: object, ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert parse_json(data) == value
    assert list(refused_values(value)) == []


@given(json_values, st.data())
def test_truncated_json_is_refused_at_its_end_or_in_its_open_string(value: object, data: st.DataObject) -> None:
    text = json.dumps([value])
    shorter = text[: data.draw(st.integers(1, len(text) - 1))]
    error = parse_error(shorter.encode())
    assert error.code.number == "SP901"
    assert error.line == 1
    assert 1 <= error.column <= len(shorter) + 1


def value_or_error(data: bytes) -> object:
    try:
        return parse_json(data)
    except ParseError as error:
        return error


@given(st.binary() | st.text(r'[]{},:"\u0dtrue1.-e ').map(str.encode))
def test_all_bytes_give_a_value_or_an_error(data: bytes) -> None:
    value = value_or_error(data)
    if isinstance(value, ParseError):
        assert value.code.number.startswith("SP9")
        assert value.message
        assert not value.message.endswith((".", ";"))
        assert "valid JSON:" not in value.message  # our second scan explains every error of jiter
    else:
        assert value == json.loads(data)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ("", "SP902", 1, 1, "empty"),
        (" \n\t\r\n", "SP902", 1, 1, "empty"),
        ('{"a": [1, 2', "SP901", 1, 12, "inside the array opened at line 1, column 7"),
        ('{"a":\n', "SP901", 1, 6, "inside the object opened at line 1, column 1"),
        ('{"é": "abc', "SP901", 1, 7, "unterminated string"),
        ('{"a": 1,\n}', "SP901", 1, 8, "comma before the closing }"),
        ("[1, ]", "SP901", 1, 3, "comma before the closing ]"),
        ("{,}", "SP901", 1, 2, "key in double quotes"),
        ("[,]", "SP901", 1, 2, "expected a value before ','"),
        ('{"a": }', "SP901", 1, 7, "null for none"),
        ("[1}", "SP901", 1, 3, "comma or a closing ]"),
        ("]", "SP901", 1, 1, "expected a value"),
        ('{"a":1} x', "SP901", 1, 9, "nothing after the JSON value, got 'x'"),
        ('{"a":1}\n{"b":2}', "SP901", 2, 1, "JSON Lines"),
        ('{"é" 1}', "SP901", 1, 6, "expected a colon after the key"),
        ('{"é": "é",\n "b" 1}', "SP901", 2, 6, "expected a colon after the key"),
        ('{"é":1 "b":2}', "SP901", 1, 8, "comma or a closing }"),
        ("[1 2]", "SP901", 1, 4, "comma or a closing ]"),
        ("{a: 1}", "SP901", 1, 2, "double quotes"),
        ("{'a': 1}", "SP901", 1, 2, "printed Python dict"),
        ('{"a": True}', "SP901", 1, 7, "printed Python dict"),
        ('{"a": None}', "SP901", 1, 7, "printed Python dict"),
        ('{"a": datetime.datetime(2020, 5, 17)}', "SP901", 1, 7, "printed Python dict"),
        ('{"a": tru', "SP901", 1, 7, "'tru'"),
        ('{"a": 01}', "SP901", 1, 7, "numbers are written like"),
        ('{"a": +1}', "SP901", 1, 7, "numbers are written like"),
        ("-", "SP901", 1, 1, "numbers are written like"),
        ("// no\n{}", "SP901", 1, 1, "comments are not allowed"),
        ("<html></html>", "SP901", 1, 1, "HTML"),
        ("\ufeff{}", "SP901", 1, 1, "byte order mark"),
        ('{"a":\u00a01}', "SP901", 1, 6, r"'\xa01'"),
        ('{"a": "é\n"}', "SP901", 1, 9, r"write it as \n"),
        ('["\t"]', "SP901", 1, 3, r"write it as \t"),
        (r'["\x"]', "SP901", 1, 3, "not a JSON escape"),
        (r'["\u12"]', "SP901", 1, 3, "not a JSON escape"),
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
        ("[" + "1" * 4301 + "]", "SP909", 1, 2, "a number has more than 4,300 digits"),
        ("-" + "1" * 5000 + ".5", "SP909", 1, 1, "a number has more than 4,300 digits"),
    ],
)
def test_a_fault_is_located_where_a_person_would_look(text: str, code: str, line: int, column: int, words: str) -> None:
    error = parse_error(text.encode())
    assert (error.code.number, error.line, error.column) == (code, line, column)
    assert words in error.message
    assert f"line {line}, column {column}: " in str(error)


def test_a_duplicate_key_has_a_pointer() -> None:
    assert parse_error(b'{"a": [0, {"x": {"y": 1}, "x": 2}]}').pointer == ("a", 1, "x")
    assert parse_error(b'[{"x": 1}, {"x": 1}, NaN]').pointer == (2,)


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b'{\n"\xc3\xa9": "\xff"}', 2, 7, "byte 0xff at offset 9 "),
        (b'["\xed\xa0\x80"]', 1, 3, "is not valid UTF-8"),  # a surrogate, written as bytes
        ('{"a": 1}'.encode("utf-16"), 1, 1, "expected UTF-8, got UTF-16; save the file as UTF-8"),
        ('{"a": 1}'.encode("utf-16-le"), 1, 1, "UTF-16"),
        ('{"a": 1}'.encode("utf-16-be"), 1, 1, "UTF-16"),
        ('{"a": 1}'.encode("utf-32"), 1, 1, "UTF-32"),
        ("[]".encode("utf-32-le"), 1, 1, "UTF-32"),
        ("[]".encode("utf-32-be"), 1, 1, "UTF-32"),
        (b'["\xc3\xa9\x00"]', 1, 4, "NUL byte at offset 4"),
        (b"\x00\x01\x02", 1, 1, "binary data"),
        (b"\x1f\x8b\x08\x00rest", 1, 1, "gzip"),
        (b"PK\x03\x04rest", 1, 1, "ZIP"),
    ],
)
def test_what_is_not_utf_8_is_named(data: bytes, line: int, column: int, words: str) -> None:
    error = parse_error(data)
    assert (error.code.number, error.line, error.column) == ("SP903", line, column)
    assert words in error.message
    with pytest.raises(ParseError, match="SP903"):
        decode(data)


def test_a_byte_order_mark_is_split_off() -> None:
    assert split_bom(b"\xef\xbb\xbf{}") == (b"{}", True)
    assert split_bom(b"{}") == (b"{}", False)


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
    """Its wording matters only as a last resort, but a change in it means a look at what else has changed."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the message is compared as a whole)
        jiter.from_json(data, catch_duplicate_keys=True, allow_inf_nan=False)
    assert str(caught.value) == message


@pytest.mark.parametrize("data", [b"1e400", b"[" * 201 + b"]" * 201])
def test_jiter_accepts_what_refused_values_finds(data: bytes) -> None:
    assert len(list(refused_values(parse_json(data)))) == 1


@pytest.mark.parametrize(
    "data", [b"1" * 4300, b"[" * 200 + b"1" + b"]" * 200, b"0." + b"1" * 9000, b'["\x7f\xc2\x80"]']
)
def test_a_value_at_a_limit_is_parsed(data: bytes) -> None:
    assert list(refused_values(parse_json(data))) == []
