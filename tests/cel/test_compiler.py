"""Compiled expressions have the values, and the errors, that CEL defines."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cel.random_expressions import STRUCTURES as RANDOM_STRUCTURES
from tests.cel.random_expressions import VARIABLES as RANDOM_VARIABLES
from tests.cel.random_expressions import expression, job

from shapeproof.cel.cel_error import CelError
from shapeproof.cel.checker import check
from shapeproof.cel.compiler import compile_expression
from shapeproof.cel.evaluation_error import EvaluationError, StepsExceededError
from shapeproof.cel.parser import MAX_DEPTH, MAX_NESTING, parse
from shapeproof.cel.syntax import Binary, Macro
from shapeproof.cel.types import (
    BOOL,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    ListType,
    MapType,
    Structures,
    StructureType,
    Type,
)

STRUCTURES: Structures = {
    "Job": {
        "Name": STRING,
        "Count": INT,
        "Limit": INT,
        "Score": DOUBLE,
        "Done": BOOL,
        "Start": TIMESTAMP,
        "End": TIMESTAMP,
        "Times": ListType(TIMESTAMP),
        "Tags": ListType(STRING),
        "Labels": MapType(STRING, STRING),
        "Part": StructureType("Job"),
        "Parts": ListType(StructureType("Job")),
        "Any": DYN,
        "Scores": ListType(DOUBLE),
    }
}
VARIABLES: Mapping[str, Type] = {"self": StructureType("Job"), "x": DYN}
JOB: dict[str, Any] = {
    "Name": "päth/one",
    "Count": 3,
    "Score": 2,
    "Done": True,
    "Start": "2024-01-01T00:00:00+00:00",
    "End": "2024-01-01T03:00:00.250000+02:00",
    "Times": ["2024-01-01T00:00:00Z", "2024-01-01T02:00:00+02:00"],
    "Tags": ["a", "b", "a"],
    "Labels": {"k": "v"},
    "Part": {"Count": 1, "Start": "2024-01-01T00:00:00Z"},
    "Parts": [{"Count": 1}, {"Count": 2, "Done": False}],
    "Any": {"n": 1, "s": "t", "l": [1, 1.0, True, None], "nan": math.nan},
    "Scores": [1, 2.5],
}


def value_of(source: str, job: object = JOB, x: object = None) -> Any:
    return compile_expression(check(parse(source), VARIABLES, STRUCTURES), ["self", "x"])(job, x)


def reason_of(source: str, job: object = JOB, x: object = None) -> str:
    with pytest.raises(EvaluationError) as caught:
        value_of(source, job, x)
    return caught.value.reason


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # Members, indices
        ("self.Name", "päth/one"),
        ("self.Part.Count", 1),
        ("self.Parts[1].Count", 2),
        ("self.Labels.k + self.Labels['k']", "vv"),
        ("has(self.Part.Count) && !has(self.Part.Name)", True),
        ("has(self.Labels.z)", False),
        ("self.Any.l[3]", None),
        ("self.Start", datetime(2024, 1, 1, tzinfo=UTC)),
        ("self.Times[1] == self.Times[0]", True),
        ("self.Parts[0] == self.Part", False),
        # Numbers
        ("7 / 2", 3),
        ("-7 / 2", -3),
        ("7 % -2", 1),
        ("-7 % 2", -1),
        ("self.Count * 2 - 1", 5),
        ("9223372036854775806 + 1", 2**63 - 1),
        ("self.Score / 4.0", 0.5),
        ("1.0 / 0.0", math.inf),
        ("-1.0 / 0.0", -math.inf),
        ("self.Count < self.Score", False),
        ("self.Count >= 2.5", True),
        ("9223372036854775807 < 9223372036854775807.0", True),
        ("0.0 / 0.0 == 0.0 / 0.0", False),
        ("0.0 / 0.0 != 0.0 / 0.0", True),
        ("0.0 / 0.0 < 1.0 || 0.0 / 0.0 >= 1.0", False),
        ("-0.0 == 0.0", True),
        ("-self.Score", -2.0),
        ("math.greatest(1, self.Count, 2)", 3),
        ("math.least(self.Scores)", 1.0),
        ("math.abs(-self.Count)", 3),
        ("self.Parts.map(p, p.Count).sum()", 3),
        ("self.Scores.sum()", 3.5),
        ("[1].filter(n, n > 1).sum()", 0),
        # Equality
        ("x == 1", False),
        ("self.Any.n == 1.0", True),
        ("self.Any.l[0] == self.Any.l[1]", True),
        ("self.Any.l[0] == self.Any.l[2]", False),
        ("self.Any.l == [1, 1.0, true, null]", True),
        ("self.Any.nan == self.Any.nan", False),
        ("[self.Any.nan] == [self.Any.nan]", False),
        ("self.Any.nan in [self.Any.nan]", False),
        ("self.Tags == ['a', 'b', 'a']", True),
        ("self.Tags != []", True),
        ("self.Labels == {'k': 'v'}", True),
        ("self.Times == [self.Start, self.Start]", True),
        ("self.Scores == [1.0, 2.5]", True),
        # Membership
        ("'a' in self.Tags", True),
        ("'z' in self.Tags", False),
        ("'k' in self.Labels", True),
        ("self.Name in ['a', 'b', 'c', 'd', 'päth/one']", True),
        ("2 in [1, 2]", True),
        ("2.0 in self.Scores", False),
        ("1.0 in self.Scores", True),
        ("self.Start in self.Times", True),
        ("dyn(true) in [1]", False),
        ("dyn(1.0) in [1]", True),
        ("dyn(true) in {1: 2}", False),
        ("{true: 1}[true]", 1),
        ("{1: 'a'}[dyn(1.0)]", "a"),
        # Strings
        ("size(self.Name)", 8),
        ("'😀'.size()", 1),
        ("self.Name.startsWith('pä') && self.Name.endsWith('one')", True),
        ("self.Name.contains('/') && !self.Name.contains('//')", True),
        ("self.Name.matches('^[^/]+/o')", True),
        ("matches(self.Name, '^o')", False),
        ("'a' + 'b' < 'b'", True),
        ("'a,b,c'.split(',')", ["a", "b", "c"]),
        ("'a,b,c'.split(',', 2)", ["a", "b,c"]),
        ("'abc'.split('')", ["a", "b", "c"]),
        ("''.split('')", [""]),
        ("self.Tags.join('-')", "a-b-a"),
        ("self.Tags.distinct()", ["a", "b"]),
        ("[1, 1.0, true, true, [1], [1.0], {'a': 1}, {'a': 1.0}, null, null].distinct().size()", 5),
        ("self.Any.l.distinct().size()", 3),
        ("'ABÄ'.lowerAscii() + 'abä'.upperAscii()", "abÄABä"),
        ("'aXbX'.replace('X', 'y') + 'aXbX'.replace('X', '', 1)", "aybyabX"),
        ("'abc'.substring(1) + 'abc'.substring(0, 1)", "bca"),
        ("'abc'.charAt(3)", ""),
        ("'abab'.indexOf('b') + 10 * 'abab'.lastIndexOf('b') + 100 * 'abab'.indexOf('b', 2)", 331),
        ("'abab'.lastIndexOf('b', 2)", 1),
        ("' \t\u3000a '.trim()", "a"),
        # Conversions
        ("int('-12') + int(' +5 ')", -7),
        ("int(2.9) + int(-2.9)", 0),
        ("int(self.Start)", 1704067200),
        ("int(timestamp('1969-12-31T23:59:59.5Z'))", -1),
        ("double('1e3') + double(self.Count)", 1003.0),
        ("string(self.Count) + string(true) + string(self.Score) + string('s')", "3true2s"),
        ("[1e6, 123456.5, 0.0001, 0.00001, -0.0].map(d, string(d))", ["1e+06", "123456.5", "0.0001", "1e-05", "-0"]),
        ("string(self.End)", "2024-01-01T01:00:00.250Z"),
        ("string(duration('-90m')) + string(duration('1.5s'))", "-5400s1.500s"),
        ("timestamp('2024-01-01T01:00:00+01:00') == self.Start", True),
        ("timestamp(0) < self.Start", True),
        # Times
        ("self.End - self.Start", timedelta(hours=1, microseconds=250000)),
        ("self.Start + duration('1h0.25s') == self.End", True),
        ("self.End - duration('1h') > self.Start", True),
        ("(self.End - self.Start).getSeconds()", 3600),
        ("(self.End - self.Start).getMilliseconds()", 250),
        ("(self.Start - self.End).getMinutes()", -60),
        ("self.Start.getFullYear() * 100 + self.Start.getMonth()", 202400),
        ("self.End.getHours()", 1),
        ("self.Start.getDayOfWeek() + self.Start.getDayOfYear() + self.Start.getDate() + self.Start.getDayOfMonth()", 2),
        ("self.Times.all(t, t == self.Start)", True),
        ("self.Times.map(t, t)[1]", datetime(2024, 1, 1, tzinfo=UTC)),
        ("self.Times.filter(t, t > self.Start)", []),
        ("[self.Part].all(p, p.Start == self.Start)", True),
        ("(self.Done ? self.Part : self.Parts[0]).Start == self.Start", True),
        ("(self.Done ? self.Start : timestamp(0)) == self.Start", True),
        ("timestamp('2024-01-01T00:00:00.123456789Z') == timestamp('2024-01-01T00:00:00.123456Z')", True),
        # Logic
        ("self.Limit > 0 || true", True),
        ("true || self.Limit > 0", True),
        ("self.Limit > 0 && false", False),
        ("self.Limit > 0 && self.Count > 5", False),
        ("x && false", False),
        ("(self.Limit > 0 && false) || self.Done", True),
        ("!(self.Limit > 0 && false)", True),
        ("self.Done ? 1 : 1 / 0", 1),
        # Macros
        ("self.Parts.all(p, p.Count > 0)", True),
        ("self.Parts.all(p, p.Done)", False),
        ("self.Parts.exists(p, !p.Done)", True),
        ("self.Parts.exists(p, p.Done) || true", True),
        ("self.Parts.exists_one(p, p.Count == 2)", True),
        ("self.Parts.exists_one(p, p.Count > 0)", False),
        ("self.Tags.map(t, t != 'b', t + t)", ["aa", "aa"]),
        ("self.Parts.filter(p, has(p.Done)).size()", 1),
        ("self.Labels.all(k, self.Labels[k] == 'v')", True),
        ("self.Labels.map(k, k)", ["k"]),
        ("[].all(e, 1 / 0 == 1)", True),
        ("[].exists(e, true)", False),
        ("self.Parts.all(p, self.Parts.exists(q, q.Count == p.Count))", True),
        ("self.Parts.map(p, self.Parts.map(q, p.Count * q.Count))", [[1, 2], [2, 4]]),
        ("[1, 2].map(self, self * 2)", [2, 4]),
        ("self.Any.l.map(y, y)", [1, 1.0, True, None]),
    ],
)  # fmt: skip
def test_values(source: str, expected: Any) -> None:
    value = value_of(source)
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("self.Limit", "member Limit is absent"),
        ("self.Part.Part.Name", "member Part is absent"),
        ("self.Limit > 0 && true", "member Limit is absent"),
        ("false || self.Limit > 0", "member Limit is absent"),
        ("self.Limit > 0 || self.Part.Name == 'a'", "member Limit is absent"),
        ("self.Labels['z']", "key 'z' is absent"),
        ("self.Labels.z", "member z is absent"),
        ("self.Any.`a-b`", "member 'a-b' is absent"),
        ("self.Parts[2]", "index 2 of a list of 2"),
        ("self.Parts[-1]", "index -1 of a list of 2"),
        ("self.Any.s.t", "member t of a string"),
        ("has(self.Any.s.t)", "member t of a string"),
        ("self.Any.l.t", "member t of a list"),
        ("1 / 0", "a division by zero"),
        ("self.Count % 0", "a division by zero"),
        ("9223372036854775807 + 1", "an integer doesn't fit in 64 bits"),
        ("-9223372036854775808 - 1", "an integer doesn't fit in 64 bits"),
        ("9223372036854775807 * 2", "an integer doesn't fit in 64 bits"),
        ("-9223372036854775808 / -1", "an integer doesn't fit in 64 bits"),
        ("-9223372036854775808 % -1", "an integer doesn't fit in 64 bits"),
        ("-(-9223372036854775808)", "an integer doesn't fit in 64 bits"),
        ("[9223372036854775807, 1].sum()", "an integer doesn't fit in 64 bits"),
        ("int('abc')", "'abc' is not an integer of 64 bits"),
        ("int('1_0')", "'1_0' is not an integer of 64 bits"),
        ("int('٣')", "'٣' is not an integer of 64 bits"),
        ("int('9223372036854775808')", "an integer doesn't fit in 64 bits"),
        ("int(1e19)", "a double doesn't fit in an integer of 64 bits"),
        ("int(0.0 / 0.0)", "a double doesn't fit in an integer of 64 bits"),
        ("double('1_0')", "'1_0' is not a number"),
        ("timestamp('2024-01-01')", "'2024-01-01' is not a time in RFC 3339"),
        ("timestamp('2024-13-01T00:00:00Z')", "'2024-13-01T00:00:00Z' is not a time between the years 1 and 9999"),
        ("duration('1d')", "'1d' is not a duration such as '1h30m'"),
        ("duration('99999999h')", "the duration '99999999h' is too long"),
        ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "a time is not between the years 1 and 9999"),
        ("'abc'.charAt(4)", "position 4 of a string of 3 characters"),
        ("'abc'.substring(2, 1)", "a substring that ends at 1, before its start at 2"),
        ("'abc'.indexOf('a', -1)", "position -1 of a string of 3 characters"),
        ("self.Any.n + self.Any.s", "+ doesn't take (int, string)"),
        ("self.Any.n + 1.0", "+ doesn't take (int, double)"),
        ("self.Any.n < self.Any.s", "an int can't be compared with a string"),
        ("'a' in self.Any.n", "expected a list or a map after in, got an int"),
        ("self.Any.s && true", "expected a bool, got a string"),
        ("self.Any.n ? 1 : 2", "expected a bool, got an int"),
        ("self.Any.n.all(y, true)", "expected a list or a map, got an int"),
        ("self.Any.l.all(y, y)", "expected a bool, got an int"),
        ("self.Parts.exists_one(p, p.Done)", "member Done is absent"),
        ("self.Parts.map(p, p.Done)", "member Done is absent"),
        ("self.Parts.filter(p, p.Done)", "member Done is absent"),
        ("self.Parts.exists(p, p.Done)", "member Done is absent"),
        ("math.greatest([1].filter(n, n > 1))", "an empty list has no extremum"),
        ("{self.Name: 1, self.Name: 2}", "key 'päth/one' occurs twice"),
        ("x.a", "member a of a null_type"),
    ],
)  # fmt: skip
def test_errors(source: str, reason: str) -> None:
    assert reason_of(source) == reason


@pytest.mark.parametrize("source", ["self.Count > 1", "self.Start < self.End", "self.Parts.all(p, p.Count > 0)",
                                    "self.Name.startsWith('a')", "self.Count + 1 > 2", "self.Count * 9223372036854775807 > 2", "self.Score * 2.0 > 1.0",
                                    "self.Part.Name == 'a'", "size(self.Tags) > 1", "self.Tags.join() == ''",
                                    "self.Tags.distinct() == self.Tags", "self.Times == self.Times",
                                    "self.Name.matches('a')", "int(self.Name) > 1", "self.Parts[0].Count == 1",
                                    "self.Any.l.all(y, y > 1)", "self.Labels['a'] == 'b'", "self.Scores.sum() > 1.0"])  # fmt: skip
@pytest.mark.parametrize("value", [None, True, 1, 1.5, "a", [], [1], {}, {"a": 1}, [None], "\ud800"])
def test_values_of_the_wrong_type_have_a_result_or_an_error(source: str, value: Any) -> None:
    for response in (value, dict.fromkeys(STRUCTURES["Job"], value)):
        try:
            assert value_of(source, response) in (True, False)
        except EvaluationError as error:
            reason = error.reason
            assert reason


def test_an_integer_may_be_written_with_a_fraction_of_zero() -> None:
    assert value_of("string(self.Count + 1) + string(self.Count)", {"Count": 5.0}) == "65"
    assert value_of("self.Count / 2", {"Count": 5.0}) == 2


def test_a_node_is_compiled_alone() -> None:
    expression = parse("self.Parts.all(part, part.Count < self.Count)")
    checked = check(expression, VARIABLES, STRUCTURES)
    assert isinstance(expression, Macro)
    assert isinstance(expression.body, Binary)
    compiled = compile_expression(checked, ["part", "self"], expression.body)
    assert compiled({"Count": 1}, {"Count": 2}) is True
    assert compile_expression(checked, ["self"], expression.body.right)({"Count": 2}) == 2


def shared(depth: int) -> str:
    """A list of lists whose items are all the same object, so that it takes little memory and long to read."""
    source = "self.Count"
    for number in range(depth):
        source = f"[{source}].map(x{number}, [{', '.join([f'x{number}'] * 8)}])[0]"
    return source


LONG: dict[str, Any] = {
    "Tags": ["a"] * 5_000, "Name": "n" * 500_000, "Labels": {}, "Parts": [{"Tags": ["a"] * 10}] * 5_000
}  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "self.Tags.all(t, self.Tags.all(u, t == u))",
        "self.Tags.all(t, !(t + 'b' in self.Tags))",
        "self.Tags.all(t, !self.Name.contains(t))",
        "self.Tags.all(t, self.Tags == self.Tags)",
        "self.Tags.map(t, self.Name + t).size() > 0",
        "self.Tags.map(t, self.Name).all(n, n == self.Name)",
        "self.Tags.map(t, self.Tags).all(u, u.all(v, v == 'a'))",
        "self.Tags.all(t, self.Parts == self.Parts)",
        "self.Tags.all(t, self.Name.matches('b|n$'))",
        "self.Tags.exists(t, self.Tags.exists(u, t != u))",
        "[1, 2].all(i, self.Tags.all(t, self.Name.endsWith('n')))",
        "self.Tags.all(t, x == self.Parts)",
        f"[{shared(8)}].distinct().size() > 0",
        f"{shared(8)} == {shared(8)}",
        f"{shared(8)} in [{shared(8)}]",
        f"self.Tags.map(t, t.replace('a', '{'b' * 1_000}')).size() > 0",
        f"self.Tags.map(t, self.Tags.join('{'b' * 1_000}')).size() > 0",
    ],
)
def test_running_time_and_memory_are_bounded(source: str) -> None:
    with pytest.raises(StepsExceededError):
        value_of(source, LONG | {"Count": 1}, x=LONG["Parts"])


@pytest.mark.parametrize(
    "source",
    [
        "self.Tags.all(t, t == 'a' && t in ['a', 'b'])",
        "self.Parts.all(p, p.Tags.all(t, t == 'a') && p.Tags.size() == 10 && 'a' in p.Tags)",
        "self.Parts.filter(p, has(p.Tags)).all(p, p.Tags.exists(t, t.startsWith('a')))",
        "self.Tags.distinct().size() == 1",
        "self.Tags.all(t, !(t in self.Labels))",
    ],
)
def test_loops_over_parts_of_a_response_are_not_limited(source: str) -> None:
    longer = LONG | {"Tags": LONG["Tags"] * 40, "Parts": LONG["Parts"] * 40}
    assert value_of(source, longer) is True


@pytest.mark.parametrize("source", ["self.Name.replace('', self.Name)", "self.Tags.join(self.Name)"])
def test_strings_do_not_fill_the_memory(source: str) -> None:
    assert reason_of(source, LONG) == "a string of more than 10,000,000 characters"


@pytest.mark.parametrize(
    "source",
    [
        " && ".join(["self.Limit > 0"] * (MAX_DEPTH - 2)),
        " + ".join(["self.Limit"] * (MAX_DEPTH - 1)),
        "(true || " * (MAX_NESTING - 1) + "self.Limit > 0" + ")" * (MAX_NESTING - 1),
        "self.Labels.all(t, " * (MAX_NESTING - 1) + "self.Limit > 0" + ")" * (MAX_NESTING - 1),
        "[1].map(t, " * (MAX_NESTING - 1) + "self.Limit" + ")" * (MAX_NESTING - 1),
        "true ? false : " * (MAX_NESTING - 1) + "self.Limit > 0",
        "!" * (MAX_DEPTH - 2) + "self.Done",
    ],
)
def test_the_deepest_expressions_are_compiled(source: str) -> None:
    try:
        value_of(source)
    except EvaluationError as error:
        reason = error.reason
        assert reason == "member Limit is absent"


def test_code_knows_nothing_but_what_an_expression_needs() -> None:
    compiled: Any = compile_expression(check(parse("self.Count + 1"), VARIABLES, STRUCTURES), ["self"])
    assert set(compiled._fast.__globals__) == {"__builtins__", "all", "any", "len", "g0"}
    assert compiled._fast.__globals__["__builtins__"] == {}


def test_the_engine_of_patterns_is_not_broken_by_its_first_call() -> None:
    program = """
