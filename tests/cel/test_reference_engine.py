"""Our compiler and Google's engine for CEL give the same values, and errors at the same places."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cel.random_expressions import STRUCTURES, VARIABLES, expression, job, reference_value

from shapeproof.cel.checker import check
from shapeproof.cel.compiler import compile_expression
from shapeproof.cel.evaluation_error import EvaluationError
from shapeproof.cel.parser import parse
from shapeproof.cel.types import BOOL, DURATION, INT, STRING, ListType, StructureType, Type

cel: Any = pytest.importorskip(
    "cel_expr_python.cel", reason="cel-expr-python isn't installed; it is in the extra `rules`"
)
strings: Any = pytest.importorskip("cel_expr_python.ext.ext_strings")
mathematics: Any = pytest.importorskip("cel_expr_python.ext.ext_math")

RESULTS: tuple[Type, ...] = (*(BOOL,) * 9, INT, STRING, DURATION, ListType(STRING), ListType(INT))
ERROR = ("error",)
FROM_AN_EXTENSION = ("error of an extension",)
"""The reference doesn't absorb errors of the functions of its extensions, against the specification."""
EXTENSION_ERRORS = ("INVALID_ARGUMENT: <string>.", "INVALID_ARGUMENT: index out of range")
Outcome = tuple[Any, ...]
Engine = Callable[[dict[str, Any], dict[str, Any]], Outcome]


@pytest.fixture(scope="module")
def environment() -> Any:
    structure = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    return cel.NewEnv(
        variables=dict.fromkeys(VARIABLES, structure), extensions=[strings.ExtStrings(), mathematics.ExtMath()]
    )


def ours(source: str, expected: Type) -> Engine:
    compiled = compile_expression(check(parse(source), VARIABLES, STRUCTURES, expected), list(VARIABLES))

    def evaluate(own: dict[str, Any], root: dict[str, Any]) -> Outcome:
        try:
            return ("value", comparable(compiled(own, root)))
        except EvaluationError:
            return ERROR

    return evaluate


def theirs(source: str, environment: Any) -> Engine:
    compiled = environment.compile(source)

    def evaluate(own: dict[str, Any], root: dict[str, Any]) -> Outcome:
        job_type = StructureType("Job")
        data = {"self": reference_value(own, job_type), "root": reference_value(root, job_type)}
        try:
            value = compiled.eval(data=data)
        except RuntimeError:
            return ERROR
        if value.type().name() != "ERROR":
            return ("value", comparable(value.plain_value()))
        return FROM_AN_EXTENSION if str(value.value()).startswith(EXTENSION_ERRORS) else ERROR

    return evaluate


def comparable(value: object) -> object:
    """A value with its type, so that 1, 1.0 and true differ, and NaN is one value."""
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    if isinstance(value, list):
        return [comparable(item) for item in cast("list[object]", value)]
    return type(value).__name__, value


def compare(random: Random, environment: Any, values: int) -> Counter[str]:
    """Compare the engines on one expression and some values: how often they agree, and on what."""
    described = random.choice(RESULTS)
    source = expression(random, described)
    try:
        reference = theirs(source, environment)
    except RuntimeError as error:  # it takes `map` of an empty list for a list of any type, and the like
        reason = str(error)
        assert "no matching overload" in reason, source
        return Counter({"refused by the reference": values})
    compiled = ours(source, described)
    counts = Counter[str]()
    for _ in range(values):
        own, root = job(random), job(random)
        expected, found = reference(own, root), compiled(own, root)
        if expected == FROM_AN_EXTENSION:
            counts["errors of extensions"] += 1
            continue
        assert found == expected, f"{source}\nself: {own}\nroot: {root}"
        counts["errors" if found == ERROR else "bools" if described == BOOL else "other values"] += 1
    return counts


@given(st.integers(0, 2**40))
def test_the_engines_agree(environment: Any, seed: int) -> None:
    compare(Random(seed), environment, values=3)


@pytest.mark.survey
def test_the_engines_agree_on_100_000_pairs(environment: Any) -> None:
    random = Random(20261127)
    counts = Counter[str]()
    while counts["bools"] + counts["errors"] + counts["other values"] < 100_000:
        counts += compare(random, environment, values=10)
    print(dict(counts))  # noqa: T201
    assert counts["bools"] > 40_000
    assert counts["errors"] < 50_000
