"""Editions named by a day, by a version in their range, or as the newest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
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
