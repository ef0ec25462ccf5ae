"""Programs that use the models: correct programs run, and type checkers report the mistakes of wrong ones."""

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
WRONG_CONSUMERS: Final = sorted((HERE / "wrong_consumers").glob("*.py.txt"))


@pytest.fixture
def consumer(flavour: str) -> ModuleType:
    spec = spec_from_file_location(f"{flavour}_consumer", HERE / "consumers" / f"{flavour}_consumer.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_consumer_reads_boto3_response(consumer: ModuleType, contract: Contract) -> None:
    response: Any = from_cli(contract.response, smallest(contract), "sdk")
    name = response["HyperParameterTuningJobName"]
    assert consumer.request(name) == {"HyperParameterTuningJobName": name}
    assert consumer.summary(response) == f"{name}: 0 running"
    failed = response | {"HyperParameterTuningJobStatus": "Failed", "FailureReason": "It was too hot."}
    assert consumer.summary(failed) == f"{name} failed: It was too hot."
    best = {
        "TrainingJobName": "best",
        "TrainingJobArn": "arn:aws:sagemaker:us-east-1:123456789012:training-job/best",
        "CreationTime": response["CreationTime"],
        "TrainingJobStatus": "Completed",
        "TunedHyperParameters": {"eta": "0.1", "depth": "3"},
        "FinalHyperParameterTuningJobObjectiveMetric": {"MetricName": "auc", "Value": 0.5},
    }
    paused = response | {"HyperParameterTuningJobStatus": "Paused", "BestTrainingJob": best}
    assert consumer.summary(paused) == f"{name}: 0.5 with depth=3, eta=0.1 after 0:00:00"


@pytest.fixture(scope="module")
def wrong_consumers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("wrong")
    for file in WRONG_CONSUMERS:
        (directory / file.stem).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return directory


def type_checker_messages(command: list[str], directory: Path) -> str:
    """The sorted messages of a type checker, with file names instead of paths."""
    names = [file.stem for file in WRONG_CONSUMERS]
    result = subprocess.run(
        [sys.executable, "-m", *command, *names], cwd=directory, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1, result.stderr
    lines = (line.replace(f"{directory}/", "").strip() for line in result.stdout.splitlines())
    messages = sorted(line for line in lines if re.match(r"\S+:\d+", line))
    return "".join(f"{line}\n" for line in messages)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("mypy", ["mypy", "--strict", "--cache-dir=.mypy"]),
        pytest.param("pyright", ["pyright", "--pythonpath", sys.executable], marks=pytest.mark.survey),
    ],
)
def test_type_checkers_report_misspelt_members_and_wrong_enum_values(
    name: str, command: list[str], wrong_consumers: Path, golden: Callable[[str, str], None]
) -> None:
    (wrong_consumers / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    messages = type_checker_messages(command, wrong_consumers)
    expected_locations = [
        f"{file.stem}:{number}:"
        for file in WRONG_CONSUMERS
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if line.endswith(("# misspelt", "# no such value"))
    ]
    assert len(expected_locations) >= 2 * len(WRONG_CONSUMERS) > 0
    assert [location for location in expected_locations if location not in messages] == []
    golden(f"wrong_consumers_{name}.txt", messages)
