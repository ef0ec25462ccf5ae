"""Names in generated modules are conventional and unique."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.generate.shared.naming import attribute_names, enum_member_names, module_name, type_name, type_names

ENUM_VALUES = st.lists(st.text(st.characters(codec="utf-8"), max_size=6), unique=True, max_size=8)
MEMBER_NAMES = st.lists(st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,5}", fullmatch=True), unique=True, max_size=8)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("InProgress", "IN_PROGRESS"),
        ("ml.m5.large", "ML_M5_LARGE"),
        ("FSxLustre", "FSX_LUSTRE"),
        ("RecordIO", "RECORD_IO"),
        ("TLSv1.2_2021", "TLSV1_2_2021"),
        ("ACTIVE", "ACTIVE"),
        ("None", "NONE"),
        ("us-east-1", "US_EAST_1"),
        ("2xlarge", "VALUE_2XLARGE"),
        ("", "EMPTY"),
        ("*", "ASTERISK_"),
    ],
)
def test_enum_member_is_named_after_its_value(value: str, name: str) -> None:
    assert enum_member_names([value]) == {value: name}


def test_colliding_enum_names_are_spelled_out() -> None:
    assert enum_member_names(["gzip", "GZIP", "Snappy"]) == {"gzip": "gzip", "GZIP": "GZIP", "Snappy": "SNAPPY"}
    assert enum_member_names(["a-b", "a.b"]) == {"a-b": "a_HYPHEN_MINUS_b", "a.b": "a_FULL_STOP_b"}


@given(ENUM_VALUES)
def test_enum_names_are_unique_and_independent_of_order(values: list[str]) -> None:
    names = enum_member_names(values)
    assert len(set(names.values())) == len(values)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names.values())
    assert enum_member_names(reversed(values)) == names


@pytest.mark.parametrize(
    ("member", "snake_name", "original_name"),
    [
        ("S3Uri", "s3_uri", "S3Uri"),
        ("KmsKeyId", "kms_key_id", "KmsKeyId"),
        ("from", "from_", "from_"),
        ("Content-Type", "content_type", "Content_Type"),
        ("copy", "copy_", "copy_"),
        ("__type", "type", "type"),
        ("3d", "n3d", "n3d"),
    ],
)
def test_attribute_is_named_after_its_member(member: str, snake_name: str, original_name: str) -> None:
    assert attribute_names([member], {"copy"}, snake_case=True) == {member: snake_name}
    assert attribute_names([member], {"copy"}, snake_case=False) == {member: original_name}


@given(MEMBER_NAMES, st.booleans())
def test_attribute_names_are_unique(members: list[str], is_snake_case: bool) -> None:
    names = attribute_names(members, {"copy", "json"}, snake_case=is_snake_case)
    assert len(set(names.values())) == len(members)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names.values())
    assert not {"copy", "json"} & set(names.values())


@pytest.mark.parametrize(
    ("shape", "name"), [("Channel", "Channel"), ("Field", "FieldShape"), ("__stringMin1", "StringMin1"), ("tag", "tag")]
)
def test_type_is_named_after_its_shape_unless_name_is_taken(shape: str, name: str) -> None:
    assert type_name(shape, {"Field"}) == name


@pytest.mark.parametrize(("service", "name"), [("bedrock-runtime", "bedrock_runtime"), ("lambda", "lambda_")])
def test_module_name_is_importable(service: str, name: str) -> None:
    assert module_name(service) == name


def test_names_of_many_values_that_differ_in_underscores_alone_are_unique() -> None:
    """Names that grew by a character for each collision took hours for these."""
    values = [f"{'_' * before}a{'_' * after}" for before in range(1, 150) for after in range(150)]
    names = enum_member_names(values)
    assert len(set(names.values())) == len(values)
    assert max(map(len, names.values())) < 160


def test_names_of_many_shapes_that_differ_in_underscores_alone_are_unique() -> None:
    shapes = [f"{'_' * before}Any{'_' * after}" for before in range(150) for after in range(150)]
    names = type_names(shapes, {"Any"})
    assert len(set(names.values())) == len(shapes)
    assert max(map(len, names.values())) < 20


@pytest.mark.parametrize(
    "character", ["-", "\N{ARABIC LIGATURE UIGHUR KIRGHIZ YEH WITH HAMZA ABOVE WITH ALEF MAKSURA ISOLATED FORM}", "Aa"]
)
def test_names_of_long_values_are_short(character: str) -> None:
    values = [character * count for count in range(1, 1_000)]
    names = enum_member_names(values)
    assert len(set(names.values())) == len(values)
    assert max(map(len, names.values())) < 265
    assert all(name.isidentifier() for name in names.values())
