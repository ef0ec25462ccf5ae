"""Editions named by a day, by a version in their range, by a range, or as the newest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.botocore_wheels import service_model, write_wheel

from shapeproof.capture.model import OperationModel
from shapeproof.capture.sources import open_source
from shapeproof.errors import UnknownContractError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition
from shapeproof.registry.edition_choice import end_of_period

MODEL = OperationModel(
    service="things",
    edition="1.0.0",
    metadata={"apiVersion": "2017-07-24", "endpointPrefix": "things", "protocol": "json"},
    operation={"name": "DescribeThing", "output": {"shape": "Answer"}},
    shapes={"Answer": {"type": "structure", "members": {"Name": {"shape": "Name"}}}, "Name": {"type": "string"}},
)
RELEASED = {"1.2.0": "2020-02-10", "1.10.0": "2021-03-31", "2.0.0": None}


@pytest.fixture
def registry(tmp_path: Path) -> ContractRegistry:
    """Three editions: one since an earlier release, one of a day, one whose day isn't known; and a newer botocore."""
    operation = tmp_path / "schemas" / "things" / "describe_thing"
    operation.mkdir(parents=True)
    ranges = {"1.2.0": {"since": "1.1.0", "through": "1.9.0", "released": {"1.1.0": "2020-01-31"}}}
    (operation / "overlay.json").write_text(json.dumps({"shapeproof": 1, "default": "1.10.0", "editions": ranges}))
    for version, day in RELEASED.items():
        write_edition(tmp_path / "schemas", replace(MODEL, edition=version, released=day))
    wheel = write_wheel(
        tmp_path, "2.1.0", {"things": service_model({"Answer": MODEL.shapes["Answer"], "Name": {"type": "string"}})}
    )
    return ContractRegistry(tmp_path / "schemas", models=open_source(wheel))


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("2020-01-31", "1.2.0"),  # the first release with that contract
        ("2020-01", "1.2.0"),
        ("2021-03-30", "1.2.0"),
        ("2021-03", "1.10.0"),
        ("2021-03-31", "1.10.0"),
        ("2099-12", "1.10.0"),
        ("1.1.5", "1.2.0"),
        ("1.9.0", "1.2.0"),
        ("1.1.0..1.9.0", "1.2.0"),
        ("1.3.0..1.3.0", "1.2.0"),
        ("1.10.0..1.10.0", "1.10.0"),
        ("latest", "2.1.0"),
        ("installed", "2.1.0"),
    ],
)
def test_a_name_means_an_edition(registry: ContractRegistry, name: str, edition: str) -> None:
    assert registry.load(f"things.describe_thing@{name}").edition == edition


def test_the_newest_edition_may_be_a_committed_one(registry: ContractRegistry, tmp_path: Path) -> None:
    older = write_wheel(
        tmp_path, "1.9.9", {"things": service_model({"Answer": MODEL.shapes["Answer"], "Name": {"type": "string"}})}
    )
    assert (
        ContractRegistry(registry.directory, models=open_source(older)).load("things.describe_thing@latest").edition
        == "2.0.0"
    )
    without = write_wheel(tmp_path, "2.2.0", {"others": service_model({})})
    assert (
        ContractRegistry(registry.directory, models=open_source(without)).load("things.DescribeThing@latest").edition
        == "2.0.0"
    )


@pytest.mark.parametrize("name", ["2020-01-30", "2019-12"])
def test_a_day_before_all_editions_is_told_with_their_days(registry: ContractRegistry, name: str) -> None:
    with pytest.raises(UnknownContractError, match=f"no committed edition of .* was released by {name}") as caught:
        registry.load(f"things.describe_thing@{name}")
    assert "1.2.0 (2020-01-31), 1.10.0 (2021-03-31), 2.0.0 (no date is known)" in str(caught.value)