from jsonschema_rs import Draft202012Validator
from shapeproof.cel.checker import check
from shapeproof.cel.compiler import compile_expression
from shapeproof.cel.parser import parse
from shapeproof.cel.types import STRING
matches = compile_expression(check(parse("self.matches('a')"), {"self": STRING}, {}), ["self"])
assert matches("a")
assert Draft202012Validator({"type": "number"}).is_valid(1)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


@given(st.integers(0, 2**40))
def test_whatever_is_written_is_refused_or_evaluated(seed: int) -> None:
    """Random expressions, in which pieces are removed, repeated and exchanged, on values that may have any type."""
    random = Random(seed)
    kinds: list[Type] = [BOOL, INT, STRING, DURATION, ListType(STRING)]
    described = random.choice(kinds)
    pieces = re.findall(r"\w+|'[^']*'|.", expression(random, described))
    for _ in range(random.randrange(4)):
        position, other = random.randrange(len(pieces)), random.randrange(len(pieces))
        pieces[position : position + random.randrange(2)] = pieces[other : other + random.randrange(3)] or ["x"]
    scrambled = [random.choice([None, 1, True, 1.5, "a", [], {}, [1], {"a": 1}]) for _ in RANDOM_STRUCTURES["Job"]]
    wrong = dict(zip(RANDOM_STRUCTURES["Job"], scrambled, strict=True))
    try:
        checked = check(parse("".join(pieces)), RANDOM_VARIABLES, RANDOM_STRUCTURES)
    except CelError as error:
        column = error.column
        assert 0 <= column <= len("".join(pieces))
        return
    compiled = compile_expression(checked, list(RANDOM_VARIABLES))
    for value in (job(random), wrong, random.choice(scrambled)):
        try:
            compiled(value, job(random))
        except EvaluationError as error:
            reason = error.reason
            assert reason
