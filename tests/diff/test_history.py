"""The search for the releases in which a schema changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shapeproof.contract import Schema
from shapeproof.diff.history.lifelines import lifelines
from shapeproof.diff.history.search import History, search_history

UNLIMITED = 10**6
STATES = st.lists(st.sampled_from(["on", "off", "idle", "gone"]), min_size=1, unique=True).map(tuple)


def schema(members: Sequence[str], states: Sequence[str] = ("on",)) -> Schema:
    properties: dict[str, Any] = {name: {"type": "string"} for name in members}
    properties["State"] = {"$ref": "#/$defs/State"}
    answer = {"type": "object", "properties": properties, "additionalProperties": False}
    return {
        "$ref": "#/$defs/Answer",
        "$defs": {"Answer": answer, "State": {"type": "string", "enum": list(states)}},
    }


def history_of(schemas: Sequence[Schema | None], limit: int = UNLIMITED) -> tuple[History, list[int]]:
    """The history, and the numbers of the releases that were asked for."""
    asked: list[int] = []

    def schema_of(version: str) -> Schema | None:
        asked.append(int(version))
        return schemas[int(version)]

    return search_history([str(number) for number in range(len(schemas))], schema_of, limit), asked


@given(st.lists(st.integers(0, 300), max_size=6, unique=True), st.integers(2, 400))
def test_what_only_grows_is_found_where_it_came(births: list[int], count: int) -> None:
    schemas = [schema([f"M{birth}" for birth in births if birth <= number]) for number in range(count)]
    history, asked = history_of(schemas)
    expected = sorted(birth for birth in births if 0 < birth < count)
    assert [int(step.version) for step in history.steps] == expected
    assert [[change.member for change in step.changes] for step in history.steps] == [[f"M{born}"] for born in expected]
    assert history.is_exact
    assert len(asked) == len(set(asked)), "a release is asked for once"
    assert len(asked) <= 2 + len(expected) * count.bit_length()


@given(
    st.lists(st.none() | st.tuples(st.sampled_from([(), ("A",), ("A", "B")]), STATES), min_size=1, max_size=40),
    st.integers(2, 45),
)
def test_no_step_is_wrong_and_none_is_lost(
    releases: list[tuple[tuple[str, ...], tuple[str, ...]] | None], limit: int
) -> None:
    schemas = [None if release is None else schema(*release) for release in releases]
    history, asked = history_of(schemas, limit)
    assert len(asked) <= max(limit, 2)
    assert sorted(asked) == [int(version) for version in history.looked_at]
    position = 0
    for step in history.steps:
        after, version = int(step.after), int(step.version)
        assert position <= after < version
        assert version - after == step.skipped + 1
        assert (step.old, step.new) == (schemas[after], schemas[version])
        assert step.old != step.new
        assert bool(step.changes) is (step.old is not None and step.new is not None)
        assert same(schemas[position], schemas[after]), "what is alike is no step"
        position = version
    assert same(schemas[position], schemas[-1])
    if limit > len(schemas):
        assert history.is_exact


def same(old: Schema | None, new: Schema | None) -> bool:
    """Whether two schemas are alike, whatever the order of their values."""
    if old is None or new is None:
        return old is new
    members = [set(root["$defs"]["Answer"]["properties"]) for root in (old, new)]
    states = [set(root["$defs"]["State"]["enum"]) for root in (old, new)]
    return members[0] == members[1] and states[0] == states[1]


def test_changes_of_members_are_looked_for_first() -> None:
    """New values come often. With few releases to look at, it is the member whose release is found."""
    states = [f"s{number}" for number in range(64)]
    schemas = [schema(["Name"] if number >= 37 else [], states[: number + 1]) for number in range(64)]
    history, _ = history_of(schemas, limit=12)
    (found,) = [step for step in history.steps if any(change.member for change in step.changes)]
    assert (found.version, found.skipped) == ("37", 0)
    assert not history.is_exact


def test_members_and_values_have_lifelines() -> None:
    schemas = [
        schema(["Old"], ["on"]),
        schema(["Old", "New"], ["on", "off", "idle"]),
        schema(["New"], ["on", "off", "idle"]),
        schema(["New"], ["off", "idle"]),
        schema(["New", "Old"], ["off"]),
    ]
    history, _ = history_of(schemas)
    found = [
        (line.path, line.values, line.came and line.came.version, line.went and line.went.version)
        for line in lifelines(history.steps)
    ]
    assert sorted(found, key=str) == sorted(
        [
            ("Old", (), None, "2"),
            ("State", ("on",), None, "3"),
            ("New", (), "1", None),
            ("State", ("off",), "1", None),
            ("State", ("idle",), "1", "4"),
            ("Old", (), "4", None),
        ],
        key=str,
    )
