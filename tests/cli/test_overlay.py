"""`shapeproof overlay suggest`: what it proposes explains what the recordings break, and nothing else."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.program.forks import Program

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("botocore") is None, reason="the contracts are those of the installed botocore"
)

RECORDINGS: dict[str, Any] = {
    "sqs.GetQueueUrl_1.json": {"QueueUrl": "u", "Region": "here"},
    "mq.DescribeBroker_1.json": {
        "BrokerId": "b",
        "EngineType": "ODD",
        "BrokerState": None,
        "Users": [{"Username": "u"}],
    },
    "route53resolver.GetResolverRule_1.json": {"ResolverRule": {"Id": "r", "CreationTime": "2024"}},
    "ssm.GetParameter_1.json": {"Parameter": {"Name": "n", "Type": "String", "Version": 1, "Surplus": "s"}},
    "sagemaker.ListModels_1.json": {"Models": [{"ModelName": "a model"}]},
    "kms.DescribeKey_1.json": {"KeyMetadata": {"KeyId": "k", "KeyState": "AKIAIOSFODNN7EXAMPLE"}},
}


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    directory = tmp_path / "recordings"
    directory.mkdir()
    for name, value in RECORDINGS.items():
        (directory / name).write_text(json.dumps({"status_code": 200, "data": value}))
    return tmp_path


def run(program: Program, directory: Path, *arguments: str) -> Any:
    ended = program.run(directory, list(arguments), timeout=60)
    assert ended.errors == b""
    return json.loads(ended.output)


def errors(program: Program, directory: Path, *options: str) -> Counter[str]:
    report = run(program, directory, "validate", "recordings", "--format", "json", "--verbose", *options)
    return Counter(finding["code"] for finding in report["findings"] if finding["severity"] == "error")


def test_what_is_proposed_explains_what_was_seen(program: Program, recordings: Path) -> None:
    before = errors(program, recordings)
    overlays = run(program, recordings, "overlay", "suggest", "recordings")
    for service, overlay in overlays.items():
        (recordings / "schemas" / service).mkdir(parents=True)
        (recordings / "schemas" / service / "overlay.json").write_text(json.dumps(overlay))
    assert {"SP101", "SP201", "SP301", "SP302"} <= set(before)
    # A key of AWS is never written into a file, so that its finding stays.
    assert errors(program, recordings) == {"SP302": 1}
    assert "AKIA" not in json.dumps(overlays)
    models = {entry["keyword"]: entry for entry in overlays["sagemaker"]["deviations"]}
    assert models["required"] == {
        "shape": "ModelSummary",
        "keyword": "required",
        "sends": ["CreationTime", "ModelArn"],
        "reason": "TODO: what the service does; delete the entry if it was written by hand",
        "evidence": {"seen": 2, "where": "recordings of list_models, files: 1"},
    }
    # What an overlay explains is proposed again.
    assert run(program, recordings, "overlay", "suggest", "recordings") == overlays


@pytest.mark.survey
@pytest.mark.parametrize("options", [[], ["--jobs", "2"], ["--format", "json", "--ignore", "SP302@mq.*"]])
def test_validate_writes_the_same_beside_its_report(program: Program, recordings: Path, options: list[str]) -> None:
    for number in range(130 if "--jobs" in options else 5):  # so many that several processes share them
        (recordings / f"recordings/sqs.GetQueueUrl_{number + 2}.json").write_text(
            json.dumps({"status_code": 200, "data": {"QueueUrl": "u", f"Surplus{number % 7}": 1}})
        )
    printed = program.run(recordings, ["overlay", "suggest", "recordings"], timeout=60).output
    entries = sum(len(overlay["deviations"]) for overlay in json.loads(printed).values())
    checked = program.run(recordings, ["validate", "recordings", *options], timeout=60)
    file = recordings / "recordings/proposed.json"
    for _ in range(2):  # the file that is written is no recording
        ended = program.run(recordings, ["validate", "recordings", "--suggest", str(file), *options], timeout=60)
        assert file.read_bytes() == printed
        assert (ended.exit_code, ended.output) == (checked.exit_code, checked.output)
        note = f"shapeproof: {file}: written, {entries} proposed entries for overlays of {len(json.loads(printed))} services"
        assert note in ended.errors.decode()


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("-", "expected a file"),
        ("recordings", "expected a file, got a directory"),
        ("recordings/sqs.GetQueueUrl_1.json", "this file is an input of this run"),
        ("report.json", "this file is that of --suggest"),
    ],
)
def test_validate_overwrites_nothing_with_proposals(
    program: Program, recordings: Path, file: str, message: str
) -> None:
    before = {path: path.read_bytes() for path in recordings.rglob("*.json")}
    paths = ["recordings", "recordings/sqs.GetQueueUrl_1.json"]
    ended = program.run(recordings, ["validate", *paths, "--suggest", file, "--report", "json=report.json"], timeout=60)
    assert (ended.exit_code, ended.output) == (2, b"")
    assert message in ended.errors.decode()
    assert {path: path.read_bytes() for path in recordings.rglob("*.json")} == before


def test_recordings_that_break_nothing_need_no_overlay(program: Program, recordings: Path) -> None:
    (recordings / "recordings/sqs.GetQueueUrl_1.json").write_text('{"status_code": 200, "data": {"QueueUrl": "u"}}')
    assert run(program, recordings, "overlay", "suggest", "recordings/sqs.GetQueueUrl_1.json") == {}


def test_what_most_files_show_comes_first_and_little_evidence_can_be_left_out(
    program: Program, recordings: Path
) -> None:
    for number in range(3):
        names = ["a model", "b model"] if number == 2 else ["a model"]
        models = [{"ModelName": name, "ModelArn": "a" * 20} for name in names]
        recorded = {"status_code": 200, "data": {"Models": models}}
        (recordings / f"recordings/sagemaker.ListModels_{number + 2}.json").write_text(json.dumps(recorded))
    overlays = run(program, recordings, "overlay", "suggest", "recordings")
    assert next(iter(overlays)) == "sagemaker"
    entries = overlays["sagemaker"]["deviations"]
    files = [int(entry["evidence"]["where"].rpartition(" ")[2]) for entry in entries]
    assert files == sorted(files, reverse=True)
    assert files[0] == 4
    ended = program.run(recordings, ["overlay", "suggest", "recordings", "--min-files", "2"], timeout=60)
    shown = json.loads(ended.output)
    assert list(shown) == ["sagemaker"]
    count = sum(len(overlay["deviations"]) for overlay in overlays.values()) - len(shown["sagemaker"]["deviations"])
    assert ended.errors.decode() == f"shapeproof: {count} entries left out, in fewer than 2 files\n"
