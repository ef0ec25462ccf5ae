"""Small contracts with rules of one's own, for tests of what repairs and breaks them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from shapeproof.capture.build import build
from shapeproof.capture.model import OperationModel
from shapeproof.capture.overlay import Overlay
from shapeproof.contract import Contract

__all__ = ["contract_with", "rule_entry"]

_SHAPES: Final[dict[str, Any]] = {
    "Answer": {
        "type": "structure",
        "required": ["Name", "State", "Limit"],
        "members": {
            "Name": {"shape": "Name"},
            "Arn": {"shape": "Arn"},
            "State": {"shape": "State"},
            "Reason": {"shape": "Text"},
            "Start": {"shape": "Time"},
            "End": {"shape": "Time"},
            "Limit": {"shape": "Count"},
            "Done": {"shape": "Count"},
            "Failed": {"shape": "Count"},
            "Low": {"shape": "Text"},
            "High": {"shape": "Text"},
            "Least": {"shape": "Number"},
            "Most": {"shape": "Number"},
            "IsBig": {"shape": "Flag"},
            "Best": {"shape": "Part"},
            "Parts": {"shape": "Parts"},
            "Tags": {"shape": "Tags"},
            "Names": {"shape": "Names"},
            "Source": {"shape": "Source"},
        },
    },
    "Part": {
        "type": "structure",
        "required": ["Name"],
        "members": {
            "Name": {"shape": "Name"},
            "State": {"shape": "State"},
            "Count": {"shape": "Count"},
            "Start": {"shape": "Time"},
            "End": {"shape": "Time"},
        },
    },
    "Source": {
        "type": "structure",
        "union": True,
        "members": {"File": {"shape": "Text"}, "Bucket": {"shape": "Text"}},
    },
    "Parts": {"type": "list", "member": {"shape": "Part"}, "max": 20},
    "Names": {"type": "list", "member": {"shape": "Name"}, "max": 20},
    "Tags": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Text"}, "max": 10},
    "Name": {"type": "string", "min": 1, "max": 12, "pattern": "[a-z][-a-z0-9]*"},
    "Arn": {"type": "string", "max": 60, "pattern": "arn:[a-z]+:thing/.*"},
    "Text": {"type": "string", "max": 40},
    "Number": {"type": "string", "pattern": "-?[0-9]{1,3}"},
    "Time": {"type": "timestamp"},
    "Count": {"type": "integer", "min": 0, "max": 500},
    "Flag": {"type": "boolean"},
    "State": {"type": "string", "enum": ["New", "Running", "Done", "Failed"]},
}
_MODEL: Final = OperationModel(
    service="things",
    edition="1.2.3",
    metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "DescribeThing", "output": {"shape": "Answer"}},
    shapes=_SHAPES,
)


def rule_entry(rule: str, *, number: int = 1, when: str | None = None, shape: str = "Answer") -> dict[str, Any]:
    """A rule of a structure; its message and its examples don't matter to these tests."""
    entry: dict[str, Any] = {
        "shape": shape,
        "id": f"THING{number}",
        "rule": rule,
        "message": "this can't be",
        "at": ["Name"],
        "source": "https://example.org",
        "keeps": {},
        "breaks": {},
    }
    if when is not None:
        entry["when"] = when
    return entry


def contract_with(*entries: dict[str, Any], **more: Any) -> Contract:
    """A contract whose response has these rules.

    Args:
        *entries: the rules. Their examples aren't run, as they would be if they were captured.
        **more: what else an overlay can say.
    """
    contract = build(_MODEL, Overlay.from_json({"shapeproof": 1, **more}, where="overlay.json"))
    response = json.loads(json.dumps(contract.response))
    for entry in entries:
        rule = {key: value for key, value in entry.items() if key != "shape"}
        response["$defs"][entry["shape"]].setdefault("x-rules", []).append(rule)
    return replace(contract, response=response)
