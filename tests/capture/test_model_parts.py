"""The part of a service model that one part of a contract is built from."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from shapeproof.capture.build import build, build_part
from shapeproof.capture.model import OperationModel
from shapeproof.capture.model_parts import model_of_part
from shapeproof.contract import Part
from shapeproof.errors import CaptureError

MODEL: dict[str, Any] = {
    "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "example", "protocol": "json"},
    "operations": {
        "Get": {
            "name": "Get",
            "input": {"shape": "Request"},
            "output": {"shape": "Response"},
            "errors": [{"shape": "Gone"}, {"shape": "Late"}],
        },
        "Put": {"name": "Put", "input": {"shape": "Other"}},
    },
    "shapes": {
        "Request": {"type": "structure", "members": {"shape": {"shape": "String"}}},
        "Response": {"type": "structure", "members": {"Things": {"shape": "Things"}, "Map": {"shape": "Map"}}},
        "Things": {"type": "list", "member": {"shape": "Thing"}},
        "Thing": {"type": "structure", "members": {"Again": {"shape": "Response"}, "At": {"shape": "Time"}}},
        "Map": {"type": "map", "key": {"shape": "Key"}, "value": {"shape": "Long"}},
        "Key": {"type": "string", "pattern": "[a-z]+"},
        "Gone": {"type": "structure", "members": {"message": {"shape": "String"}}},
        "Late": {"type": "structure", "members": {"At": {"shape": "Time"}}},
        "Other": {"type": "structure", "members": {}},
        "String": {"type": "string"},
        "Long": {"type": "long"},
        "Time": {"type": "timestamp"},
    },
}


def operation_model(model: Any, operation: str = "Get") -> OperationModel:
    return OperationModel.from_service("example", "1.0", model, operation)


@pytest.mark.parametrize(
    ("part", "shapes"),
    [
        ("response", {"Response", "Things", "Thing", "Time", "Map", "Key", "Long"}),
        ("request", {"Request", "String"}),
        ("error", {"Gone", "Late", "String", "Time"}),
        (None, set[str]()),
    ],
)
def test_only_shapes_that_the_part_refers_to(part: Part | None, shapes: set[str]) -> None:
    reduced = model_of_part(MODEL, "Get", part)
    assert reduced["shapes"].keys() == shapes
    assert list(reduced["operations"]) == ["Get"]


@pytest.mark.parametrize("operation", ["Get", "Put"])
def test_a_part_is_as_in_the_whole_contract(operation: str) -> None:
    whole = build(operation_model(MODEL, operation))
    for part in get_args(Part):
        model = operation_model(model_of_part(MODEL, operation, part), operation)
        assert build_part(model, part) == whole.schema(part)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Thing", None),
        ("Thing", []),
        ("Thing", {"type": "structure", "members": [1]}),
        ("Thing", {"type": "structure", "members": {"A": None}}),
        ("Things", {"type": "list", "member": {"shape": 1}}),
        ("Things", {"type": "list", "member": {"shape": "Nobody"}}),
        ("Response", {}),
    ],
)
def test_what_is_wrong_with_the_model_is_wrong_with_its_part(name: str, shape: object) -> None:
    broken = {**MODEL, "shapes": {**MODEL["shapes"], name: shape}}
    for model in (broken, model_of_part(broken, "Get", "response")):
        with pytest.raises(CaptureError):
            operation_model(model)
    operation_model(model_of_part(broken, "Get", "error"))
