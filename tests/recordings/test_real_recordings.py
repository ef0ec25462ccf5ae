"""Recordings of real services, and what people write by hand instead. They lie beside the checkout, where they are at all.

A file that is added to those directories is collected here: a real one has to be clean, another one needs a row that says
what is wrong with it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, Final

import pytest

from shapeproof.recordings.checking.check_options import CheckOptions
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.discovery.planner import plan_units
from shapeproof.recordings.discovery.units import Unusable
from shapeproof.report.common.run_summary import RunSummary

RECORDINGS: Final = Path(__file__).parents[3] / "shared" / "recordings"
FLAGSHIP: Final = RECORDINGS / "describe_hyper_parameter_tuning_job"
CONTRACT: Final = "sagemaker.describe_hyper_parameter_tuning_job@1.29.145"
pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the recordings of real services aren't here (../shared/recordings)"
)

REQUIRED: Final = [
    "/CreationTime",
    "/HyperParameterTuningJobArn",
    "/HyperParameterTuningJobConfig",
    "/HyperParameterTuningJobName",
    "/HyperParameterTuningJobStatus",
    "/ObjectiveStatusCounters",
    "/TrainingJobStatusCounters",
]
BEST_JOB: Final = [
    f"/BestTrainingJob/{name}"
    for name in ("CreationTime", "TrainingJobArn", "TrainingJobName", "TrainingJobStatus", "TunedHyperParameters")
]
FAULTS: Final[dict[str, dict[str, list[str]]]] = {
    # Answers of a Go client, which writes null for whatever is absent.
    "ack_inprogress_describe.json": {"SP108": [""]},
    "ack_success_completed_describe.json": {"SP108": [""]},
    # Placeholders for names and ARNs, times without a zone, only the members that the mocked code reads.
    "flytekit_mock_1.json": {
        "SP101": ["/BestTrainingJob/CreationTime", "/CreationTime", "/HyperParameterTuningJobConfig"],
        "SP104": ["/BestTrainingJob/TrainingEndTime", "/BestTrainingJob/TrainingStartTime"],
        "SP201": ["/BestTrainingJob/TrainingJobArn", "/BestTrainingJob/TrainingJobName", "/HyperParameterTuningJobArn"],
    },
    "flytekit_mock_3.json": {
        "SP101": [pointer for pointer in REQUIRED if pointer not in {"/HyperParameterTuningJobArn", "/HyperParameterTuningJobName", "/HyperParameterTuningJobStatus"}],
        "SP201": ["/HyperParameterTuningJobArn"],
    },
    # The name of a constant and f-strings among mocked values: the others are checked.
    "mlspace_describe_hpo_1.pydict.txt": {
        "SP101": [
            *(pointer for pointer in REQUIRED if pointer not in {"/HyperParameterTuningJobArn", "/HyperParameterTuningJobName"}),
            *BEST_JOB,
        ],
        "SP201": ["/BestTrainingJob/TuningJobName", "/HyperParameterTuningJobArn"],
        "SP911": ["/HyperParameterTuningJobName"],
    },
    "mlspace_process_events_1.pydict.txt": {
        "SP101": [
            "/HyperParameterTuningJobConfig/ResourceLimits",
            *(f"/TrainingJobDefinition/{name}" for name in ("AlgorithmSpecification", "OutputDataConfig", "RoleArn", "StoppingCondition")),
            *BEST_JOB,
        ],
        "SP102": ["/ObjectiveStatusCounters", "/TrainingJobStatusCounters"],
        "SP103": ["/FailureReason", "/HyperParameterTuningEndTime", "/TrainingJobDefinitions", "/TuningJobCompletionDetails"],
        "SP104": ["/CreationTime", "/LastModifiedTime"],
        "SP301": ["/Tags", "/TuningJobCompletionReason"],
        "SP302": ["/HyperParameterTuningJobStatus"],
        "SP911": ["/HyperParameterTuningJobArn", "/HyperParameterTuningJobName", "/Tags/project", "/Tags/user"],
    },
    # moto's two ARNs that are none.
    "moto_wire.json": {"SP201": ["/BestTrainingJob/TrainingJobArn", "/OverallBestTrainingJob/TrainingJobArn"]},
    "sdk_test_analytics_1.pydict.txt": {
        "SP101": [
            *(pointer for pointer in REQUIRED if pointer != "/HyperParameterTuningJobConfig"),
            *(f"/HyperParameterTuningJobConfig/{name}" for name in ("ResourceLimits", "Strategy")),
            *(f"/TrainingJobDefinition/{name}" for name in ("OutputDataConfig", "RoleArn", "StoppingCondition")),
        ]
    },
    # An event about a job, not the answer about it.
    "eventbridge_doc_1.json": {"SP902": [""]},
}  # fmt: skip


def files_in(*directories: str) -> list[Path]:
    return [file for directory in directories for file in sorted((FLAGSHIP / directory).rglob("*")) if file.is_file()]


@pytest.mark.parametrize("file", files_in("real"), ids=lambda file: str(file.relative_to(FLAGSHIP)))
def test_a_real_recording_is_clean(file: Path, check: Any) -> None:
    assert check(file, with_rules=True) == []


@pytest.mark.parametrize("file", files_in("handwritten", "lookalike"), ids=lambda file: file.name)
def test_the_faults_of_what_was_written_by_hand_are_found(file: Path, check: Any) -> None:
    pointers_by_code: dict[str, list[str]] = {}
    for located in check(file, contract=CONTRACT):
        pointers_by_code.setdefault(located.finding.code, []).append(located.finding.pointer)
    expected = {code: sorted(pointers) for code, pointers in FAULTS[file.name].items()}
    assert {code: sorted(pointers) for code, pointers in pointers_by_code.items()} == expected


def test_each_of_them_is_identified_but_the_lookalike(check: Any) -> None:
    assert {located.contract for located in check(FLAGSHIP / "handwritten") if located.finding.kind != "reading"} == {
        CONTRACT
    }
    assert [located.finding.code for located in check(*files_in("lookalike"))] == ["SP902"]


@pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore isn't installed: it has the contracts"
)
@pytest.mark.parametrize("directory", ["placebo", "awscli"])
def test_every_contract_in_a_directory_is_found(directory: str) -> None:
    checker, summary = Checker(CheckOptions()), RunSummary()
    for planned in plan_units([str(RECORDINGS / directory)]):
        assert not isinstance(planned, Unusable)
        for result in checker.check(planned):
            summary.add(result)
    assert summary.responses == sum(1 for file in (RECORDINGS / directory).rglob("*") if file.is_file())
    assert not summary.skipped
    assert {code for code in summary.codes if code.startswith("SP9")} <= {"SP917"}  # some show a part of a response
    assert summary.clean / summary.responses > 0.75


@pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="botocore isn't installed: it has the contracts"
)
def test_every_response_in_a_cassette_is_identified_and_only_other_hosts_are_ignored() -> None:
    checker, summary = Checker(CheckOptions()), RunSummary()
    for planned in plan_units([str(RECORDINGS / "vcr")]):
        for result in checker.check(planned):
            summary.add(result)
    assert len(summary.files) == sum(1 for file in (RECORDINGS / "vcr").rglob("*") if file.is_file())
    assert {reason for _, reason in summary.ignored} == {"traffic of hosts other than AWS"}
    assert {code for code in summary.codes if code.startswith("SP9")} <= {"SP917"}  # some show a part of a response
    assert summary.clean / summary.responses > 0.75
