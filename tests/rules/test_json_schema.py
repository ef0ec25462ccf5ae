"""Rules as JSON Schema: what it can say, and that both engines then agree with the expressions."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from itertools import islice
from typing import Any, Final

import jsonschema
import pytest

from shapeproof.cel.checker import check
from shapeproof.cel.parser import parse
from shapeproof.cel.types import BOOL, DOUBLE, INT, STRING, TIMESTAMP, ListType, MapType, Structures, StructureType
from shapeproof.contract import Schema, value_at
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.registry import ContractRegistry
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.evaluator import compile_rules
from shapeproof.rules.expression_schema import NotExpressibleError, expression_as_schema
from shapeproof.rules.json_schema import rule_as_schema, with_rules
from shapeproof.rules.reading import rules_of
from shapeproof.validation.engines.compilation import ENGINES, Engine, EngineName, compile_schema

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
CONTRACT: Final = ContractRegistry().load(FLAGSHIP)
SCHEMA: Final = CONTRACT.response
STRUCTURES: Final[Structures] = {
    "Thing": {
        "On": BOOL,
        "State": STRING,
        "Count": INT,
        "Share": DOUBLE,
        "Time": TIMESTAMP,
        "Names": ListType(STRING),
        "Tags": MapType(STRING, STRING),
        "Part": StructureType("Thing"),
        "Parts": ListType(StructureType("Thing")),
    }
}
TRUE_AND_FALSE: Final[list[tuple[str, dict[str, Any], dict[str, Any]]]] = [
    ("self.On", {"On": True}, {"On": False}),
    ("!self.On", {"On": False}, {"On": True}),
    ("has(self.State)", {"State": "a"}, {}),
    ("!has(self.Part.State)", {"Part": {}}, {"Part": {"State": "a"}}),
    ("has(self.On) != has(self.State)", {"On": False}, {"On": True, "State": "a"}),
    ("has(self.On) == has(self.State)", {}, {"On": True}),
    ("self.State == 'a'", {"State": "a"}, {"State": "b"}),
    ("'a' != self.State", {"State": "b"}, {"State": "a"}),
    ("self.State in ['a', 'b']", {"State": "b"}, {"State": "c"}),
    ("self.Count > 3", {"Count": 4}, {"Count": 3}),
    ("3 > self.Count", {"Count": 2}, {"Count": 3}),
    ("self.Count >= -3", {"Count": -3}, {"Count": -4}),
    ("self.Share <= 0.5", {"Share": 0.5}, {"Share": 0.6}),
    ("!has(self.State) || self.State == 'a'", {}, {"State": "b"}),
    ("has(self.State) && self.State == 'a'", {"State": "a"}, {}),
    ("has(self.State) ? self.State == 'a' : self.On", {"On": True}, {"State": "b", "On": True}),
    ("size(self.Names) < 2", {"Names": ["a"]}, {"Names": ["a", "b"]}),
    ("size(self.Names) == 1", {"Names": ["a"]}, {"Names": []}),
    ("size(self.Names) != 1", {"Names": []}, {"Names": ["a"]}),
    ("self.State.size() > 1", {"State": "ab"}, {"State": "a"}),
    ("size(self.Tags) >= 1", {"Tags": {"a": ""}}, {"Tags": {}}),
    ("size(self.Names) < 0 || self.On", {"Names": [], "On": True}, {"Names": [], "On": False}),
    ("self.Names.all(n, n == 'a')", {"Names": ["a"]}, {"Names": ["a", "b"]}),
    ("self.Names.exists(n, n == 'a')", {"Names": ["b", "a"]}, {"Names": ["b"]}),
    ("self.Names.exists_one(n, n == 'a')", {"Names": ["b", "a"]}, {"Names": ["a", "a"]}),
    ("self.Parts.all(p, has(p.State) && p.Count > 0)", {"Parts": []}, {"Parts": [{"State": "a", "Count": 0}]}),
    ("self.Parts.exists(p, p.Names.all(n, n == 'a'))", {"Parts": [{"Names": []}]}, {"Parts": [{"Names": ["b"]}]}),
    ("self.Tags.all(key, key in ['a'])", {"Tags": {"a": "1"}}, {"Tags": {"b": "1"}}),
    ("self.Tags.exists(key, key == 'a')", {"Tags": {"a": "1", "b": "2"}}, {"Tags": {"b": "1"}}),
    ("'a' in self.Tags", {"Tags": {"a": "1"}}, {"Tags": {}}),
    ("'a' in self.Names", {"Names": ["b", "a"]}, {"Names": ["b"]}),
    ("self.Tags['a'] == '1'", {"Tags": {"a": "1"}}, {"Tags": {"a": "2"}}),
    ("self.State.matches('^a+$')", {"State": "aa"}, {"State": "ab"}),
    ("self.State.startsWith('a.')", {"State": "a.b"}, {"State": "ab"}),
    ("self.State.endsWith('(1)')", {"State": "a(1)"}, {"State": "a1"}),
    ("self.State.contains('/')", {"State": "a/b"}, {"State": "ab"}),
    ("true", {}, {}),
]


def schema_of(text: str) -> dict[str, Any]:
    variables = {"self": StructureType("Thing"), "other": StructureType("Thing")}
    return expression_as_schema(check(parse(text), variables, STRUCTURES, BOOL), "self")


def accepts(schema: Schema, value: object, engine: EngineName) -> bool:
    return compile_schema({"$schema": SCHEMA["$schema"], **schema}, engine).is_valid(value)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("text", "true", "false"), TRUE_AND_FALSE, ids=[row[0] for row in TRUE_AND_FALSE])
def test_a_schema_accepts_what_an_expression_is_true_for(
    text: str, true: dict[str, Any], false: dict[str, Any], engine: EngineName
) -> None:
    schema = schema_of(text)
    assert accepts(schema, true, engine)
    assert accepts(schema, false, engine) is (text == "true")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("self.Count < size(self.Names)", "compares members with each other"),
        ("self.Time < timestamp('2024-01-01T00:00:00Z')", "compares members with each other"),
        ("self.Count + 1 > 2", "reads more than members"),
        ("self.State < 'b'", "compares the order of what are not numbers"),
        ("self.Names.all(n, n == self.State)", "compares members with each other"),
        ("self.Names.all(n, self.On)", "reads what is outside of an item"),
        ("other.On", "reads what is outside of an item"),
        ("self.Names[0] == 'a'", "reads more than members"),
        ("self.State.lowerAscii() == 'a'", "reads more than members"),
        ("self.State.endsWith(self.State)", "calls endsWith"),
        ("self.Tags.exists_one(key, key == 'a')", "calls exists_one"),
        ("size(self.Names.map(n, n)) == 1", "reads more than members"),
    ],
)
def test_what_json_schema_cannot_say_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotExpressibleError) as caught:
        schema_of(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize("engine", ENGINES)
def test_the_rules_of_the_flagship_accept_and_refuse_their_examples(engine: EngineName) -> None:
    stated = 0
    for rule in rules_of(SCHEMA):
        checked = check_rule(rule, SCHEMA)
        try:
            schema = rule_as_schema(checked)
        except NotExpressibleError:
            continue
        stated += 1
        assert accepts(schema, rule.keeps, engine), rule.id
        assert not accepts(schema, rule.breaks, engine), rule.id
    assert stated == 31


def test_a_schema_with_rules_states_errors_only() -> None:
    result = with_rules(SCHEMA)
    titles = [rule["title"] for definition in result.schema["$defs"].values() for rule in definition.get("allOf", ())]
    assert set(titles) | result.left_out.keys() == {rule.id for rule in rules_of(SCHEMA)}
    assert set(titles).isdisjoint(result.left_out)
    assert result.left_out["HPT008"] == "is off"
    assert result.left_out["HPT010"] == "is a warning"
    assert result.left_out["HPT015"] == "reads the whole response"
    assert result.left_out["HPT101"] == "compares two responses"
    assert "allOf" not in json.dumps(SCHEMA), "the schema itself stays as it is"
    jsonschema.Draft202012Validator.check_schema(result.schema)


@pytest.mark.parametrize(("engine", "number"), [("jsonschema-rs", 100), ("jsonschema", 15)])
def test_schemas_and_expressions_agree_on_what_the_schema_allows(engine: EngineName, number: int) -> None:
    schemas: dict[str, Engine] = {}
    for rule in rules_of(SCHEMA):
        with suppress(NotExpressibleError):
            schema = {"$schema": SCHEMA["$schema"], **rule_as_schema(check_rule(rule, SCHEMA))}
            schemas[rule.id] = compile_schema(schema, engine)
    evaluator = compile_rules(SCHEMA, [rule for rule in rules_of(SCHEMA) if rule.id in schemas])
    states: Counter[tuple[str, str]] = Counter()
    for response in islice(corpus(CONTRACT), number):
        for outcome in evaluator.outcomes(response):
            states[outcome.rule.id, outcome.state] += 1
            value = value_at(response, outcome.pointer)
            assert outcome.state != "not_checked", outcome
            assert schemas[outcome.rule.id].is_valid(value) == (outcome.state != "broken"), outcome
    if engine == "jsonschema-rs":
        assert len({rule for rule, state in states if state == "broken"}) >= 25
        assert len({rule for rule, state in states if state == "kept"}) >= 25
