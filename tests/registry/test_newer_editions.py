"""A name without an edition means the same for everybody, and an older edition than the installed one is told once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from tests.cli.conftest import Run, examples, run

import shapeproof
from shapeproof.capture.sources import installed
from shapeproof.contract import Contract
from shapeproof.contract.traversal import iter_schema
from shapeproof.pytest_plugin.response_validator import ResponseValidator
from shapeproof.registry import ContractRegistry
from shapeproof.registry.captured_files import write_edition
from shapeproof.registry.newer_editions import NewerEdition, newer_edition
from shapeproof.validation.catalog import Severities

__all__ = ["examples", "run"]

pytest.importorskip("botocore", reason="botocore isn't installed, and its editions are compared")

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
TOLD: Final = {"SHAPEPROOF_EDITION_NOTES": "1"}
NOTE: Final = f"shapeproof: note: {FLAGSHIP}@1.29.145 is committed; the installed botocore "
SAMPLED: Final = ("s3.ListObjectsV2", "ec2.DescribeInstances", "wafv2.GetWebACL", "dynamodb.Query", "sqs.ListQueues")


def paths(contract: Contract) -> set[str]:
    return {path for path, _, _ in iter_schema(contract.response)}


def test_the_figure_is_that_of_the_contracts(flagship: Contract) -> None:
    registry = ContractRegistry()
    newer = newer_edition(registry, flagship)
    here = registry.load(f"{FLAGSHIP}@installed")
    assert newer == NewerEdition(
        flagship.name, here.edition, len(paths(here) - paths(flagship)), len(paths(flagship) - paths(here))
    )
    assert newer is not None
    assert newer.more > 0


@pytest.mark.parametrize("name", SAMPLED)
def test_paths_of_a_model_are_those_of_its_contract(name: str) -> None:
    service, operation = name.split(".")
    shapes = installed().response_shapes(service, operation)
    assert shapes
    assert shapes.paths() == paths(ContractRegistry().load(f"{name}@installed"))


@pytest.fixture
def committed(tmp_path: Path) -> Callable[[str, str | None], ContractRegistry]:
    """Commits an operation of the installed botocore as if an earlier one had it, with a member that isn't there now."""

    def commit(version: str, member: str | None) -> ContractRegistry:
        model = installed().find("sts", "GetCallerIdentity")
        document = json.loads(json.dumps({**model.to_json(), "edition": version}))
        if member:
            document["shapes"]["GetCallerIdentityResponse"]["members"][member] = {"shape": "arnType"}
        write_edition(tmp_path / "schemas", type(model).from_json(document, where="here"))
        return ContractRegistry(tmp_path / "schemas")

    return commit


@pytest.mark.parametrize(
    ("version", "member", "told"),
    [
        ("1.0.0", "Gone", "has 1 fewer path"),
        ("1.0.0", None, None),
        ("999.0.0", "Gone", None),
    ],
)
def test_only_an_older_edition_that_differs_is_told(
    committed: Callable[[str, str | None], ContractRegistry], version: str, member: str | None, told: str | None
) -> None:
    registry = committed(version, member)
    newer = newer_edition(registry, registry.load("sts.get_caller_identity"))
    assert (told in str(newer)) if told else newer is None


def test_a_damaged_model_says_nothing(committed: Callable[[str, str | None], ContractRegistry], tmp_path: Path) -> None:
    registry = committed("1.0.0", "Gone")
    contract = registry.load("sts.get_caller_identity")
    file = tmp_path / "schemas/sts/get_caller_identity/1.0.0/model.json"
    for text in (
        "",
        "[]",
        "{}",
        '{"operation": {"output": 3}, "shapes": []}',
        '{"operation": {"output": {"shape": "A"}}, "shapes": {"A": 1}}',
    ):
        file.write_text(text)
        assert newer_edition(registry, contract) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", FLAGSHIP),
        ("rules", FLAGSHIP),
        pytest.param(("mutants", FLAGSHIP), marks=pytest.mark.survey),
        ("fuzz", "corpus", FLAGSHIP, "-n", "1"),
        pytest.param(("fuzz", "cover", FLAGSHIP), marks=pytest.mark.survey),
        ("generate", "docs", FLAGSHIP),
        ("validate", "examples/bad/misspelled_member.json"),
        ("validate", "examples/bad/misspelled_member.json", "--contract", FLAGSHIP),
        ("validate", "examples/bad", "--jobs", "2"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("examples")
def test_commands_tell_it_once_on_standard_error(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, env=TOLD)
    assert done.stderr.count(NOTE) == 1
    assert "note: sagemaker" not in done.stdout
    named = [f"{word}@1.29.145" if word == FLAGSHIP else word for word in arguments]
    silenced = run(*arguments, env={"SHAPEPROOF_EDITION_NOTES": "0"})
    assert silenced.stdout == done.stdout
    assert NOTE not in silenced.stderr
    if FLAGSHIP in arguments:
        assert NOTE not in run(*named, env=TOLD).stderr


@pytest.mark.usefixtures("examples")
def test_settings_silence_it_and_clean_recordings_have_nothing_to_say(run: Run, tmp_path: Path) -> None:
    assert run("validate", "examples/good", env=TOLD).stderr == ""
    (tmp_path / "pyproject.toml").write_text("[tool.shapeproof]\nedition_notes = false\n")
    assert run("show", FLAGSHIP, env=TOLD).stderr == ""


def test_a_newer_response_that_lacks_a_member_is_told_it(run: Run, tmp_path: Path) -> None:
    resources = {"InstanceType": "ml.m5.large", "InstanceCount": 1}
    response = {"TrainingJobDefinition": {"ResourceConfig": resources}}
    (tmp_path / "a.json").write_text(json.dumps(response))
    done = run("validate", "a.json", "--contract", FLAGSHIP, env=TOLD)
    assert "warning SP306 /TrainingJobDefinition/ResourceConfig/VolumeSizeInGB" in done.stdout
    assert "botocore 1.42.97 does not require it, and this contract is 1.29.145" in done.stdout
    assert done.stderr.count(NOTE) == 1


def test_a_name_means_the_same_for_all(
    committed: Callable[[str, str | None], ContractRegistry], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line, the fixture of the plugin and Python: the project's contract, then a shipped one, then botocore's."""
    registry = committed("1.0.0", "Gone")
    monkeypatch.chdir(tmp_path)
    fixture = ResponseValidator(registry, Severities("strict"))
    edition = installed().version
    for name, expected in (("sts.get_caller_identity", "1.0.0"), (FLAGSHIP, "1.29.145"), ("s3.list_buckets", edition)):
        assert shapeproof.load(name).edition == expected
        assert run("show", name).stdout.startswith(f"{name}@{expected} ")
        with pytest.raises(AssertionError, match=f"violates {name}@{expected}"):
            fixture.check({"Unknown": 1}, name)
        with pytest.raises(shapeproof.ContractViolation, match=f"violates {name}@{expected}"):
            shapeproof.validate({"Unknown": 1}, name)


def test_the_fixture_tells_it_where_a_test_fails() -> None:
    fixture = ResponseValidator(ContractRegistry(), Severities("strict"))
    with pytest.raises(AssertionError, match=f"note: {FLAGSHIP}@1.29.145 is committed; the installed botocore"):
        fixture.check({"Unknown": 1}, FLAGSHIP)
    with pytest.raises(AssertionError) as caught:
        fixture.check({"Unknown": 1}, f"{FLAGSHIP}@1.29.145")
    assert "note:" not in str(caught.value)
