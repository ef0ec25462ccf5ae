"""The flagship in two editions: every change that is reported is true, and none is missing.

What is compared with is a walk of its own over both models, as botocore has them: by shapes, without schemas.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shapeproof.contract import Contract
from shapeproof.contract.views import open_schema
from shapeproof.diff.catalog import READERS
from shapeproof.diff.changes.contract_changes import contract_changes
from shapeproof.diff.verdicts.comparison import compare_contracts
from shapeproof.diff.witnesses.search import WitnessSearch
from shapeproof.registry import load
from shapeproof.validation.engines.compilation import ENGINES, compile_schema

OPERATION = "DescribeHyperParameterTuningJob"
COMMITTED = Path(__file__).parents[2] / "schemas/sagemaker/describe_hyper_parameter_tuning_job/1.29.145/model.json"

Facts = dict[str, Any]
Fact = tuple[str, str, str]


@pytest.fixture(scope="module")
def newest() -> Contract:
    pytest.importorskip("botocore", reason="botocore isn't installed: this test uses its models")
    return load(f"sagemaker.{OPERATION}@installed")


def committed_shapes() -> Facts:
    return json.loads(COMMITTED.read_text(encoding="utf-8"))["shapes"]  # type: ignore[no-any-return]


def installed_shapes() -> Facts:
    botocore = pytest.importorskip("botocore.loaders", reason="botocore isn't installed: this test uses its models")
    return botocore.Loader().load_service_model("sagemaker", "service-2")["shapes"]  # type: ignore[no-any-return]


def walk(shapes: Facts, name: str, path: str = "") -> Iterator[tuple[str, str]]:
    """Every path of a shape, with the shape there."""
    yield path, name
    shape = shapes[name]
    if shape["type"] == "structure":
        for member, reference in shape["members"].items():
            yield from walk(shapes, reference["shape"], f"{path}.{member}".removeprefix("."))
    elif shape["type"] == "list":
        yield from walk(shapes, shape["member"]["shape"], f"{path}[]")
    elif shape["type"] == "map":
        yield from walk(shapes, shape["value"]["shape"], f"{path}{{}}")


def expected_facts(old: Facts, new: Facts, root: str) -> set[Fact]:
    """What differs at each path: its kind, the path, and the value or keyword."""
    new_paths = dict(walk(new, root))
    old_paths = dict(walk(old, root))
    facts: set[Fact] = set()
    for path, name in old_paths.items():
        owner = path.rpartition(".")[0] if path.rpartition(".")[2] and not path.endswith(("[]", "{}")) else path[:-2]
        if path not in new_paths:
            if owner in new_paths:
                facts.add(("member removed", path, ""))
            continue
        facts |= {(kind, path, what) for kind, what in shape_facts(old[name], new[new_paths[path]])}
        if old[name]["type"] == new[new_paths[path]]["type"] == "structure":
            facts |= member_facts(old[name], new[new_paths[path]], path)
    return facts


def member_facts(old: Facts, new: Facts, path: str) -> set[Fact]:
    inside = f"{path}." if path else ""
    was, now = set(old.get("required", ())), set(new.get("required", ()))
    common = old["members"].keys() & new["members"].keys()
    return (
        {("member added", inside + name, "") for name in new["members"].keys() - old["members"].keys()}
        | {("now optional", inside + name, "") for name in (was - now) & common}
        | {("now required", inside + name, "") for name in (now - was) & common}
    )


def shape_facts(old: Facts, new: Facts) -> Iterator[tuple[str, str]]:
    if old["type"] != new["type"]:
        yield "type", ""
        return
    yield from (("value added", value) for value in set(new.get("enum", ())) - set(old.get("enum", ())))
    yield from (("value removed", value) for value in set(old.get("enum", ())) - set(new.get("enum", ())))
    if "enum" in old:
        return
    if pattern(old) != pattern(new):
        yield "pattern", ""
    for end in ("min", "max"):
        if (old.get(end) or None) != (new.get(end) or None):
            yield "bound", end


def pattern(shape: Facts) -> str:
    """A pattern without anchors, which say nothing: it is for the whole value. What matches everything is none."""
    text = shape.get("pattern", ".*").removeprefix("^").removesuffix("$")
    return "" if text in {".*", "[\\S\\s]*"} else text


def reported_facts(old: Contract, new: Contract) -> set[Fact]:
    kinds = {
        "MemberAdded": "member added",
        "RequiredMemberAdded": "member added",
        "MemberRemoved": "member removed",
        "MemberNowOptional": "now optional",
        "MemberNowRequired": "now required",
        "TypeChanged": "type",
        "PatternChanged": "pattern",
        "PatternAdded": "pattern",
        "PatternRemoved": "pattern",
    }
    facts: set[Fact] = set()
    for change in contract_changes(old, new, ["response"]):
        if change.code.name.startswith("Scenario"):
            continue
        assert not change.has_more_places
        assert len(change.places) == change.place_count
        for place in change.places:
            if change.code.name == "EnumValuesAdded":
                facts |= {("value added", place.path, value) for value in change.new}
            elif change.code.name == "EnumValuesRemoved":
                facts |= {("value removed", place.path, value) for value in change.old}
            elif change.code.name.startswith("Bound"):
                facts.add(("bound", place.path, change.keyword[:3]))
            else:
                facts.add((kinds[change.code.name], place.path, ""))
    return facts


def test_every_change_is_true_and_none_is_missing(flagship: Contract, newest: Contract) -> None:
    expected = expected_facts(committed_shapes(), installed_shapes(), f"{OPERATION}Response")
    assert len(expected) > 1_000
    # What patterns imply of lengths is no bound of the model.
    implied = {
        ("bound", path, end)
        for kind, path, end in reported_facts(flagship, newest) - expected
        if kind == "bound" and ("pattern", path, "") in expected
    }
    assert reported_facts(flagship, newest) - implied == expected
    mirrored = expected_facts(installed_shapes(), committed_shapes(), f"{OPERATION}Response")
    assert len(mirrored) >= len(expected)
    assert reported_facts(newest, flagship) - implied == mirrored


def test_every_widening_has_a_witness_on_both_engines(flagship: Contract, newest: Contract) -> None:
    new = [compile_schema(newest.response, engine) for engine in ENGINES]
    closed = [compile_schema(flagship.response, engine) for engine in ENGINES]
    opened = [compile_schema(open_schema(flagship.response), engine) for engine in ENGINES]
    for reader in READERS:
        verdicts = compare_contracts(flagship, newest, reader, ["response"])
        claimed = [verdict for verdict in verdicts if verdict.change_class in {"breaking", "risky"}]
        assert claimed
        for verdict in claimed:
            assert verdict.witness is not None
            assert verdict.witness.is_alone
            assert verdict.witness.keeps_rules
            response = verdict.witness.response
            refusing = opened if reader == "open" and verdict.change_class == "breaking" else closed
            assert all(engine.is_valid(response) for engine in new)
            assert not any(engine.is_valid(response) for engine in refusing)
        assert [verdict.change.code.name for verdict in verdicts if verdict.change_class == "undecided"] == []


def test_every_value_that_was_added_has_a_witness(flagship: Contract, newest: Contract) -> None:
    search = WitnessSearch(flagship.response, newest.response, "response")
    for change in contract_changes(flagship, newest, ["response"]):
        if change.code.name == "EnumValuesAdded":
            assert len(list(search.witnesses(change))) == len(change.new)


def test_the_same_edition_has_no_change(flagship: Contract, newest: Contract) -> None:
    assert compare_contracts(flagship, flagship) == []
    assert compare_contracts(newest, newest) == []
