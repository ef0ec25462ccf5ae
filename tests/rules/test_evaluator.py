"""Rules are evaluated at the structures that they are about, wherever a response has them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import value_at
from shapeproof.errors import CaptureError
from shapeproof.registry import load
from shapeproof.rules.evaluator import Evaluator, compile_rules, evaluator_of
from shapeproof.rules.rule import Rule


def refers(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


INTEGER = {"type": "integer"}
SCHEMA: dict[str, Any] = {
    **refers("Job"),
    "$defs": {
        "Job": {
            "type": "object",
            "properties": {
                "Total": INTEGER,
                "Done": INTEGER,
                "Best": refers("Part"),
                "Parts": {"type": "array", "items": refers("Part")},
                "ByName": {"type": "object", "additionalProperties": refers("Part")},
                "Sparse": {"type": "array", "items": {"anyOf": [refers("Part"), {"type": "null"}]}},
                "Grid": {"type": "array", "items": {"type": "array", "items": refers("Part")}},
                "Tree": refers("Tree"),
                "Config": refers("Config"),
            },
        },
        "Part": {"type": "object", "properties": {"Size": INTEGER, "Limit": INTEGER, "Name": {"type": "string"}}},
        "Tree": {
            "type": "object",
            "properties": {"Depth": INTEGER, "Children": {"type": "array", "items": refers("Tree")}},
        },
        "Config": {"type": "object", "properties": {"Mode": {"type": "string"}, "Inner": refers("Inner")}},
        "Inner": {"type": "object", "properties": {"Size": INTEGER}},
        "Unused": {"type": "object", "properties": {"Size": INTEGER}},
    },
}


def rule(number: int, structure: str, body: str, when: str | None = None, message: str | None = None) -> Rule:
    return Rule(f"T{number}", structure, body, when, f"wrong {number}", message, ("Size",), "error", "s", {}, {})


RULES = [
    rule(1, "Job", "self.Done <= self.Total", "has(self.Done) && has(self.Total)", "'done: ' + string(self.Done)"),
    rule(2, "Part", "self.Size <= self.Limit", "has(self.Limit)"),
    rule(3, "Part", "!has(self.Name) || self.Name != '' && root.Total > 0"),
    rule(4, "Tree", "self.Children.all(child, child.Depth == self.Depth + 1)", "has(self.Children)"),
    rule(5, "Inner", "self.Size > 0", "has(self.Size)", "self.Size > 5 ? '' : string(1 / self.Size)"),
    rule(6, "Unused", "self.Size > 0"),
    rule(7, "Job", "self.Done >= oldSelf.Done", "has(self.Done) && has(oldSelf.Done)"),
    rule(8, "Part", "self.Size >= oldSelf.Size"),
]


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return compile_rules(SCHEMA, RULES)


GOOD = {"Size": 1, "Limit": 2}
BAD = {"Size": 3, "Limit": 2}


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({}, []),
        ({"Done": 1, "Total": 2}, []),
        ({"Done": 3, "Total": 2}, [("T1", (), "broken", "done: 3")]),
        ({"Best": GOOD, "Parts": [GOOD, GOOD]}, []),
        ({"Best": BAD}, [("T2", ("Best",), "broken", "wrong 2")]),
        ({"Parts": [GOOD, BAD, BAD]}, [("T2", ("Parts", index), "broken", "wrong 2") for index in (1, 2)]),
        ({"ByName": {"a": GOOD, "b/c": BAD}}, [("T2", ("ByName", "b/c"), "broken", "wrong 2")]),
        ({"Sparse": [None, BAD, None]}, [("T2", ("Sparse", 1), "broken", "wrong 2")]),
        ({"Grid": [[GOOD], [GOOD, BAD]]}, [("T2", ("Grid", 1, 1), "broken", "wrong 2")]),
        ({"Best": {"Limit": 1}}, [("T2", ("Best",), "not_checked", "member Size is absent")]),
        ({"Best": {"Name": "a"}, "Total": 1}, []),
        ({"Best": {"Name": "a"}, "Total": 0}, [("T3", ("Best",), "broken", "wrong 3")]),
        ({"Best": {"Name": ""}}, [("T3", ("Best",), "broken", "wrong 3")]),
        ({"Best": {"Name": "a"}}, [("T3", ("Best",), "not_checked", "member Total is absent")]),
        ({"Tree": {"Depth": 0, "Children": [{"Depth": 1, "Children": [{"Depth": 2}]}]}}, []),
        ({"Tree": {"Depth": 0, "Children": [{"Depth": 1, "Children": [{"Depth": 3}]}]}},
         [("T4", ("Tree", "Children", 0), "broken", "wrong 4")]),
        ({"Config": {"Inner": {"Size": 1}}}, []),
        ({"Config": {"Inner": {"Size": -1}}}, [("T5", ("Config", "Inner"), "broken", "-1")]),
        ({"Config": {"Inner": {"Size": 0}}}, [("T5", ("Config", "Inner"), "broken", "wrong 5")]),
    ],
)  # fmt: skip
def test_broken(evaluator: Evaluator, response: object, expected: list[tuple[object, ...]]) -> None:
    found = [(o.rule.id, o.pointer, o.state, o.message or o.reason) for o in evaluator.broken(response)]
    assert found == expected


def test_outcomes(evaluator: Evaluator) -> None:
    response = {"Done": 1, "Total": 1, "Best": BAD, "Parts": [GOOD], "Tree": {}}
    assert [(outcome.rule.id, outcome.pointer, outcome.state) for outcome in evaluator.outcomes(response)] == [
        ("T1", (), "kept"),
        ("T2", ("Best",), "broken"),
        ("T3", ("Best",), "kept"),
        ("T2", ("Parts", 0), "kept"),
        ("T3", ("Parts", 0), "kept"),
        ("T4", ("Tree",), "not_relevant"),
    ]


def test_transitions(evaluator: Evaluator) -> None:
    def states(old: object, new: object) -> list[tuple[str, object, str]]:
        return [(outcome.rule.id, outcome.pointer, outcome.state) for outcome in evaluator.transitions(old, new)]

    assert states({"Done": 1}, {"Done": 2}) == [("T7", (), "kept")]
    assert states({"Done": 2}, {"Done": 1}) == [("T7", (), "broken")]
    assert states({}, {"Done": 1}) == [("T7", (), "not_relevant")]
    # Structures at the same place, but for items of lists.
    assert states({"Best": BAD}, {"Best": GOOD}) == [("T7", (), "not_relevant"), ("T8", ("Best",), "broken")]
    assert states({"ByName": {"a": GOOD}}, {"ByName": {"a": {}, "b": GOOD}})[1:] == [
        ("T8", ("ByName", "a"), "not_checked")
    ]
    assert states({"Parts": [BAD]}, {"Parts": [GOOD]})[1:] == []


def test_only_what_rules_are_about_is_visited(evaluator: Evaluator) -> None:
    places = evaluator._single._places  # pyright: ignore[reportPrivateUsage]
    assert set(places.members) == {"Job", "Part", "Tree", "Config", "Inner", "Unused"}
    assert set(places.members["Config"]) == {"Inner"}
    assert places.repeated == {"Part", "Tree"}


def test_a_schema_without_rules_has_an_evaluator() -> None:
    evaluator = compile_rules(SCHEMA)
    assert evaluator.broken({"Done": 1}) == evaluator.outcomes({"Done": 1}) == []


def test_the_evaluator_of_a_contract_is_kept() -> None:
    contract = load("sagemaker.describe_hyper_parameter_tuning_job")
    assert evaluator_of(contract) is evaluator_of(contract)


def test_a_mistake_in_a_rule_names_it() -> None:
    with pytest.raises(
        CaptureError, match=r"^rule T9: when, column 6: Part has no member Sise\n  did you mean Size\?$"
    ):
        compile_rules(SCHEMA, [rule(9, "Part", "true", "self.Sise > 1")])


def test_steps_are_those_of_a_response() -> None:
    rules = [rule(1, "Part", "root.Parts.all(part, part.Size == self.Size)")]
    evaluator = compile_rules(SCHEMA, rules)
    assert evaluator.broken({"Parts": [{"Size": 1}] * 500}) == []
    outcomes = evaluator.broken({"Parts": [{"Size": 1}] * 5_000})
    assert {(outcome.state, outcome.reason) for outcome in outcomes} == {("not_checked", "it takes too many steps")}


def parts() -> st.SearchStrategy[Any]:
    sizes = st.integers(-1, 3)
    part = st.fixed_dictionaries({}, optional={"Size": sizes, "Limit": sizes, "Name": st.sampled_from(["", "a"])})
    tree = st.recursive(
        st.fixed_dictionaries({"Depth": sizes}),
        lambda inner: st.fixed_dictionaries({"Depth": sizes, "Children": st.lists(inner, max_size=3)}),
        max_leaves=5,
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "Total": sizes, "Done": sizes, "Best": part, "Parts": st.lists(part, max_size=3),
            "ByName": st.dictionaries(st.text(max_size=2), part, max_size=2),
            "Sparse": st.lists(st.none() | part, max_size=3), "Grid": st.lists(st.lists(part, max_size=2), max_size=2),
            "Tree": tree, "Config": st.fixed_dictionaries({"Inner": st.fixed_dictionaries({"Size": sizes})}),
        },
    )  # fmt: skip


SCALARS = st.none() | st.booleans() | st.integers(-1, 2) | st.floats() | st.sampled_from(["", "a"])
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SCHEMA["$defs"]["Job"]["properties"], "Size", "Limit", "Children"]), inner)
    ),
    max_leaves=20,
)


@given(st.one_of(parts(), ANYTHING))
def test_the_function_for_all_rules_agrees_with_the_rules_one_by_one(response: object) -> None:
    evaluator = EVALUATOR
    outcomes = evaluator.outcomes(response)
    assert evaluator.broken(response) == [outcome for outcome in outcomes if outcome.state in {"broken", "not_checked"}]
    for outcome in outcomes:
        assert isinstance(value_at(response, outcome.pointer), dict)


EVALUATOR = compile_rules(SCHEMA, RULES)
