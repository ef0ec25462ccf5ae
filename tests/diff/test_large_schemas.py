"""Schemas with exponentially many places, and with many circles, take no longer than others."""

from __future__ import annotations

import copy
from time import perf_counter
from typing import Any

from shapeproof.diff.changes.places import MOST_PLACES
from shapeproof.diff.changes.schema_changes import SHOWN_PLACES
from shapeproof.diff.verdicts.comparison import compare_schemas

Schema = dict[str, Any]
_SECONDS = 20


def schema(definitions: Schema) -> Schema:
    return {"title": "D0", "$ref": "#/$defs/D0", "$defs": definitions}


def structure(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "additionalProperties": False}


def reference(number: int) -> Schema:
    return {"$ref": f"#/$defs/D{number}"}


def ladder(height: int) -> Schema:
    """Each structure has two members of the next one: 2 ** height places of the last."""
    steps = {f"D{step}": structure(A=reference(step + 1), B=reference(step + 1)) for step in range(height)}
    return schema({**steps, f"D{height}": structure(End={"type": "string", "maxLength": 5, "x-shape": "End"})})


def web(size: int) -> Schema:
    """Each structure has a member of each, itself too."""
    members = {f"M{number}": reference(number) for number in range(size)}
    definitions = {f"D{number}": structure(**members) for number in range(size)}
    definitions[f"D{size - 1}"]["properties"]["End"] = {"type": "string", "maxLength": 5, "x-shape": "End"}
    return schema(definitions)


def widened(old: Schema) -> Schema:
    new = copy.deepcopy(old)
    last = list(new["$defs"].values())[-1]
    last["properties"]["End"]["maxLength"] = 9
    last["properties"]["Added"] = {"type": "string", "x-shape": "Added"}
    return new


def test_places_are_counted_to_a_limit() -> None:
    for old in (ladder(40), web(30)):
        new = widened(old)
        start = perf_counter()
        verdicts = compare_schemas(old, new)
        assert perf_counter() - start < _SECONDS
        assert sorted(verdict.code for verdict in verdicts) == ["SP601", "SP625"]
        for verdict in verdicts:
            change = verdict.change
            assert change.has_more_places
            assert change.place_count <= MOST_PLACES
            assert len(change.places) <= SHOWN_PLACES
            assert verdict.change_class == "breaking"
            assert verdict.witness is not None
        request = compare_schemas(new, old, part="request")
        assert {verdict.change_class for verdict in request} == {"breaking"}


def test_a_structure_that_contains_itself_has_one_place() -> None:
    old = schema({"D0": structure(Next=reference(0), End={"type": "string", "maxLength": 5, "x-shape": "End"})})
    new = widened(old)
    verdicts = compare_schemas(old, new)
    assert [(verdict.code, verdict.path, verdict.change.place_count) for verdict in verdicts] == [
        ("SP601", "Added", 1),
        ("SP625", "End", 1),
    ]
