"""Rules of a project: in its settings, for contracts that are committed or built, and in the keys of caches."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Final

import pytest

from shapeproof.errors import CaptureError, ShapeproofError, UsageError
from shapeproof.registry import ContractRegistry
from shapeproof.rules.reading import rules_of
from shapeproof.settings import Settings, read

NAME: Final = "s3.list_objects_v2"
RULE: Final[dict[str, str]] = {
    "id": '"BUCKET1"',
    "rule": '"!has(self.KeyCount) || self.KeyCount == size(self.Contents)"',
    "message": '"the number of keys is not that of the objects"',
    "at": '["KeyCount", "Contents"]',
    "source": '"https://example.org"',
    "keeps": '{ KeyCount = 1, Contents = [{ Key = "a", LastModified = 2024-05-06T07:08:09Z }] }',
    "breaks": '{ KeyCount = 2, Contents = [{ Key = "a" }] }',
}


def settings(directory: Path, name: str = NAME, **changed: str) -> Settings:
    entry = RULE | changed
    lines = [f'[[tool.shapeproof.rules."{name}"]]', *(f"{key} = {value}" for key, value in entry.items() if value)]
    (directory / "pyproject.toml").write_text("[project]\nname = 'x'\n\n" + "\n".join(lines))
    return read(directory)


def test_a_built_contract_has_the_rules_of_the_project(tmp_path: Path) -> None:
    registry = ContractRegistry(rules=settings(tmp_path).rules)
    (rule,) = rules_of(registry.load(f"{NAME}@installed").response)
    assert (rule.id, rule.structure, rule.keeps["Contents"][0]["LastModified"]) == (
        "BUCKET1",
        "ListObjectsV2Output",
        "2024-05-06T07:08:09+00:00",
    )
    assert [contract.operation_name for contract in registry.contracts_of_rules()] == [NAME]
    assert rules_of(ContractRegistry().load(f"{NAME}@installed").response) == ()


def test_both_spellings_of_an_operation_add_rules(tmp_path: Path) -> None:
    settings(tmp_path, "s3.ListObjectsV2", id='"BUCKET2"')
    second = (tmp_path / "pyproject.toml").read_text()
    settings(tmp_path)
    with (tmp_path / "pyproject.toml").open("a") as file:
        file.write(second.removeprefix("[project]\nname = 'x'\n").join("\n\n"))
    rules = rules_of(ContractRegistry(rules=read(tmp_path).rules).load(f"{NAME}@installed").response)
    assert [rule.id for rule in rules] == ["BUCKET1", "BUCKET2"]


def test_a_committed_contract_has_its_own_rules_and_those_of_the_project(tmp_path: Path) -> None:
    name = "sagemaker.describe_hyper_parameter_tuning_job"
    changed = {
        "rule": "\"self.HyperParameterTuningJobName != 'test'\"",
        "at": '["HyperParameterTuningJobName"]',
        "keeps": '{ HyperParameterTuningJobName = "x" }',
        "breaks": '{ HyperParameterTuningJobName = "test" }',
    }
    own = rules_of(ContractRegistry().load(name).response)
    added = rules_of(ContractRegistry(rules=settings(tmp_path, name, **changed).rules).load(name).response)
    assert {rule.id for rule in added} - {rule.id for rule in own} == {"BUCKET1"}
    assert len(added) == len(own) + 1


def test_a_rule_of_a_structure_names_it(tmp_path: Path) -> None:
    changed = {
        "shape": '"Object"',
        "rule": '"self.Size >= 0"',
        "at": '["Size"]',
        "keeps": "{ Size = 0 }",
        "breaks": "{ Size = -1 }",
    }
    (rule,) = rules_of(ContractRegistry(rules=settings(tmp_path, **changed).rules).load(NAME).response)
    assert rule.structure == "Object"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"id": '"bucket"'}, "/rules/0/id: expected the name of a rule"),
        ({"rule": ""}, "/rules/0"),
        ({"sevrity": '"error"'}, "sevrity"),
        ({"severity": '"fatal"'}, "severity"),
        ({"editions": '["1.2.3"]'}, "a rule of a project is for all editions: leave out `editions`"),
    ],
)
def test_an_invalid_rule_is_an_error_with_its_place(tmp_path: Path, changed: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        settings(tmp_path, **changed)
    assert f"{tmp_path / 'pyproject.toml'}:4: tool.shapeproof.rules" in str(raised.value)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"rule": '"self.KeyCont == 1"'}, "KeyCont"),
        ({"rule": '"self.KeyCount =="'}, "column"),
        ({"shape": '"ListObjectsOutput2"'}, "has no structure ListObjectsOutput2"),
        ({"at": '["Keys"]'}, "Keys"),
    ],
)
def test_a_rule_that_does_not_fit_its_contract_is_an_error_with_its_place(
    tmp_path: Path, changed: dict[str, str], message: str
) -> None:
    registry = ContractRegistry(rules=settings(tmp_path, **changed).rules)
    with pytest.raises(CaptureError) as raised:
        registry.load(NAME)
    assert str(tmp_path / "pyproject.toml") in str(raised.value)
    assert message in str(raised.value)


@pytest.mark.parametrize("name", ["s3", "s3.list_objects_v2@1.2.3", "s3.*", "s3.list_?", "*.list_buckets"])
def test_rules_are_for_operations(tmp_path: Path, name: str) -> None:
    with pytest.raises(ShapeproofError, match=r"pyproject\.toml:4: tool\.shapeproof\.rules"):
        settings(tmp_path, name)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("s3.list_object_v2", "did you mean ListObjectsV2"), ("s33.list_objects_v2", "did you mean s3")],
)
def test_rules_of_an_operation_that_does_not_exist_are_told(tmp_path: Path, name: str, hint: str) -> None:
    (message,) = ContractRegistry(rules=settings(tmp_path, name).rules).rules_of_nothing()
    assert message.startswith(f"{tmp_path / 'pyproject.toml'}:4: tool.shapeproof.rules: the rules of {name} apply to")
    assert hint in message


@pytest.mark.parametrize("name", [NAME, "s3.ListObjectsV2", "sagemaker.DescribeHyperParameterTuningJob"])
def test_rules_of_an_operation_that_exists_are_not_told(tmp_path: Path, name: str) -> None:
    assert not list(ContractRegistry(rules=settings(tmp_path, name).rules).rules_of_nothing())


def test_rules_reach_workers_and_the_keys_of_caches(tmp_path: Path) -> None:
    rules = settings(tmp_path).rules
    contents = [
        ContractRegistry(rules=known).overlay_contents("s3", "ListObjectsV2")
        for known in (rules, pickle.loads(pickle.dumps(rules)), settings(tmp_path, id='"BUCKET2"').rules)
    ]
    assert contents[0] == contents[1] != contents[2]
    assert contents[0] != ContractRegistry().overlay_contents("s3", "ListObjectsV2")


def test_an_operation_that_is_built_has_the_rules_of_its_overlay() -> None:
    name = "sagemaker.describe_hyper_parameter_tuning_job"
    committed, installed = (ContractRegistry().load(full) for full in (name, f"{name}@installed"))
    assert {rule.id for rule in rules_of(installed.response)} == {rule.id for rule in rules_of(committed.response)}