def test_a_day_needs_committed_editions(registry: ContractRegistry) -> None:
    with pytest.raises(UnknownContractError, match="names a day, but there are no committed editions") as caught:
        registry.load("things.list_things@2020-01")
    assert "shapeproof capture things.list_things --botocore VERSION" in str(caught.value)


@pytest.mark.parametrize(
    ("versions", "message", "hint"),
    [
        ("1.1.0..1.9.1", "no committed edition of things.describe_thing covers all of 1.1.0..1.9.1", "1.2.0 (1.1.0 to"),
        ("1.0.0..3.0.0", "no committed edition of things.describe_thing covers all of", "1.10.0 (1.10.0 to 1.10.0)"),
        ("1.9.0..1.1.0", "1.9.0..1.1.0 ends before it begins", "use 1.1.0..1.9.0"),
        ("1.1.0..", "expected the version of a release at each end of '1.1.0..', got ''", "FIRST..LAST"),
        ("..", "expected the version of a release at each end", "FIRST..LAST"),
        ("1.1.0...1.9.0", "at each end of '1.1.0...1.9.0', got '.1.9.0'", "FIRST..LAST"),
        ("1.1.0..1.2.0..1.9.0", "got '1.2.0..1.9.0'", "FIRST..LAST"),
        ("1.1.0..latest", "got 'latest'", "FIRST..LAST"),
        ("2020-01..2020-03", "got '2020-01'", "FIRST..LAST"),
        ("1.1.0../etc", "got '/etc'", "FIRST..LAST"),
    ],
)
def test_a_range_that_means_no_edition_is_told(
    registry: ContractRegistry, versions: str, message: str, hint: str
) -> None:
    with pytest.raises(UnknownContractError) as caught:
        registry.load(f"things.describe_thing@{versions}")
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


def test_a_range_that_several_editions_cover_is_told_with_them(registry: ContractRegistry, tmp_path: Path) -> None:
    """Overlays may say that two editions hold for the same releases."""
    ranges = {"1.2.0": {"since": "1.1.0", "through": "1.9.0"}, "1.10.0": {"since": "1.5.0"}}
    (tmp_path / "schemas" / "things" / "describe_thing" / "overlay.json").write_text(
        json.dumps({"shapeproof": 1, "editions": ranges})
    )
    for version in ("1.2.0", "1.10.0"):
        write_edition(tmp_path / "schemas", replace(MODEL, edition=version, released=RELEASED[version]))
    with pytest.raises(UnknownContractError, match=r"2 committed editions of .* cover 1.6.0..1.8.0: 1.2.0, 1.10.0"):
        registry.load("things.describe_thing@1.6.0..1.8.0")
    assert registry.load("things.describe_thing@1.6.0..1.10.0").edition == "1.10.0"


def test_a_range_needs_committed_editions(registry: ContractRegistry) -> None:
    with pytest.raises(UnknownContractError, match="names a range, but there are no committed editions of") as caught:
        registry.load("things.list_things@1.1.0..1.2.0")
    assert "shapeproof capture things.list_things --botocore VERSION" in str(caught.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(*[st.lists(st.integers(0, 12), min_size=3, max_size=3)] * 2)
def test_a_range_means_the_edition_of_both_its_ends(
    registry: ContractRegistry, first: list[int], last: list[int]
) -> None:
    """And of every version between them; otherwise it means none."""
    low, high = (".".join(map(str, numbers)) for numbers in sorted([first, last]))
    ends = [registry.committed_edition("things", "describe_thing", version) for version in (low, high)]
    found = registry.committed_edition("things", "describe_thing", f"{low}..{high}")
    assert found == (ends[0] if ends[0] == ends[1] else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-06", date(2023, 6, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-06-14", date(2023, 6, 14)),
        ("2023-13", None),
        ("2023-02-30", None),
        ("0000-01", None),
        ("2023", None),
        ("2023-6", None),
        ("1.29.145", None),
        ("٢٠٢٣-٠٦", None),
    ],
)
def test_periods(text: str, day: date | None) -> None:
    assert end_of_period(text) == day
