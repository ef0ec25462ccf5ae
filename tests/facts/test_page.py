"""The flagship contract has exactly the paths, types and enum values of its operation's reference page.

`describe_hyper_parameter_tuning_job_page.json` contains the page's facts: one path per line, in the notation `A.B[].C{}`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shapeproof.contract import Schema, iter_schema
from shapeproof.registry import load

Facts = dict[str, tuple[str, list[str]]]
"""The type and the sorted enum values by path."""

PAGE = Path(__file__).with_name("describe_hyper_parameter_tuning_job_page.json")
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "page_structure.json"
SCALARS = {"string": "string", "integer": "integer", "number": "float", "boolean": "boolean", "array": "list"}


def page_facts() -> Facts:
    page: dict[str, dict[str, Any]] = json.loads(PAGE.read_text(encoding="utf-8"))
    facts: Facts = {}
    for path, description in page["paths"].items():
        type_name, _, enum = description.partition(" of ")
        facts[path] = (type_name, sorted(page["enums"][enum]) if enum else [])
    return facts


def type_name_of(shape: Schema) -> str:
    if shape["type"] == "object":
        return "structure" if "properties" in shape else "map"
    return "timestamp" if shape.get("format") == "date-time" else SCALARS[shape["type"]]


def test_committed_response_schema_matches_page() -> None:
    schema = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145").response
    schema_facts = [
        (path, (type_name_of(shape), sorted(shape.get("enum", [])))) for path, _, shape in iter_schema(schema)
    ]
    assert len(schema_facts) == len(dict(schema_facts)), "each path occurs once"
    assert dict(schema_facts) == page_facts()


def test_page_facts_are_complete() -> None:
    facts = page_facts()
    assert len(facts) == 316
    assert sum(bool(values) for _, values in facts.values()) == 47


def test_page_facts_match_reference() -> None:
    if not REFERENCE.is_file():
        pytest.skip("the reference page isn't beside this checkout; its facts are tested without it")
    reference: dict[str, dict[str, Any]] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert page_facts() == {path: (entry["type"], sorted(entry.get("enum", []))) for path, entry in reference.items()}
