"""What CEL's own conformance suite says of the subset holds.

`cel_spec.json` states cases of `tests/simple` of the specification (github.com/google/cel-spec, Apache-2.0): expressions with
their values, by the files of the suite. Those that the subset doesn't have are refused.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.checker import check
from shapeproof.cel.compiler import compile_expression
from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.parser import parse

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "cel_spec.json").read_text(encoding="utf-8")
)
ALL = [case for cases in CASES.values() for case in cases]


def value_of(source: str) -> object:
    """The value of an expression, with its type: 1, 1.0 and true are different, and so are zeros of both signs."""
    value = compile_expression(check(parse(source), {}, {}), [])()
    return described(value)


def described(value: object) -> object:
    if isinstance(value, list):
        return [described(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: described(item) for key, item in cast("dict[object, object]", value).items()}
    return type(value).__name__, repr(value)


def names(case: dict[str, Any]) -> str:
    return str(case["expression"])


@pytest.mark.parametrize("case", [case for case in ALL if "value" in case and "differs" not in case], ids=names)
def test_values(case: dict[str, Any]) -> None:
    assert value_of(case["expression"]) == described(case["value"])


@pytest.mark.parametrize("case", [case for case in ALL if "double" in case], ids=names)
def test_doubles_that_json_does_not_have(case: dict[str, Any]) -> None:
    assert value_of(case["expression"]) == described(float(case["double"]))


@pytest.mark.parametrize("case", [case for case in ALL if "error" in case and "differs" not in case], ids=names)
def test_errors(case: dict[str, Any]) -> None:
    with pytest.raises(EvaluationError):
        value_of(case["expression"])


@pytest.mark.parametrize("case", [case for case in ALL if "refused" in case], ids=names)
def test_what_is_outside_of_the_subset_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(CelError) as caught:
        value_of(case["expression"])
    assert 0 <= caught.value.column < len(case["expression"])


@pytest.mark.parametrize("case", [case for case in ALL if "differs" in case], ids=names)
def test_nanoseconds_are_dropped(case: dict[str, Any]) -> None:
    assert case["differs"] == "nanoseconds"
    assert value_of(case["expression"]) != described(case.get("value"))


def test_the_suite_is_covered() -> None:
    kinds = Counter("differs" if "differs" in case else "refused" if "refused" in case else "held" for case in ALL)
    assert kinds == {"held": 410, "refused": 53, "differs": 5}
