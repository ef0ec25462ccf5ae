"""The histories beside committed contracts: what is read of them, and what is told of wrong ones."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapeproof import load
from shapeproof.capture.versions import version_key
from shapeproof.contract import Schema, iter_schema, resolve
from shapeproof.contract.timeline import Lifetime, Release, Timeline, Transition
from shapeproof.errors import CaptureError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.roots import shipped_directory
from shapeproof.registry.timelines import read_timeline, timeline_of_contract

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
DOCUMENT: Final[dict[str, Any]] = {
    "shapeproof_history": 1,
    "operation": "things.describe_thing",
    "part": "response",
    "from": "1.0.0",
    "to": "1.9.0",
    "releases": 10,
    "looked_at": {"1.0.0": "2024-01-01", "1.4.0": "2024-05-01", "1.6.0": "2024-07-01", "1.9.0": "2024-10-01"},
    "is_exact": False,
    "steps": [
        {"after": "1.0.0", "version": "1.4.0", "skipped": 3},
        {"after": "1.4.0", "version": "1.6.0", "skipped": 1},
    ],
    "lifelines": [
        {"path": "State", "values": ["on"], "came": None, "went": "1.6.0"},
        {"path": "Colour", "values": [], "came": "1.4.0", "went": None},
    ],
}


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    directory = tmp_path / "things" / "describe_thing"
    directory.mkdir(parents=True)
    return directory


def write(directory: Path, **changes: Any) -> None:
    (directory / "history.json").write_text(json.dumps(DOCUMENT | changes))


def test_the_document_of_the_command_is_read(operation: Path) -> None:
    assert read_timeline(operation) is None
    write(operation)
    first, fourth = Release("1.0.0", date(2024, 1, 1)), Release("1.4.0", date(2024, 5, 1))
    assert read_timeline(operation) == Timeline(
        first,
        Release("1.9.0", date(2024, 10, 1)),
        4,
        10,
        (
            Lifetime("State", ("on",), None, Transition(fourth, Release("1.6.0", date(2024, 7, 1)), 1)),
            Lifetime("Colour", (), Transition(first, fourth, 3), None),
        ),
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shapeproof_history": 2}, "/shapeproof_history: expected 1, got 2"),
        ({"operation": "things.list_things"}, "/operation: expected 'things.describe_thing', got 'things.list_things'"),
        ({"part": "request"}, "/part: expected 'response', got 'request'"),
        ({"to": "1.8.0"}, "/looked_at: expected the day of '1.8.0', got None"),
        ({"looked_at": {"1.0.0": "yesterday"}}, "/looked_at: expected the day of '1.0.0', got 'yesterday'"),
        ({"looked_at": []}, "/looked_at: expected an object, got an array"),
        ({"steps": DOCUMENT["steps"][:1]}, "/steps: no step has the version '1.6.0'"),
        ({"steps": [{"after": "1.0.0", "version": "1.4.0", "skipped": -1}]}, "/skipped: expected a number of releases"),
        ({"releases": "many"}, "/releases: expected a number of releases, got 'many'"),
        ({"lifelines": [{"path": 1}]}, "lifelines"),
        (
            {"looked_at": DOCUMENT["looked_at"] | {"../1": "2024-01-01"}, "from": "../1"},
            "is not the version of a release",
        ),
    ],
)
def test_a_wrong_document_is_told(operation: Path, changes: dict[str, Any], message: str) -> None:
    write(operation, **changes)
    with pytest.raises(CaptureError) as caught:
        read_timeline(operation)
    assert message in str(caught.value)
    assert "shapeproof history NAME --format json" in (caught.value.hint or "")
    assert "history.json" in (caught.value.where or "")


JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.text(max_size=3) | st.sampled_from(["1.4.0", "0001-01-01"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["path", "version", "1.4.0"]), inner),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(sorted(DOCUMENT)), JSON)
def test_any_document_is_read_or_told(operation: Path, key: str, value: object) -> None:
    write(operation, **{key: value})
    with suppress(CaptureError):
        assert read_timeline(operation) is not None


def test_a_link_out_of_the_directory_is_not_followed(operation: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}.json"
    outside.write_text(json.dumps(DOCUMENT))
    (operation / "history.json").symlink_to(outside)
    with pytest.raises(CaptureError):
        read_timeline(operation)


def test_an_operation_without_history_has_none() -> None:
    registry = ContractRegistry()
    assert timeline_of_contract(registry, load("s3.list_buckets@installed")) is None
    assert timeline_of_contract(registry, load(f"{FLAGSHIP}@installed")) == flagship()


def flagship() -> Timeline:
    root = shipped_directory()
    assert root
    timeline = read_timeline(root / "sagemaker" / "describe_hyper_parameter_tuning_job")
    assert timeline
    return timeline


@pytest.mark.parametrize("edition", ["1.29.145", "1.44.8"])
def test_the_committed_history_agrees_with_the_committed_editions(edition: str) -> None:
    """What came by then, and had not gone, is in the contract; what came later, or was gone, is not."""
    response = load(f"{FLAGSHIP}@{edition}").response
    nodes = {path: node for path, node, *_ in iter_schema(response)}
    checked = {True: 0, False: 0}
    for lifetime in flagship().lifetimes:
        is_there = all(
            (version_key(transition.after.version) <= version_key(edition)) is has_happened
            for transition, has_happened in ((lifetime.came, True), (lifetime.went, False))
            if transition
        )
        checked[is_there] += 1
        if lifetime.values:
            shape: Schema = resolve(response, nodes[lifetime.path]) if lifetime.path in nodes else {}
            # values that went may have come again later, in another lifetime
            returned = [
                other
                for other in flagship().lifetimes
                if other is not lifetime and other.path == lifetime.path and set(other.values) & set(lifetime.values)
            ]
            if not returned:
                assert set(lifetime.values).isdisjoint(shape.get("enum", ())) is not is_there, lifetime
        else:
            assert (lifetime.path in nodes) is is_there, lifetime
    assert checked[True] > 15
    assert checked[False] > (0 if edition == "1.44.8" else 15)


def test_the_committed_history_has_every_member_that_came_between_the_committed_editions() -> None:
    """A member is in the history at its first path; its name is enough to find it."""
    old, new = (
        {path for path, *_ in iter_schema(load(f"{FLAGSHIP}@{edition}").response)} for edition in ("1.29.145", "1.44.8")
    )
    parents = {path: path.rpartition(".")[0] for path in new - old if not path.endswith("[]")}
    came = {path.rpartition(".")[2] for path, parent in parents.items() if parent in old or not parent}
    known = {
        lifetime.path.rpartition(".")[2]
        for lifetime in flagship().lifetimes
        if lifetime.came and version_key(lifetime.came.after.version) > version_key("1.29.145")
    }
    assert came
    assert came <= known


def test_the_committed_history_is_exact_about_the_releases_that_are_known() -> None:
    came = {lifetime.path: lifetime.came for lifetime in flagship().lifetimes if lifetime.came}
    expected = {
        "HyperParameterTuningJobConfig.ParameterRanges.AutoParameters": "1.29.141",
        "TrainingJobDefinition.OutputDataConfig.CompressionType": "1.29.158",
    }
    assert {path: came[path].after.version for path in expected} == expected
    assert not any(transition.skipped for transition in came.values())
