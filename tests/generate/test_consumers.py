"""Programs that use the models: right ones run on real models, wrong ones are found out by the type checkers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from shapeproof.contract import Contract
from shapeproof.representations.conversion import from_cli
from shapeproof.sample import smallest

HERE: Final = Path(__file__).parent
GOLDEN: Final = HERE.parent / "golden"
WRONG: Final = sorted((HERE / "wrong_consumers").glob("*.py.txt"))


@pytest.fixture
def consumer(flavour: str) -> ModuleType:
    spec = spec_from_file_location(f"{flavour}_consumer", HERE / "consumers" / f"{flavour}_consumer.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_consumer_reads_what_boto3_returns(consumer: ModuleType, contract: Contract) -> None:
    answer: Any = from_cli(contract.response, smallest(contract), "sdk")
    name = answer["HyperParameterTuningJobName"]
    assert consumer.request(name) == {"HyperParameterTuningJobName": name}
    assert consumer.summary(answer) == f"{name}: 0 running"
    failed = answer | {"HyperParameterTuningJobStatus": "Failed", "FailureReason": "It was too hot."}
    assert consumer.summary(failed) == f"{name} failed: It was too hot."
    best = {
        "TrainingJobName": "best",
        "TrainingJobArn": "arn:aws:sagemaker:us-east-1:123456789012:training-job/best",
        "CreationTime": answer["CreationTime"],
        "TrainingJobStatus": "Completed",
        "TunedHyperParameters": {"eta": "0.1", "depth": "3"},
        "FinalHyperParameterTuningJobObjectiveMetric": {"MetricName": "auc", "Value": 0.5},
    }
    done = answer | {"HyperParameterTuningJobStatus": "Paused", "BestTrainingJob": best}
    assert consumer.summary(done) == f"{name}: 0.5 with depth=3, eta=0.1 after 0:00:00"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wrong")
    for file in WRONG:
        (folder / file.stem).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def verdict(command: list[str], folder: Path) -> str:
    """What a type checker says, paths left out."""
    names = [file.stem for file in WRONG]
    done = subprocess.run(
        [sys.executable, "-m", *command, *names], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    lines = (line.replace(f"{folder}/", "").strip() for line in done.stdout.splitlines())
    said = sorted(line for line in lines if re.match(r"\S+:\d+", line))
    return "".join(f"{line}\n" for line in said)


@pytest.mark.parametrize(
    ("name", "command"),
    [("mypy", ["mypy", "--strict", "--cache-dir=.mypy"]), ("pyright", ["pyright", "--pythonpath", sys.executable])],
)
def test_type_checkers_find_misspelt_members_and_wrong_enum_values(
    name: str, command: list[str], wrong: Path, golden: Callable[[str, str], None]
) -> None:
    (wrong / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    said = verdict(command, wrong)
    marked = [
        f"{file.stem}:{number}:"
        for file in WRONG
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if line.endswith(("# misspelt", "# no such value"))
    ]
    assert len(marked) >= 2 * len(WRONG) > 0
    assert [place for place in marked if place not in said] == []
    golden(f"wrong_consumers_{name}.txt", said)
