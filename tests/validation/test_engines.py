"""Both engines find the same violations: the same pointers and keywords, in the same order."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Contract, Pointer
from shapeproof.errors import MissingExtraError, UsageError
from shapeproof.validation.engines import compilation as engines
from shapeproof.validation.engines.compilation import ENGINES, EngineName, compile_schema
from shapeproof.validation.engines.violations import Violation, normalized

CASES: list[tuple[dict[str, object], list[tuple[Pointer, str]]]] = [
    ({}, []),
    ({"Name": 5}, [(("Name",), "type")]),
    ({"Name": None}, [(("Name",), "type")]),
    ({"Name": "a"}, [(("Name",), "minLength")]),
    ({"Name": "abcdefghi"}, [(("Name",), "maxLength")]),
    ({"Name": "Ab"}, [(("Name",), "pattern")]),
    ({"Name": "ab\n"}, [(("Name",), "pattern")]),
    ({"Name": "ab\u2028"}, [(("Name",), "pattern")]),
    ({"Name": "A"}, [(("Name",), "minLength"), (("Name",), "pattern")]),
    ({"Name": "\U0001f600"}, [(("Name",), "minLength"), (("Name",), "pattern")]),
    ({"Status": "Red"}, [(("Status",), "enum")]),
    ({"Status": "Ready\n"}, [(("Status",), "enum")]),
    ({"Status": 5}, [(("Status",), "type")]),
    ({"Size": 0}, [(("Size",), "minimum")]),
    ({"Size": 10}, [(("Size",), "maximum")]),
    ({"Size": 10**70}, [(("Size",), "maximum")]),
    ({"Size": True}, [(("Size",), "type")]),
    ({"Size": 5.0}, []),
    ({"Size": 5.5}, [(("Size",), "type")]),
    ({"Size": "5"}, [(("Size",), "type")]),
    ({"Share": 5}, []),
    ({"Share": True}, [(("Share",), "type")]),
    ({"Is": 0}, [(("Is",), "type")]),
    ({"Made": "2024-05-06T07:08:09Z"}, []),
    ({"Made": "2024-05-06T07:08:09Z\n"}, [(("Made",), "format")]),
    ({"Made": "2024-05-06"}, [(("Made",), "format")]),
    ({"Made": 1700000000}, [(("Made",), "type")]),
    ({"Data": "AAA="}, []),
    ({"Data": "AAA"}, [(("Data",), "pattern")]),
    ({"Tags": []}, [(("Tags",), "minItems")]),
    ({"Tags": ["ab", "ab", "ab"]}, [(("Tags",), "maxItems")]),
    ({"Tags": ["ab", "A"]}, [(("Tags", 1), "minLength"), (("Tags", 1), "pattern")]),
    ({"Tags": {"ab": 1}}, [(("Tags",), "type")]),
    ({"Tags": [None]}, [(("Tags", 0), "type")]),
    ({"Labels": {}}, [(("Labels",), "minProperties")]),
    ({"Labels": {"aa": 1, "bb": 2, "cc": 3}}, [(("Labels",), "maxProperties")]),
    ({"Labels": {"a": 1}}, [(("Labels", "a"), "propertyNames/minLength")]),
    ({"Labels": {"Aa": 1}}, [(("Labels", "Aa"), "propertyNames/pattern")]),
    ({"Labels": {"aa\n": 1}}, [(("Labels", "aa\n"), "propertyNames/pattern")]),
    ({"Labels": {"aa": 0}}, [(("Labels", "aa"), "minimum")]),
    ({"Labels": {"a": "1"}}, [(("Labels", "a"), "propertyNames/minLength"), (("Labels", "a"), "type")]),
    ({"Labels": {"a": 0}}, [(("Labels", "a"), "minimum"), (("Labels", "a"), "propertyNames/minLength")]),
    ({"Labels": {"": None}}, [(("Labels", ""), "propertyNames/minLength"), (("Labels", ""), "type")]),
    (
        {"Labels": {"": math.nan, "bb": math.inf}},
        [(("Labels", ""), "propertyNames/minLength"), (("Labels", ""), "type"), (("Labels", "bb"), "type")],
    ),
    ({"Labels": {"01": "x"}}, [(("Labels", "01"), "propertyNames/pattern"), (("Labels", "01"), "type")]),
    (
        {"Labels": {"9" * 5000: 1}},
        [(("Labels", "9" * 5000), f"propertyNames/{word}") for word in ("maxLength", "pattern")],
    ),
    ({"Sparse": [1, None]}, []),
    ({"Sparse": [None, 0, "1"]}, [(("Sparse", 1), "minimum"), (("Sparse", 2), "type")]),
    ({"Choice": {"A": 1}}, []),
    ({"Choice": {}}, [(("Choice",), "minProperties")]),
    ({"Choice": {"A": 1, "B": "ab"}}, [(("Choice",), "maxProperties")]),
    ({"Choice": {"C": 1}}, [(("Choice", "C"), "additionalProperties")]),
    ({"Inner": {}}, [(("Inner", "Deep"), "required")]),
    ({"Inner": {"deep": 1}}, [(("Inner", "Deep"), "required"), (("Inner", "deep"), "additionalProperties")]),
    ({"Inner": []}, [(("Inner",), "type")]),
    ({"More": 1, "a/b~c": 2}, [(("More",), "additionalProperties"), (("a/b~c",), "additionalProperties")]),
]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> EngineName:
    name: EngineName = request.param
    return name


@pytest.mark.parametrize(
    ("members", "expected"),
    CASES,
    ids=[str(case[0])[:60].encode("ascii", "backslashreplace").decode() for case in CASES],
)
def test_the_pointers_and_keywords_of_violations(
    thing: Contract, engine: EngineName, members: dict[str, object], expected: list[tuple[Pointer, str]]
) -> None:
    compiled = compile_schema(thing.schema(), engine)
    response = {"Name": "name", **members}
    assert compiled.violations(response) == expected
    assert compiled.is_valid(response) is (not expected)


@pytest.mark.parametrize("response", [None, [], "text", 5, True])
def test_a_response_that_is_not_an_object_has_the_wrong_type(
    thing: Contract, engine: EngineName, response: object
) -> None:
    assert compile_schema(thing.schema(), engine).violations(response) == [((), "type")]


keys = st.sampled_from(["", "1", "01", "+1", "0"]) | st.text(max_size=3)
members = st.one_of(
    st.sampled_from([members for members, _ in CASES]).flatmap(lambda chosen: st.sampled_from([chosen, dict(chosen)])),
    st.dictionaries(
        st.sampled_from(
            ["Name", "Status", "Size", "Made", "Data", "Tags", "Labels", "Sparse", "Choice", "Inner", "No"]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
            max_leaves=4,
        ),
    ),
)


@given(members)
def test_engines_agree_on_any_response(thing: Contract, response: dict[str, object]) -> None:
    fast, reference = (compile_schema(thing.schema(), engine) for engine in ENGINES)
    assert fast.violations(response) == reference.violations(response)
    assert fast.is_valid(response) is reference.is_valid(response) is (not fast.violations(response))


def test_a_wrong_type_hides_the_other_violations_of_a_value_but_not_of_its_key() -> None:
    mistyped, elsewhere = ("a", "b"), ("a", "c")
    violations = [
        Violation(mistyped, "type"),
        Violation(mistyped, "enum"),
        Violation(mistyped, "propertyNames/pattern"),
        Violation(elsewhere, "enum"),
    ]
    assert normalized([*violations, *violations]) == [violations[2], violations[0], violations[3]]


def test_violations_are_in_the_numerical_order_of_indices() -> None:
    pointers: list[Pointer] = [("a", 10), ("a", 9), ("a",), ("a", "b")]
    assert [violation.pointer for violation in normalized(Violation(pointer, "enum") for pointer in pointers)] == [
        ("a",), ("a", 9), ("a", 10), ("a", "b")
    ]  # fmt: skip


def test_an_unknown_engine_and_one_that_is_not_installed_are_named(
    thing: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        UsageError, match="unknown engine 'fastjsonschema'\n  expected one of 'jsonschema-rs', 'jsonschema'"
    ):
        compile_schema(thing.schema(), "fastjsonschema")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    monkeypatch.delitem(sys.modules, "shapeproof.validation.engines.reference_engine", raising=False)
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    with pytest.raises(MissingExtraError, match=r"shapeproof\[reference\]"):
        engines.compile_schema(thing.schema(), "jsonschema")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("pattern", "matching", "failing"),
    [
        ("^(?:[A-Za-z](?:-?[0-9A-Za-z]+)*)$", "a" * 60, "a" * 60 + "!"),  # RDS BlueGreenDeploymentName
        ("^(?:[0-9A-Za-z](?:-*[+\\-.0-9A-Za-z])*)$", "0" + "-+" * 30, "0" + "-+" * 30 + "!"),  # Bedrock JobName
        ("^(?:(?:a|a)*b)$", "a" * 100_000 + "b", "a" * 100_000),
        ("^(?:.*.*x)$", "a" * 100_000 + "x", "a" * 100_000),
        ("[a-z]*x", "a" * 100_000 + "x!", "a" * 100_000),
        ("^(?:" + "(?:a|a)" * 40 + ")$", "a" * 40, "a" * 40 + "\n"),
    ],
)
def test_no_pattern_hangs_an_engine(engine: EngineName, pattern: str, matching: str, failing: str) -> None:
    compiled = compile_schema({"type": "object", "propertyNames": {"pattern": pattern}}, engine)
    assert compiled.is_valid({matching: 1})
    assert compiled.violations({failing: 1}) == [Violation((failing,), "propertyNames/pattern")]
    compiled = compile_schema({"type": "string", "pattern": pattern}, engine)
    assert compiled.is_valid(matching)
    assert compiled.violations(failing) == [Violation((), "pattern")]
