"""The smallest and the fullest response, of the flagship and of schemas with everything odd that a model can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shapeproof.contract import Contract, iter_schema, walk
from shapeproof.sample import UnsatisfiableSchema
from shapeproof.sample.responses import fullest, response_with, smallest
from shapeproof.validation.engines.compilation import ENGINES, EngineName, compile_schema

STRING: dict[str, Any] = {"type": "string"}


def structure(members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members, "additionalProperties": False, **more}


def union(members: dict[str, Any]) -> dict[str, Any]:
    return structure(members, minProperties=1, maxProperties=1)


def schema(root: dict[str, Any], **definitions: Any) -> dict[str, Any]:
    return {"$ref": "#/$defs/Root", "$defs": {"Root": root, **definitions}}


def reference(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def listed(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": item, **more}


def mapped(value: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value, **more}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("sample", [smallest, fullest])
@pytest.mark.parametrize("part", ["response", "request", "error"])
def test_the_flagships_samples_are_valid(
    flagship: Contract, part: Any, sample: Callable[[Any], Any], engine: EngineName
) -> None:
    root = flagship.schema(part)
    assert compile_schema(root, engine).violations(sample(root)) == []


def test_the_smallest_flagship_response_has_the_required_members(flagship: Contract) -> None:
    assert smallest(flagship.response) == {
        "HyperParameterTuningJobName": "e",
        "HyperParameterTuningJobArn": "arn:aws:sagemaker::123456789012:hyper-parameter-tuning-job/",
        "HyperParameterTuningJobConfig": {"Strategy": "Bayesian", "ResourceLimits": {"MaxParallelTrainingJobs": 1}},
        "HyperParameterTuningJobStatus": "Completed",
        "CreationTime": "2024-05-06T07:08:09.123000+00:00",
        "TrainingJobStatusCounters": {},
        "ObjectiveStatusCounters": {},
    }


def test_the_fullest_flagship_response_has_a_value_at_every_path(flagship: Contract) -> None:
    response = fullest(flagship.response)
    assert {visit.path for visit in walk(flagship.response, response)} == {
        path for path, _, _ in iter_schema(flagship.response)
    }
    # The second item of a list is a small one, so only the first list or map at each path is checked.
    first = {visit.path: visit for visit in reversed(list(walk(flagship.response, response)))}
    count = 0
    for visit in first.values():
        value: Any = visit.value
        if visit.shape is not None and ("items" in visit.shape or visit.shape.get("additionalProperties")):
            values: list[Any] = value if "items" in visit.shape else list(value.values())
            count += 1
            assert len(values) >= 2
            assert all(values.count(value) == 1 for value in values)
    assert count > 10


def test_a_structure_nested_in_itself_has_its_required_members_only() -> None:
    node = structure({"Name": STRING, "Next": reference("Node"), "All": listed(reference("Node"))}, required=["Name"])
    root = {"$ref": "#/$defs/Node", "$defs": {"Node": node}}
    assert smallest(root) == {"Name": ""}
    assert fullest(root) == {
        "Name": "example",
        "Next": {"Name": "example"},
        "All": [{"Name": "example"}, {"Name": "exampl1"}],
    }


def test_a_structure_that_requires_itself_has_no_sample() -> None:
    endless = structure({"Next": reference("Node")}, required=["Next"])
    root = schema(structure({"Node": reference("Node")}, required=["Node"]), Node=endless)
    for sample in (smallest, fullest):
        with pytest.raises(UnsatisfiableSchema, match="requires itself") as caught:
            sample(root)
        assert caught.value.path.startswith("Node.Next")
    optional = schema(structure({"Node": reference("Node"), "Name": STRING}), Node=endless)
    assert fullest(optional) == {"Name": "example"}


def test_a_union_has_one_member_and_a_list_of_unions_one_item_for_each_member() -> None:
    either = union({"All": listed(reference("Either"), minItems=1), "Text": STRING, "Number": {"type": "integer"}})
    root = schema(structure({"One": reference("Either"), "Many": listed(reference("Either"))}), Either=either)
    # If each union chose its first member, the response would have no end.
    assert smallest({**root, "$ref": "#/$defs/Either"}) == {"Text": ""}
    assert fullest(root) == {
        "One": {"All": [{"Text": "example"}, {"Text": "exampl1"}]},
        "Many": [{"All": [{"Text": "example"}, {"Text": "exampl1"}]}, {"Text": "example"}, {"Number": 1}],
    }
    assert fullest(schema(listed(reference("Either"), maxItems=2), Either=either)) == fullest(root)["Many"][:2]


def test_sparse_lists_and_maps_also_contain_a_null() -> None:
    nullable = {"anyOf": [STRING, {"type": "null"}]}
    root = schema(structure({"List": listed(nullable), "Map": mapped(nullable)}))
    assert fullest(root) == {"List": ["example", None], "Map": {"example": "example", "exampl1": None}}


def test_bounds_are_satisfied() -> None:
    root = schema(
        structure(
            {
                "Few": listed(STRING, minItems=0, maxItems=1),
                "None": listed(STRING, maxItems=0),
                "Many": listed({"type": "boolean"}, minItems=3),
                "Keys": mapped(STRING, minProperties=3, propertyNames={"type": "string", "pattern": "^(?:a|b|c{2})$"}),
                "Below": {"type": "integer", "minimum": -9, "maximum": -5},
                "Above": {"type": "number", "minimum": 7.25},
            },
            required=["Few", "None", "Many", "Keys", "Below", "Above"],
        )
    )
    assert smallest(root) == {
        "Few": [],
        "None": [],
        "Many": [False, False, False],
        "Keys": {"a": "", "b": "", "cc": ""},
        "Below": -5,
        "Above": 7.25,
    }
    response = fullest(root)
    assert response["Many"] == [True, False, True]
    assert response["Few"] == ["example"]
    assert response["None"] == []
    for engine in ENGINES:
        assert compile_schema(root, engine).violations(response) == []


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ({"type": "string", "minLength": 5, "maxLength": 4}, "exclude one another"),
        ({"type": "string", "pattern": "^(?:a{3})$", "minLength": 4}, "no string matches"),
        (listed(STRING, minItems=2, maxItems=1), "exclude one another"),
        ({"type": "integer", "minimum": 2, "maximum": 1}, "no integer"),
        ({"type": "number", "minimum": 2, "maximum": 1}, "no number"),
        (
            mapped(STRING, minProperties=3, propertyNames={"type": "string", "enum": ["A", "B"]}),
            "only 2 different keys",
        ),
        (
            mapped(STRING, minProperties=1, propertyNames={"type": "string", "minLength": 2, "maxLength": 1}),
            "no valid key",
        ),
        (union({}), "no member of the union"),
    ],
)
def test_contradictory_bounds_have_no_sample(member: dict[str, Any], reason: str) -> None:
    required = schema(structure({"Deep": listed(member, minItems=1)}, required=["Deep"]))
    for sample in (smallest, fullest):
        with pytest.raises(UnsatisfiableSchema, match=reason) as caught:
            sample(required)
        assert caught.value.path == "Deep[]"
    assert fullest(schema(structure({"Deep": listed(member)}))) == {"Deep": []}


def test_streams_are_left_out_and_documents_are_not() -> None:
    stream = {"x-shape": "Body", "x-not-checked": {"type": {"value": "streaming blob", "reason": "…"}}}
    root = schema(structure({"Body": stream, "Anything": {"x-shape": "Document"}}, required=["Anything"]))
    assert smallest(root) == {"Anything": {}}
    assert fullest(root) == {"Anything": {"example": "value"}}


def test_a_response_with_a_path_has_a_value_there_and_is_valid(flagship: Contract) -> None:
    engine = compile_schema(flagship.response)
    for path, _, _ in iter_schema(flagship.response):
        response = response_with(flagship.response, path)
        assert engine.violations(response) == []
        assert path in {visit.path for visit in walk(flagship.response, response)}


def test_a_response_with_a_path_passes_through_unions_and_recursion() -> None:
    tree = union({"Leaf": STRING, "Not": reference("Tree"), "And": listed(reference("Tree"))})
    root = schema(structure({"By.Name": mapped(reference("Tree"))}), Tree=tree)
    assert response_with(root, "By.Name{}.And[].Not") == {
        "By.Name": {"example": {"And": [{"Not": {"Leaf": "example"}}]}}
    }
    with pytest.raises(KeyError):
        response_with(root, "By.Name{}.Or")


def test_a_path_at_which_nothing_is_valid_has_no_response() -> None:
    root = schema(structure({"Empty": listed(structure({"Name": STRING}), maxItems=0)}))
    with pytest.raises(UnsatisfiableSchema, match="must be empty"):
        response_with(root, "Empty[].Name")


def test_long_strings_are_left_out_beyond_ten_million_characters() -> None:
    members = {f"M{number}": {"type": "string", "minLength": 249_000} for number in range(1000)}
    response = fullest(schema(structure(members)))
    assert sum(len(value) for value in response.values()) <= 10_000_000
    assert len(response) == 40
