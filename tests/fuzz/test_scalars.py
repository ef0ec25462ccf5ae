"""Strings and numbers: all options satisfy the schema, for any bytes from which they are generated."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Contract, Schema, iter_schema, resolve
from shapeproof.fuzz.core.choices import Choice, ChoiceGroup, Generated, Option
from shapeproof.fuzz.core.sources import PlainSource
from shapeproof.fuzz.values.scalars import is_scalar, scalar_options
from shapeproof.fuzz.values.strings import distinct_strings, string_options
from shapeproof.sample.errors import UnsatisfiableString
from shapeproof.validation.engines.compilation import compile_schema

NUMBERS: Final[list[Schema]] = [
    {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    {"type": "integer", "minimum": 120, "maximum": 15_768_000},
    {"type": "integer", "minimum": -9, "maximum": -3},
    {"type": "integer", "minimum": 7, "maximum": 7},
    {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    {"type": "number"},
    {"type": "number", "minimum": 0, "maximum": 1},
    {"type": "number", "maximum": -5},
    {"type": "number", "minimum": 0.25},
]
PATTERNS: Final = [
    (r"^(?:arn:aws[\-a-z]*:sagemaker:[\-0-9a-z]*:[0-9]{12}:training-job/[^\n\r\u2028\u2029]*)$", 0, 256),
    (r"^(?:[0-9A-Za-z](?:-*[0-9A-Za-z]){0,31})$", 1, 32),
    (r"^(?:(?:https|s3)://[^/]+/?[^\n\r\u2028\u2029]*)$", 0, 1024),
    (r"^(?:[0-9]{4}-[0-9]{2}|none)$", 0, None),
    (r"^(?:(?:ab){3,9})$", 8, 14),
    (r"^(?:[\s\S]*)$", 40, 50),
    (None, 0, None),
    (None, 3, 3),
]


class FixedBytes(PlainSource):
    """A source that returns fixed bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def draw_bytes(self, max_size: int) -> bytes:
        return self._data[:max_size]


def option_values(options: list[Option] | tuple[Option, ...], data: bytes) -> list[Any]:
    return [
        option.value.make(FixedBytes(data)) if isinstance(option.value, Generated) else option.value
        for option in options
    ]


@pytest.mark.parametrize("schema", NUMBERS, ids=str)
@given(data=st.binary(max_size=8))
def test_numbers_satisfy_their_bounds(schema: Schema, data: bytes) -> None:
    is_valid = compile_schema(schema).is_valid
    assert all(is_valid(value) for value in option_values(scalar_options(schema), data))


@pytest.mark.parametrize(("pattern", "min_length", "max_length"), PATTERNS)
@given(data=st.binary(max_size=20))
def test_strings_satisfy_pattern_and_lengths(
    pattern: str | None, min_length: int, max_length: int | None, data: bytes
) -> None:
    schema = {"type": "string", "minLength": min_length} | ({} if pattern is None else {"pattern": pattern})
    is_valid = compile_schema(schema if max_length is None else {**schema, "maxLength": max_length}).is_valid
    options = string_options(pattern, min_length, max_length, "")
    assert all(is_valid(string) for string in option_values(options, data))


@given(data=st.binary(max_size=20))
def test_scalars_of_flagship_satisfy_their_schemas(flagship: Contract, data: bytes) -> None:
    root = flagship.response
    for _, _, shape in iter_schema(root):
        if is_scalar(resolve(root, shape)):
            is_valid = compile_schema(shape).is_valid
            assert all(is_valid(value) for value in option_values(scalar_options(shape), data))


def test_first_arn_is_realistic() -> None:
    pattern = PATTERNS[0][0]
    strings = [option.value for option in string_options(pattern, 0, 256, "TrainingJobArn")]
    assert strings[0] == "arn:aws:sagemaker:us-east-1:123456789012:training-job/example"
    assert any(isinstance(string, str) and string.startswith("arn:aws-cn:") for string in strings)


def test_contradicting_constraints_are_unsatisfiable() -> None:
    with pytest.raises(UnsatisfiableString):
        string_options("^(?:[a-z]{3})$", 5, 9, "")


def test_distinct_strings_are_distinct() -> None:
    strings = list(islice(distinct_strings(r"^(?:[a-z]{1,4})$", 1, 4, "Key"), 500))
    assert len(set(strings)) == 500


@given(weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=300), data=st.binary(min_size=2, max_size=2))
def test_choice_has_every_option_and_smaller_bytes_are_simpler(weights: list[float], data: bytes) -> None:
    choice = Choice([Option(index, weight, f"class {index // 7}") for index, weight in enumerate(weights)])
    assert list(dict.fromkeys(choice.table)) == list(range(len(weights)))
    assert choice.at(bytes(choice.width)) == 0
    assert [choice.table[coverage_class.first] // 7 for coverage_class in choice.coverage_classes] == list(
        range(len(choice.coverage_classes))
    )
    assert ChoiceGroup([choice, choice]).read(data[: choice.width] * 2) == [choice.at(data[: choice.width])] * 2
