"""A contract with a member for each keyword, so that each keyword can be violated on its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract

SHAPES: Final[dict[str, Any]] = {
    "Thing": {
        "type": "structure",
        "required": ["Name"],
        "members": {
            "Name": {"shape": "Name"},
            "Status": {"shape": "Status"},
            "Size": {"shape": "Size"},
            "Share": {"shape": "Share"},
            "Is": {"shape": "Flag"},
            "Made": {"shape": "Time"},
            "Data": {"shape": "Blob"},
            "Tags": {"shape": "Tags"},
            "Labels": {"shape": "Labels"},
            "Pair": {"shape": "Pair"},
            "Scores": {"shape": "Scores"},
            "Sparse": {"shape": "Sparse"},
            "Choice": {"shape": "Choice"},
            "Inner": {"shape": "Inner"},
        },
    },
    "Name": {"type": "string", "min": 2, "max": 8, "pattern": "[a-z]*"},
    "Status": {"type": "string", "enum": ["Ready", "Failed", *(f"State{number}" for number in range(20))]},
    "Size": {"type": "integer", "min": 1, "max": 9},
    "Share": {"type": "double"},
    "Flag": {"type": "boolean"},
    "Time": {"type": "timestamp"},
    "Blob": {"type": "blob"},
    "Tags": {"type": "list", "member": {"shape": "Name"}, "min": 1, "max": 2},
    "Labels": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Size"}, "min": 1, "max": 2},
    "Pair": {"type": "list", "member": {"shape": "Name"}, "min": 2},
    "Scores": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Size"}, "min": 2},
    "Sparse": {"type": "list", "member": {"shape": "Size"}, "sparse": True},
    "Choice": {"type": "structure", "union": True, "members": {"A": {"shape": "Size"}, "B": {"shape": "Name"}}},
    "Inner": {"type": "structure", "required": ["Deep"], "members": {"Deep": {"shape": "Size"}}},
    "Missing": {"type": "structure", "members": {"Message": {"shape": "Text"}}, "exception": True},
    "Text": {"type": "string"},
}


@pytest.fixture(scope="session")
def thing(handmade: Callable[..., OperationModel]) -> Contract:
    return build(handmade(SHAPES, errors=("Missing",)))
