"""What says the same is no change, one edit is one change, and the reverse of it is the mirrored one."""

from __future__ import annotations

import copy
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.diff.random_schemas import edited, random_schema, refactored

from shapeproof.contract import iter_schema, recursive_definitions
from shapeproof.contract.routes import shape_at
from shapeproof.diff.catalog import MIRRORED
from shapeproof.diff.changes.model import Change
from shapeproof.diff.changes.places import joined
from shapeproof.diff.changes.schema_changes import SHOWN_PLACES, schema_changes
from shapeproof.diff.verdicts.comparison import compare_schemas
from shapeproof.validation.engines.compilation import compile_schema

SEEDS = st.integers(0, 2**32)


def facts(changes: list[Change]) -> Counter[tuple[str, str, str]]:
    return Counter((change.code.number, change.path, change.keyword) for change in changes)


@given(SEEDS)
def test_the_same_schema_has_no_change(seed: int) -> None:
    schema = random_schema(seed)
    assert schema_changes(schema, schema) == []
    assert schema_changes(schema, copy.deepcopy(schema)) == []


@given(SEEDS, SEEDS)
def test_a_refactoring_is_no_change(seed: int, other: int) -> None:
    schema = random_schema(seed)
    assert schema_changes(schema, refactored(schema, other)) == []
    assert schema_changes(refactored(schema, other), schema) == []


@given(SEEDS, SEEDS)
def test_one_edit_is_one_change(seed: int, number: int) -> None:
    schema = random_schema(seed)
    changed, edit = edited(schema, number)
    [change] = schema_changes(schema, changed)
    assert change.code.number == edit.code
    assert edit.path in [place.path for place in change.places]
    assert not edit.keyword or change.keyword == edit.keyword


@given(SEEDS, SEEDS, SEEDS)
def test_an_edit_in_a_refactored_schema_is_the_same_change(seed: int, number: int, other: int) -> None:
    schema = random_schema(seed)
    changed, _ = edited(schema, number)
    alone = schema_changes(schema, changed)
    together = schema_changes(schema, refactored(changed, other))
    # A definition that is inlined at some places is another shape there, with a change of its own.
    assert {change.code for change in together} == {change.code for change in alone}
    places = [{place.path for change in changes for place in change.places} for changes in (alone, together)]
    assert places[0] == places[1]


@given(SEEDS, SEEDS, SEEDS)
def test_the_reverse_has_the_mirrored_changes(seed: int, first: int, second: int) -> None:
    schema = random_schema(seed)
    changed, _ = edited(schema, first)
    changed, _ = edited(changed, second)
    there, back = schema_changes(schema, changed), schema_changes(changed, schema)
    mirrored = Counter((MIRRORED[change.code.number].number, change.path, change.keyword) for change in there)
    assert mirrored == facts(back)
    assert Counter(str((change.new, change.old)) for change in there) == Counter(
        str((change.old, change.new)) for change in back
    )


@given(SEEDS, SEEDS)
def test_all_places_are_found(seed: int, number: int) -> None:
    schema = random_schema(seed)
    changed, _ = edited(schema, number)
    [change] = schema_changes(schema, changed)
    paths = {joined(place.route) for place in change.places}
    shape = shape_at(schema, min(paths))
    expected = [path for path, _, other in iter_schema(schema) if other is shape]
    if recursive_definitions(schema):
        assert paths <= set(expected)  # a definition inside itself is listed there, and is no new place
    else:
        assert change.place_count == len(expected)
        assert [joined(place.route) for place in change.places] == expected[:SHOWN_PLACES]


@given(SEEDS, SEEDS)
def test_what_breaks_has_a_witness_on_both_engines(seed: int, number: int) -> None:
    schema = random_schema(seed)
    changed, edit = edited(schema, number)
    [verdict] = compare_schemas(schema, changed)
    # A structure may be too deep inside unions of itself to have a response, or a string too long.
    assert verdict.change_class in {"breaking", "undecided"}
    assert verdict.change_class == "breaking" or edit.code == "SP627"
    if verdict.witness is None:
        return
    for engine in ("jsonschema-rs", "jsonschema"):
        assert compile_schema(changed, engine).is_valid(verdict.witness.response)
        violations = compile_schema(schema, engine).violations(verdict.witness.response)
        assert verdict.witness.pointer_parts in [violation.pointer for violation in violations]
        assert verdict.witness.is_alone == (len(violations) == 1)


@given(SEEDS, SEEDS)
def test_what_narrows_is_harmless_to_read_and_breaks_requests(seed: int, number: int) -> None:
    schema = random_schema(seed)
    changed, _ = edited(schema, number)
    [verdict] = compare_schemas(changed, schema)
    if verdict.change.code.number not in {"SP604", "SP611"}:
        assert verdict.change_class == "harmless"
    [request] = compare_schemas(changed, schema, part="request")
    assert request.change_class == "breaking"
    assert request.witness is not None
    assert compile_schema(changed).is_valid(request.witness.response)
    assert not compile_schema(schema).is_valid(request.witness.response)
