"""A registry is made once, and handed around: where it looks does not change, and what it has found it keeps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import shapeproof
from shapeproof import ContractRegistry
from shapeproof.capture.model import OperationModel
from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.registry.captured_files import write_edition

FLAGSHIP = "sagemaker.describe_hyper_parameter_tuning_job"
THING = "example.get_thing"


@pytest.fixture
def project(handmade: Callable[..., OperationModel], tmp_path: Path) -> Path:
    """A project with a contract of its own."""
    members = {"Name": {"shape": "Name"}}
    shapes = {"Thing": {"type": "structure", "members": members}, "Name": {"type": "string", "min": 2}}
    write_edition(tmp_path / "schemas", handmade(shapes))
    return tmp_path


def test_a_contract_is_the_same_object_each_time(project: Path) -> None:
    registry = ContractRegistry(project / "schemas")
    assert registry.load(THING) is registry.load(f"{THING}@1.0") is registry.project_contract("example", "GetThing")
    assert registry.load(FLAGSHIP) is registry.load(FLAGSHIP)


def test_a_name_that_was_found_is_not_looked_up_again(project: Path) -> None:
    registry = ContractRegistry(project / "schemas")
    contract = registry.load(THING)
    shutil.rmtree(project / "schemas")
    assert registry.load(THING) is contract


def test_the_working_directory_counts_only_when_a_registry_is_made(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(project)
    of_project, of_relative = ContractRegistry.of_project(), ContractRegistry("schemas")
    assert shapeproof.load(THING).name == f"{THING}@1.0"
    monkeypatch.chdir(elsewhere)
    assert of_project.load(THING).name == of_relative.load(THING).name == f"{THING}@1.0"
    with pytest.raises(shapeproof.ShapeproofError, match="example"):
        shapeproof.load(THING)
    with pytest.raises(shapeproof.ShapeproofError, match="example"):
        ContractRegistry.of_project().load(THING)


def test_a_registry_without_a_project_ignores_the_working_directory(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    registry = ContractRegistry()
    assert registry.directory is None
    assert registry.project_contract("example", "get_thing") is None
    assert [contract.operation_name for contract in registry.contracts()] == [FLAGSHIP]


def test_it_is_what_a_checker_looks_contracts_up_in(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "example.GetThing.json"
    file.write_text('{"Name": "x"}')
    (unit,) = plan_units([str(file)])
    (with_project,) = Checker(CheckOptions(), ContractRegistry(project / "schemas")).check(unit)
    (without,) = Checker(CheckOptions(), ContractRegistry()).check(unit)
    assert [located.finding.code for located in with_project.findings] == ["SP202"]
    assert [located.finding.code for located in without.findings] == ["SP991"]


def test_a_validator_takes_a_name_or_a_contract(project: Path) -> None:
    registry = ContractRegistry(project / "schemas")
    by_name, by_contract = registry.validator(THING), registry.validator(registry.load(THING), view="tolerant")
    assert by_name.compiled is by_contract.compiled, "compiled once for each contract, part and engine"
    assert [finding.severity for finding in by_name.findings({"Name": "x"})] == ["error"]
    assert [finding.severity for finding in by_contract.findings({"Name": "x"})] == ["warning"]
    assert registry.validator(THING, "request").findings({}) == []
    with pytest.raises(shapeproof.ContractViolation, match="/Name"):
        by_name.validate({"Name": "x"})
    by_contract.validate({"Name": "x"})


def test_threads_may_share_one(project: Path) -> None:
    registry = ContractRegistry(project / "schemas")

    def count_findings(length: int) -> int:
        return len(registry.validator(THING).findings({"Name": "x" * length}))

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(count_findings, range(1, 200))] == [1] + [0] * 198
