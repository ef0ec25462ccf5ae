"""Programs that read boto3's answers through models run, and type-check in every flavour and view."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from tests.generate.test_boto3_answers import loads_without_metadata
from tests.generate.typed_uses import USES, use_of
from tests.representations.test_boto3_answers import OPERATIONS, as_boto3_returns, expected_answer

from shapeproof import load
from shapeproof.contract import Contract, View, is_stream
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.generate.models.module_body import generate_body
from shapeproof.sample.responses import fullest

pytestmark = pytest.mark.survey

VARIANTS: Final[Sequence[tuple[FlavourName, View]]] = [
    (flavour, view) for flavour in get_args(FlavourName) for view in get_args(View)
]
# moto sends no events.
EVENTS: Final = ("bedrock-runtime.converse_stream", "s3.select_object_content")


def module_name(operation: str, flavour: str, view: str) -> str:
    return re.sub(r"\W", "_", f"{operation}_{flavour}_{view}")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("uses")
    (directory / "uses.py").write_text(USES, encoding="utf-8")
    (directory / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    return directory


@pytest.fixture(scope="module", autouse=True)
def importable(directory: Path) -> Any:
    sys.path.insert(0, str(directory))
    yield
    sys.path.remove(str(directory))


def answer_of(contract: Contract) -> Any:
    return (expected_answer if contract.operation_name in EVENTS else as_boto3_returns)(contract, fullest)


def written(directory: Path, operation: str) -> list[str]:
    """Write the models of an operation and the programs that use them, once. Returns the names of the programs."""
    names = [module_name(operation, *variant) for variant in VARIANTS]
    if not (directory / f"use_{names[-1]}.py").exists():
        contract = load(operation)
        for name, (flavour, view) in zip(names, VARIANTS, strict=True):
            body = generate_body([contract], flavour, view)
            (directory / f"{name}.py").write_text(body.source, encoding="utf-8")
            program = use_of(contract, flavour, body, import_module(name), name)
            (directory / f"use_{name}.py").write_text(program, encoding="utf-8")
    return [f"use_{name}" for name in names]


@pytest.mark.parametrize("operation", [*OPERATIONS, *EVENTS])
def test_programs_read_answers_through_models(directory: Path, operation: str) -> None:
    contract = load(operation)
    answer = answer_of(contract)
    has_stream = any(map(is_stream, contract.members("response").values()))
    for program, (flavour, _) in zip(written(directory, operation), VARIANTS, strict=True):
        if has_stream:  # which can be read once
            answer = answer_of(contract)
        assert import_module(program).use(answer) == answer
        loads_without_metadata(import_module(program.removeprefix("use_")), flavour, contract, answer)


@pytest.mark.parametrize(
    "command",
    [["mypy", "--strict", "--cache-dir=.mypy"], ["pyright", "--pythonpath", sys.executable]],
    ids=lambda one: one[0],
)
def test_programs_type_check(directory: Path, command: list[str]) -> None:
    for operation in (*OPERATIONS, *EVENTS):
        written(directory, operation)
    result = subprocess.run(
        [sys.executable, "-m", *command, "."], cwd=directory, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
