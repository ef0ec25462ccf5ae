"""The flagship contract against the reference page of its operation: every path, type and enum value, both ways.

`describe_hyper_parameter_tuning_job_page.json` holds the page's facts: a path a line, in the notation `A.B[].C{}`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shapeproof.contract import Schema, iter_schema
from shapeproof.registry import load

Facts = dict[str, tuple[str, list[str]]]
"""Path -> type, and the sorted values of an enum."""

PAGE = Path(__file__).with_name("describe_hyper_parameter_tuning_job_page.json")
REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "page_structure.json"
SCALARS = {"string": "string", "integer": "integer", "number": "float", "boolean": "boolean", "array": "list"}


def facts_of_page() -> Facts:
    page: dict[str, dict[str, Any]] = json.loads(PAGE.read_text(encoding="utf-8"))
    found: Facts = {}
    for path, described in page["paths"].items():
        kind, _, enum = described.partition(" of ")
        found[path] = (kind, sorted(page["enums"][enum]) if enum else [])
    return found


def kind_of(shape: Schema) -> str:
    if shape["type"] == "object":
        return "structure" if "properties" in shape else "map"
    return "timestamp" if shape.get("format") == "date-time" else SCALARS[shape["type"]]


def test_the_committed_response_schema_says_exactly_what_the_page_says() -> None:
    schema = load("sagemaker.describe_hyper_parameter_tuning_job@1.29.145").response
    found = [(path, (kind_of(shape), sorted(shape.get("enum", [])))) for path, _, shape in iter_schema(schema)]
    assert len(found) == len(dict(found)), "a path is there once"
    assert dict(found) == facts_of_page()


def test_the_facts_are_those_that_were_counted() -> None:
    facts = facts_of_page()
    assert len(facts) == 316
    assert sum(bool(values) for _, values in facts.values()) == 47


def test_the_facts_are_those_of_the_reference() -> None:
    if not REFERENCE.is_file():
        pytest.skip("the reference page isn't beside this checkout; its facts are tested without it")
    reference: dict[str, dict[str, Any]] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert facts_of_page() == {path: (one["type"], sorted(one.get("enum", []))) for path, one in reference.items()}
