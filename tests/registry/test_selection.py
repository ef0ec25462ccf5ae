"""Names and globs select contracts, in one edition for each service where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.capture.model import OperationModel
from shapeproof.errors import UnknownContractError, UsageError
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition
from shapeproof.registry.selection import Selection, select_contracts

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
NEIGHBOUR: Final = "sagemaker.create_hyper_parameter_tuning_job"


def write(directory: Path, version: str, *operations: str) -> None:
    """Capture operations of a made-up service."""
    document: dict[str, Any] = {
        "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "things", "protocol": "json"},
        "operations": {name: {"name": name, "output": {"shape": "Thing"}} for name in operations},
        "shapes": {"Thing": {"type": "structure", "members": {"Name": {"shape": "Name"}}}, "Name": {"type": "string"}},
    }
    for name in operations:
        write_edition(directory, OperationModel.from_service("things", version, document, name))


@pytest.fixture
def registry(tmp_path: Path) -> ContractRegistry:
    write(tmp_path, "1.0", "GetThing", "ListThings")
    write(tmp_path, "2.0", "ListThings", "PutThing")
    return ContractRegistry(tmp_path)


def editions(selection: Selection) -> list[str]:
    return [contract.name for contract in selection.contracts]


def test_names_without_an_edition_mean_a_committed_one_that_has_all_of_them(registry: ContractRegistry) -> None:
    both = select_contracts(registry, ["things.get_thing", "things.list_things"])
    assert editions(both) == ["things.get_thing@1.0", "things.list_things@1.0"]
    assert both.notes == (
        "all operations of things are of edition 1.0; committed, but not used: things.list_things@2.0",
    )
    other = select_contracts(registry, ["things.list_things", "things.PutThing"])
    assert (editions(other), other.notes) == (["things.list_things@2.0", "things.put_thing@2.0"], ())
    alone = select_contracts(registry, ["things.list_things"])
    assert (editions(alone), alone.notes) == (["things.list_things@2.0"], ())


def test_they_follow_the_edition_of_another_name(registry: ContractRegistry) -> None:
    selected = select_contracts(registry, ["things.list_things", "things.get_thing@1.0"])
    assert editions(selected) == ["things.list_things@1.0", "things.get_thing@1.0"]


def test_without_a_common_edition_each_name_has_its_own(registry: ContractRegistry) -> None:
    selected = select_contracts(registry, ["things.get_thing", "things.put_thing"])
    assert editions(selected) == ["things.get_thing@1.0", "things.put_thing@2.0"]
    separate = select_contracts(registry, ["things.get_thing", "things.list_things"], one_edition=False)
    assert editions(separate) == ["things.get_thing@1.0", "things.list_things@2.0"]


def test_a_demanded_edition_is_that_of_all(registry: ContractRegistry) -> None:
    selected = select_contracts(registry, ["things.list_things", "things.get_thing"], "1.0")
    assert editions(selected) == ["things.list_things@1.0", "things.get_thing@1.0"]
    assert selected.names == {"things": ("things.list_things@1.0", "things.get_thing@1.0")}
    with pytest.raises(UnknownContractError, match=r"no committed contract is called things\.get_thing@2\.0"):
        select_contracts(registry, ["things.get_thing"], "2.0")
    with pytest.raises(UsageError, match=r"things\.get_thing@2\.0 names an edition.*\n.*use things\.get_thing"):
        select_contracts(registry, ["things.get_thing@2.0"], "1.0")


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("things.*_things", ["things.list_things@2.0"]),
        ("things.[GL]*Thing*", []),  # committed operations are known by their method alone
        ("things.*@1.0", ["things.get_thing@1.0", "things.list_things@1.0"]),
        ("things.?et_*", ["things.get_thing@1.0"]),
    ],
)
def test_globs_select_operations(registry: ContractRegistry, glob: str, expected: list[str]) -> None:
    if not expected:
        with pytest.raises(UnknownContractError, match=r"no operation matches.*\n.*things\.\* selects every operation"):
            select_contracts(registry, [glob])
        return
    selected = select_contracts(registry, [glob, *expected])
    assert editions(selected) == expected
    assert selected.names["things"][0] == glob


def test_the_installed_botocore_has_the_flagship_and_its_neighbours() -> None:
    pytest.importorskip("botocore")
    registry = ContractRegistry()
    version = registry.models.version
    selected = select_contracts(registry, [NEIGHBOUR, FLAGSHIP, "sagemaker.Describe*TuningJob"])
    assert editions(selected) == [f"{NEIGHBOUR}@{version}", f"{FLAGSHIP}@{version}"]
    (note,) = selected.notes
    assert f"the installed botocore {version}; committed, but not used: {FLAGSHIP}@" in note
    (alone,) = select_contracts(registry, ["sagemaker.describe_hyper_*_job"]).contracts
    assert alone.edition != version
    with pytest.raises(
        UnknownContractError, match=r"no committed contract is.*\n  the installed botocore has it: --edition"
    ):
        select_contracts(registry, [NEIGHBOUR], "1.0")
    with pytest.raises(
        UnknownContractError, match=rf"no committed contract is.*\n  use {NEIGHBOUR}@installed, or capture"
    ):
        select_contracts(registry, [f"{NEIGHBOUR}@1.0", FLAGSHIP])
    with pytest.raises(UnknownContractError, match="has no service 'sagemakr'"):
        select_contracts(registry, ["sagemakr.*"])
