"""The features of a schema, and which of them a response shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.registry import load
from shapeproof.validation.coverage.features import Feature, features, notable_sizes, shown_features, size_class

SHAPES: dict[str, Any] = {
    "Thing": {
        "type": "structure",
        "members": {"Name": {"shape": "Text"}, "State": {"shape": "State"}, "Parts": {"shape": "Parts"}},
        "required": ["Name"],
    },
    "Text": {"type": "string"},
    "State": {"type": "string", "enum": ["on", "off"]},
    "Parts": {"type": "list", "member": {"shape": "Thing"}, "min": 1, "max": 9},
}


@pytest.fixture
def root(handmade: Callable[..., OperationModel]) -> Any:
    return build(handmade(SHAPES)).response


def test_members_values_and_sizes_are_features(root: Any) -> None:
    all_features = list(features(root))
    assert [feature for feature in all_features if feature.subject in {"Name", "State", "Parts"}] == [
        Feature("member", "Name", "present"),
        Feature("member", "State", "present"),
        Feature("member", "State", "absent"),
        Feature("member", "Parts", "present"),
        Feature("member", "Parts", "absent"),
        Feature("value", "State", "on"),
        Feature("value", "State", "off"),
        Feature("size", "Parts", "one"),
        Feature("size", "Parts", "several"),
        Feature("size", "Parts", "most"),
    ]
    assert len(all_features) == len(set(all_features))


def test_a_response_shows_what_is_in_it(root: Any) -> None:
    response = {"Name": "a", "Parts": [{"Name": "b", "State": "off"}] * 9}
    assert set(shown_features(root, response)) >= {
        Feature("member", "Name", "present"),
        Feature("member", "State", "absent"),
        Feature("member", "Parts[].State", "present"),
        Feature("value", "State", "off"),
        Feature("size", "Parts", "most"),
    }


def test_null_counts_as_absent_and_a_value_of_a_wrong_type_has_no_size(root: Any) -> None:
    shown = set(shown_features(root, {"Name": "a", "State": None, "Parts": {"a": 1}}))
    assert Feature("member", "State", "absent") in shown
    assert Feature("member", "Parts", "present") in shown
    assert not [feature for feature in shown if feature.kind in {"size", "value"}]


def test_all_that_a_response_shows_is_a_feature_where_nothing_nests() -> None:
    root = load("sagemaker.describe_hyper_parameter_tuning_job").response
    known = set(features(root))
    assert sum(feature.kind == "value" for feature in known) == 96
    response = {"TrainingJobDefinitions": [{"InputDataConfig": [{"InputMode": "File"}]}], "CreationTime": "x"}
    assert {feature for feature in shown_features(root, response) if feature.state != "absent"} <= known


@pytest.mark.parametrize(
    ("low", "high", "sizes", "classes"),
    [
        (0, None, [0, 1, 2, 3], ["empty", "one", "several", "several"]),
        (1, 5, [1, 2, 3, 5], ["one", "several", "several", "most"]),
        (0, 1, [0, 1], ["empty", "one"]),
        (4, 4, [4], ["most"]),
        (2, 5000, [2, 3], ["several", "several"]),
    ],
)
def test_the_notable_sizes_show_every_class(low: int, high: int | None, sizes: list[int], classes: list[str]) -> None:
    assert notable_sizes(low, high) == sizes
    assert [size_class(size, high) for size in sizes] == classes
