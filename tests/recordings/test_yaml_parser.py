"""YAML is parsed as data and nothing else: values, locations, and hostile input."""

from __future__ import annotations

import importlib.util
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.recordings.syntax.parse_error import ParseError
from shapeproof.recordings.syntax.yaml_parser import YamlNode, parse_yaml
from shapeproof.recordings.syntax.yaml_scalars import source_offsets

assert importlib.util.find_spec("yaml")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.from_regex(
    r"""([a-z'"\\ {}:#|>-]|\n|\t| \n ){0,40}""", fullmatch=True
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([yaml.SafeDumper, getattr(yaml, "CSafeDumper", yaml.SafeDumper)]))
def test_what_pyyaml_writes_is_parsed_as_pyyaml_does(value: object, dumper: Any) -> None:
    text = yaml.dump(value, Dumper=dumper, allow_unicode=True)
    assert parse_yaml(text).value == yaml.safe_load(text)


@given(TEXTS, st.sampled_from(["'", '"', "|", None]), st.integers(0, 59))
def test_a_character_of_a_scalar_is_located_in_its_source(text: str, style: str | None, offset: int) -> None:
    written = yaml.dump({"a": text}, default_style=style, width=20, allow_unicode=True)
    node = parse_yaml(written).find(("a",))
    assert node is not None
    if offset < len(node.value) and node.value[offset].isalnum():
        offsets = source_offsets(written[node.start : node.end], node.value, node.style, range(len(node.value)))
        at = offsets.get(offset)
        assert at is None if node.style == ">" else written[node.start + (at or 0)] in {node.value[offset], "\\"}


def test_tags_construct_no_objects_and_what_json_lacks_is_a_string() -> None:
    text = (
        "a: !!python/object/apply:os.system [boom]\nb: !ruby/object:Gem {x: 1}\nc: 2020-01-01\nd: !!timestamp x\n"
        "e: !!int x\nf: !!bool y\n<<: {g: 1}\nh: !binary aGk=\n1: one\ni: !!set {a}\n"
        "? !!binary aGk=\n: bytes\n"
    )
    assert parse_yaml(text).value == {
        "a": ["boom"], "b": {"x": 1}, "c": "2020-01-01", "d": "x", "e": "x", "f": "y", "<<": {"g": 1}, "h": b"hi",
        "1": "one", "i": {"a": None}, "hi": "bytes",
    }  # fmt: skip


def test_locations_are_those_of_keys_and_items() -> None:
    node = parse_yaml("a:\n  - x: 1\n    y: [2, 3]\n")
    pointers = [(), ("a",), ("a", 0), ("a", 0, "y"), ("a", 0, "y", 1), ("a", 0, "none", "at all")]
    assert [tuple(node.location_of(pointer)) for pointer in pointers] == [
        (1, 1),
        (1, 1),
        (2, 5),
        (3, 5),
        (3, 12),
        (2, 5),
    ]


LAUGHS = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LAUGHS, "SP909"),
        (MERGES, "SP909"),
        ("[" * 100_000, "SP908"),
        ("- " * 100_000, "SP908"),
        ("{a: " * 100_000, "SP908"),
        ("a: &a [*a]", "SP908"),
        ("a: " + "9" * 5_000, "SP909"),
        ("a: 0x" + "f" * 4_200, "SP909"),
        ("0x" + "f" * 4_200 + ": a", "SP909"),
        ("{" * 25 + "'\"\\': 1" + "}: 1" * 24 + "}", "SP915"),  # a name of all that a key holds doubles at each level
        ("? [2]\n: two", "SP915"),
        ("a: &a {b: 1}\n*a : 1", "SP915"),
        ("a: 1\na: 2", "SP905"),
        ("a: !!binary '#'", "SP901"),
        ("a: *nobody", "SP901"),
        ("a:\tb\n\tc: d", "SP901"),
        ("a: 'never closed", "SP901"),
        ('a: "\x00"', "SP901"),
    ],
)  # fmt: skip
def test_hostile_input_is_refused_quickly(text: str, code: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ParseError) as refused:
        parse_yaml(text)
    assert refused.value.code.number == code
    assert time.perf_counter() - started < 2


REPEATED = f"a: &a {'x' * 500_000}\n"
MANY = ", ".join(["*a"] * 20_000)
KEYS = ", ".join(["{*a : 1}"] * 20_000)


@pytest.mark.parametrize("text", [f"b: [{MANY}]", f"b: [{KEYS}]", f"b: &b [{MANY}]\nc: {{d: *b}}"])
def test_what_aliases_repeat_is_counted_in_characters(text: str) -> None:
    """20,000 values are few; half a megabyte each is 10 GB once they are written out."""
    with pytest.raises(ParseError, match="aliases repeat more than 64 MiB") as refused:
        parse_yaml(REPEATED + text)
    assert (refused.value.code.number, refused.value.line) == ("SP909", 2)


@pytest.mark.parametrize(
    ("text", "column"), [("? [2]\n: two", 3), ("{a: {b: 1}, {c: 1}: 2}", 13), ("a: &a {b: 1}\n? *a\n: 1", 3)]
)
def test_a_key_that_is_not_a_scalar_is_located(text: str, column: int) -> None:
    with pytest.raises(ParseError, match="expected a string as key, got a mapping or a list") as refused:
        parse_yaml(text)
    assert refused.value.column == column


@pytest.mark.parametrize("sign", ["", "-", "+"])
def test_a_number_in_base_60_that_no_float_holds_is_infinite(sign: str) -> None:
    """As 1e400 is: a strict reader refuses it, at its place."""
    assert parse_yaml(f"a: {sign}1{':1' * 200}.5").value == {"a": float(f"{sign}inf")}


def test_an_anchor_may_be_repeated() -> None:
    assert parse_yaml("a: &x [1]\nb: *x\nc: [*x, *x]").value == {"a": [1], "b": [1], "c": [[1], [1]]}


def test_an_empty_file_is_null() -> None:
    assert isinstance(parse_yaml(""), YamlNode)
    assert parse_yaml("").value is None


def test_a_million_spaces_in_a_scalar_are_followed_in_one_pass() -> None:
    spaces = 1_000_000
    for style in ("", "'", '"'):
        source = f"{style}a{' ' * spaces}b{style}"
        offsets = source_offsets(source, f"a{' ' * spaces}b", style, [1, spaces, spaces + 1])
        assert offsets == {offset: offset + len(style) for offset in (1, spaces, spaces + 1)}
