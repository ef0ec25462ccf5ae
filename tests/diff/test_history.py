"""The search for the releases in which a schema changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def history_of(
    schemas: Sequence[Schema | None], limit: int = UNLIMITED, starts: Iterable[str] = ()
) -> tuple[History, list[int]]:
    """The history, and the numbers of the releases that were asked for."""
    asked: list[int] = []

    def schema_of(version: str) -> Schema | None:
        asked.append(int(version))
        return schemas[int(version)]

    return search_history([str(number) for number in range(len(schemas))], schema_of, limit, starts=starts), asked


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


@given(st.integers(2, 400), st.integers(2, 60))
def test_the_search_narrows_everywhere_alike(count: int, limit: int) -> None:
    """Where each release differs, no step that is left is much wider than another one."""
    history, asked = history_of([schema([f"M{number}"]) for number in range(count)], limit)
    widths = [step.skipped + 1 for step in history.steps]
    assert sum(widths) == count - 1
    assert max(widths) <= 2 * min(widths) + 1
    assert len(asked) == min(limit, count)
    assert [step.skipped for step in history.ranges] == sorted(
        (width - 1 for width in widths if width > 1), reverse=True
    )


@given(st.integers(2, 300), st.data())
def test_what_is_known_to_change_is_looked_at_first(count: int, data: st.DataObject) -> None:
    birth = data.draw(st.integers(1, count - 1))
    schemas = [schema([f"M{number // 7}"] + ["Known"] * (number >= birth)) for number in range(count)]
    limit = data.draw(st.integers(4, 10))
    history, asked = history_of(schemas, limit, [str(birth - 1), str(birth)])
    assert len(asked) <= limit
    (found,) = [step for step in history.steps if any(change.member == "Known" for change in step.changes)]
    assert (found.version, found.skipped) == (str(birth), 0)


def test_the_limit_holds_for_what_is_looked_at_first_too() -> None:
    history, asked = history_of([schema([f"M{number}"]) for number in range(9)], 3, map(str, range(9)))
    assert asked == [0, 1, 8]
    assert history.looked_at == ("0", "1", "8")


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
