"""Limits of the readers: a file that reaches one is a finding with the number in its message, and is not built first."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from pathlib import Path

import pytest

from shapeproof.recordings import limits
from shapeproof.recordings.discovery import streams
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.discovery.units import Unit, Unusable
from shapeproof.recordings.formats import reader
from shapeproof.recordings.http.http_encoding import BodyDecodingError, DecodingBudget, decode_body
from shapeproof.recordings.model import ReadFailure
from shapeproof.recordings.syntax import json_parser, yaml_parser
from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.xml_parser import parse_xml

ROOT = Path(__file__).parents[2]


def failures(name: str, content: bytes) -> list[tuple[str, str]]:
    items = reader.read(content, name, is_explicit=True)
    assert items is not None
    return [(item.code.number, item.message) for item in items if isinstance(item, ReadFailure)]


def test_values_of_json_are_counted_before_they_are_built() -> None:
    too_many = b"[" + b"0," * limits.MAX_VALUES_JSON + b"0]"
    ((code, message),) = failures("x.json", too_many)
    assert (code, message.partition(";")[0]) == ("SP909", "more than 5,000,000 values")
    in_a_string = b'["' + b"," * (limits.MAX_VALUES_JSON + 1) + b'"]'
    assert [code for code, _ in failures("x.json", in_a_string)] == ["SP914"]


def test_the_limit_of_values_in_json_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_parser, "MAX_VALUES_JSON", 10)
    text = b'{"a,": [0,0,0,0,0,0,0,0,0]}'  # two brackets, eight commas
    assert json_parser.parse_json(text) == {"a,": [0] * 9}
    with pytest.raises(ParseError):
        json_parser.parse_json(text.replace(b"]", b",0]"))


def test_values_of_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_parser, "MAX_VALUES", 100)
    yaml_parser.parse_yaml("[" + "0," * 99 + "]")
    with pytest.raises(ParseError, match="more than 1,000,000 values") as refused:
        yaml_parser.parse_yaml("[" + "0," * 100 + "]")
    assert (refused.value.code.number, refused.value.column) == ("SP909", 200)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" + b"1," * (limits.MAX_VALUES + 1) + b"]", "more than 1,000,000 values"),
        (b"{'a': 1" + b"+1" * (limits.MAX_STATEMENT // 2) + b"}", "more than 8 MiB"),
    ],
)
@pytest.mark.parametrize("is_explicit", [True, False])
def test_a_statement_of_printed_python(content: bytes, words: str, *, is_explicit: bool) -> None:
    refused = list(reader.read(b"{'a': 'b'}\n" + content, "x.py", is_explicit=is_explicit) or ())[1]
    assert isinstance(refused, ReadFailure)
    assert (refused.code.number, refused.line) == ("SP909", 2)
    assert words in refused.message


@pytest.mark.survey  # a million elements take seconds
def test_elements_of_xml() -> None:
    body = b"<a>" + b"<b/>" * limits.MAX_VALUES + b"</a>"
    with pytest.raises(ParseError, match="more than 1,000,000 XML elements"):
        parse_xml(body)


def test_encodings_of_a_body() -> None:
    body = b"{}"
    for _ in range(limits.MAX_ENCODINGS):
        body = gzip.compress(body)
    assert decode_body(body, encoded(limits.MAX_ENCODINGS), DecodingBudget()) == b"{}"
    with pytest.raises(BodyDecodingError, match="more than 2 content encodings"):
        decode_body(gzip.compress(body), encoded(limits.MAX_ENCODINGS + 1), DecodingBudget())


def encoded(times: int) -> dict[str, str]:
    return {"content-encoding": ",".join(["gzip"] * times)}


def test_what_the_bodies_of_a_file_decode_to_is_counted_together() -> None:
    half = limits.MAX_DECODED // 2
    body, budget = gzip.compress(bytes(half)), DecodingBudget()
    assert [len(decode_body(body, encoded(1), budget)) for _ in range(2)] == [half, half]
    for packed in (body, gzip.compress(b"{}")):
        with pytest.raises(BodyDecodingError, match="the bodies of this file decode to more than 64 MiB"):
            decode_body(packed, encoded(1), budget)
    assert decode_body(b"{}", encoded(1), budget) == b"{}"


def test_each_pass_of_decoding_counts() -> None:
    content = gzip.compress(b"x" * 1000)
    budget = DecodingBudget()
    decode_body(gzip.compress(content), encoded(2), budget)
    assert limits.MAX_DECODED - budget.remaining == len(content) + 1000


def test_a_body_that_is_refused_takes_what_it_decoded_to() -> None:
    budget = DecodingBudget()
    bomb = zlib.compress(b" " * (limits.MAX_DECODED + 1))
    with pytest.raises(BodyDecodingError, match="more than 64 MiB"):
        decode_body(bomb, {"content-encoding": "deflate"}, budget)
    assert budget.remaining == 0


def test_a_body_that_is_corrupt_takes_what_it_decoded_to() -> None:
    budget = DecodingBudget()
    with pytest.raises(BodyDecodingError, match="corrupt"):
        decode_body(gzip.compress(bytes(2**23))[:-8] + bytes(8), encoded(1), budget)
    assert budget.remaining <= limits.MAX_DECODED - 2**22


def test_lines_unpacked_from_gzip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_UNPACKED", 2**20)
    monkeypatch.setattr(streams, "_BLOCK_SIZE", 2**16)
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 2**20))
    *units, last = plan_units([str(tmp_path)])
    assert isinstance(last, Unusable)
    assert last.failure.message == "unpacks to more than 4 GiB; unpack it, or split it"
    assert 2**20 - 2**17 < sum(len(unit.data or b"") for unit in units if isinstance(unit, Unit)) <= 2**20


def test_the_page_names_every_limit() -> None:
    page = (ROOT / "docs" / "reference" / "recordings.md").read_text()
    section = page.partition("## Limits\n")[2].partition("\n## ")[0]
    for name in limits.__all__:
        value = getattr(limits, name)
        words = (
            f"{value // 2**30} GiB"
            if value >= 2**30
            else f"{value // 2**20} MiB"
            if value % 2**20 == 0
            else f"{value:,}"
        )
        assert re.search(rf"\b{words}\b", section), name


@pytest.mark.survey
def test_a_gzip_bomb_ends_at_the_limit(tmp_path: Path) -> None:
    member = gzip.compress(b" " * 2**20 + b"{}\n")
    packed = io.BytesIO()
    for _ in range(5 * 2**10):
        packed.write(member)
    (tmp_path / "x.jsonl.gz").write_bytes(packed.getvalue())
    sizes = [len(unit.data or b"") if isinstance(unit, Unit) else -1 for unit in plan_units([str(tmp_path)])]
    assert sizes[-1] == -1
    assert sum(sizes) <= limits.MAX_UNPACKED
