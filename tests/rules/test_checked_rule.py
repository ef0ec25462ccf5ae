"""The expressions of rules are checked against the types of their schema."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shapeproof.cel.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, ListType, MapType, StructureType
from shapeproof.errors import CaptureError
from shapeproof.rules.checked_rule import check_rule
from shapeproof.rules.rule import Rule
from shapeproof.rules.schema_types import structures_of

SCHEMA: dict[str, Any] = {
    "$ref": "#/$defs/Job",
    "$defs": {
        "Job": {
            "type": "object",
            "properties": {
                "Name": {"type": "string"},
                "Status": {"$ref": "#/$defs/Status"},
                "Count": {"type": "integer"},
                "Score": {"type": "number"},
                "Done": {"type": "boolean"},
                "Start": {"type": "string", "format": "date-time"},
                "Tags": {"type": "array", "items": {"type": "string"}},
                "Sparse": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
                "Labels": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Part"}},
                "Parts": {"$ref": "#/$defs/Parts"},
                "Nullable": {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "null"}]},
                "Document": {},
                "Open": {"type": "object"},
                "Stream": {"x-not-checked": {"type": {"value": "streaming blob"}}},
                "Several": {"type": ["string", "number"]},
            },
        },
        "Part": {"type": "object", "properties": {"Job": {"$ref": "#/$defs/Job"}, "Size": {"type": "integer"}}},
        "Parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
        "Status": {"type": "string", "enum": ["A", "B"]},
    },
}
RULE = Rule("T1", "Part", "self.Size > 0", None, "m", None, ("Size",), "error", "s", {"Size": 1}, {"Size": 0})


def test_types_of_a_schema() -> None:
    part = StructureType("Part")
    assert structures_of(SCHEMA) == {
        "Job": {
            "Name": STRING,
            "Status": STRING,
            "Count": INT,
            "Score": DOUBLE,
            "Done": BOOL,
            "Start": TIMESTAMP,
            "Tags": ListType(STRING),
            "Sparse": ListType(DYN),
            "Labels": MapType(STRING, part),
            "Parts": ListType(part),
            "Nullable": DYN,
            "Document": DYN,
            "Open": DYN,
            "Stream": DYN,
            "Several": DYN,
        },
        "Part": {"Job": StructureType("Job"), "Size": INT},
    }


def test_what_a_rule_reads() -> None:
    assert not check_rule(RULE, SCHEMA).reads_root
    assert check_rule(replace(RULE, when="has(root.Parts)"), SCHEMA).reads_root
    assert check_rule(replace(RULE, message_expression="root.Name"), SCHEMA).reads_root
    assert not check_rule(replace(RULE, rule="[1].all(root, root > 0)"), SCHEMA).reads_root
    assert check_rule(replace(RULE, rule="self.Size >= oldSelf.Size"), SCHEMA).reads_old_self


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rule": "self.Sise > 0"}, "rule T1: rule, column 6: Part has no member Sise\n  did you mean Size?"),
        ({"rule": "self.Size"}, "rule T1: rule, column 6: expected a bool, got an int"),
        ({"when": "self.Size >"}, "rule T1: when, column 12: expected a value, got the end"),
        ({"message_expression": "self.Size"}, "rule T1: messageExpression, column 6: expected a string, got an int"),
        ({"rule": "root.Name == self.Size"}, "rule T1: rule, column 11: a string never equals an int"),
        ({"structure": "Status"}, "rule T1: the schema has no structure Status"),
    ],
)
def test_mistakes_are_told_with_rule_expression_and_column(change: dict[str, str], message: str) -> None:
    with pytest.raises(CaptureError) as caught:
        check_rule(replace(RULE, **change), SCHEMA)  # type: ignore[arg-type]
    assert str(caught.value) == message
