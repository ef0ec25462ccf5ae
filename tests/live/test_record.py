"""`shapeproof.record`: writes the responses of clients as recording lines, which `validate` reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.canned_answers import answered_by

import shapeproof
from shapeproof.cli import main_group
from shapeproof.contract import Contract, Representation
from shapeproof.fuzz.drawing.corpus import corpus
from shapeproof.live.redaction import redact
from shapeproof.registry import load
from shapeproof.representations.conversion import from_cli


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_recorded_responses_of_moto_are_valid(client: Callable[[str], Any], tmp_path: Path) -> None:
    mock_aws: Any = pytest.importorskip("moto").mock_aws
    file = tmp_path / "answers.jsonl"
    with mock_aws():
        iam, s3, sagemaker = client("iam"), client("s3"), client("sagemaker")
        with shapeproof.record(s3, file) as recording:
            s3.create_bucket(Bucket="results")
            s3.put_object(Bucket="results", Key="best", Body=b"a stream")
            assert s3.get_object(Bucket="results", Key="best")["Body"].read() == b"a stream"
            with pytest.raises(s3.exceptions.NoSuchKey):
                s3.get_object(Bucket="results", Key="nothing")
        assert recording.count == 4
        with shapeproof.record(iam, tmp_path / "keys.jsonl"):
            iam.create_user(UserName="tuner")
            key = iam.create_access_key(UserName="tuner")["AccessKey"]
        with shapeproof.record(sagemaker, tmp_path / "wire.jsonl"):
            sagemaker.list_training_jobs()
    assert [line["contract"] for line in lines_of(file)] == [
        "s3.create_bucket@installed", "s3.put_object@installed", "s3.get_object@installed", "s3.get_object@installed",
    ]  # fmt: skip
    assert "Body" not in lines_of(file)[2]["response"]
    (line,) = lines_of(tmp_path / "wire.jsonl")
    assert (line["representation"], line["response"]) == ("wire", {"TrainingJobSummaries": []})
    *_, error = lines_of(file)
    assert (error["part"], error["response"]["Error"]["Code"]) == ("error", "NoSuchKey")
    *_, keys = lines_of(tmp_path / "keys.jsonl")
    assert keys["redacted"] == ["/AccessKey/AccessKeyId", "/AccessKey/SecretAccessKey"]
    for secret in ("AccessKeyId", "SecretAccessKey"):
        assert key[secret] not in (tmp_path / "keys.jsonl").read_text()
    assert key["UserName"] == keys["response"]["AccessKey"]["UserName"]
    assert main_group.main(["validate", str(tmp_path)], standalone_mode=False) == 0


def test_unwritable_path_is_an_error(client: Callable[[str], Any], tmp_path: Path) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match=r"nothing/answers\.jsonl: this file can't be written"):
        shapeproof.record(client("s3"), tmp_path / "nothing" / "answers.jsonl")


def test_path_of_wrong_type_is_an_error(client: Callable[[str], Any]) -> None:
    with pytest.raises(shapeproof.ShapeproofError, match="expected the path of a file, got None"):
        shapeproof.record(client("s3"), None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sensitive_contracts(capture: Callable[[str], Contract]) -> list[Contract]:
    return [capture(name) for name in ("cognito-idp.AdminGetUser", "iam.CreateAccessKey", "kms.GenerateDataKey")]


@given(data=st.data(), representation=st.sampled_from(["wire", "cli"]))
def test_sensitive_values_are_redacted_and_response_stays_valid(
    data: st.DataObject, representation: Representation, sensitive_contracts: list[Contract]
) -> None:
    contract = data.draw(st.sampled_from(sensitive_contracts))
    if contract.json_protocol is None:
        representation = "cli"
    root = contract.schema()
    response = from_cli(root, next(iter(corpus(contract, seed=data.draw(st.integers(0, 10_000))))), representation)
    original = json.dumps(response)
    redacted, pointers = redact(contract, "response", response, representation)
    assert json.dumps(response) == original
    assert [finding.code for finding in shapeproof.findings(redacted, contract, representation=representation)] == []
    redacted_again, pointers_again = redact(contract, "response", redacted, representation)
    assert (redacted_again, pointers_again) == (redacted, pointers)


def test_names_of_unknown_members_are_kept_and_their_values_replaced() -> None:
    flagship = load("sagemaker.describe_hyper_parameter_tuning_job")
    redacted, (redaction,) = redact(flagship, "response", {"Surplus": {"Token": "x"}}, "wire")
    assert (redacted, redaction.pointer) == ({"Surplus": "REDACTED"}, ("Surplus",))


STUBBED = {"LocationConstraint": "eu-west-1"}


def call(s3: Any, response: dict[str, Any] = STUBBED) -> Any:
    stubber: Any = pytest.importorskip("botocore.stub").Stubber
    with stubber(s3) as stub:
        stub.add_response("get_bucket_location", response)
        return s3.get_bucket_location(Bucket="b")


def test_recordings_are_appended(client: Callable[[str], Any], tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    for _ in range(2):
        s3 = client("s3")
        with shapeproof.record(s3, file) as first, shapeproof.record(s3, file) as second:
            call(s3)
        assert (first.count, second.count) == (1, 1)
        first.stop()  # again
    assert len(lines_of(file)) == 4
    assert file.stat().st_mode & 0o777 == 0o600


def test_full_disk_reaches_no_caller_and_is_told(
    client: Callable[[str], Any], caplog: pytest.LogCaptureFixture
) -> None:
    s3 = client("s3")
    with shapeproof.record(s3, "/dev/full") as recording:
        for _ in range(20):
            assert call(s3)["LocationConstraint"] == "eu-west-1"
    assert (recording.count, recording.lost) == (0, 20)
    assert caplog.text.count("No space left on device") == 1
    assert "/dev/full: recorded responses: 0; responses not recorded: 20" in caplog.text


def test_number_of_redacted_values_is_told(
    client: Callable[[str], Any], tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nredact = ["Location*"]\n')
    s3 = client("s3")
    with shapeproof.record(s3, "answers.jsonl") as recording:
        call(s3)
        call(s3)
    assert recording.redacted == 2
    assert "answers.jsonl: recorded responses: 2; values replaced because they may be secret: 2 (Loc" in caplog.text
    with pytest.raises(shapeproof.ShapeproofError, match="expected a list of names"):
        shapeproof.record(s3, "answers.jsonl", redact="Token")


def test_unreadable_body_is_not_quoted(
    client: Callable[[str], Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sagemaker = client("sagemaker")
    messages: list[str] = []
    with (
        caplog.at_level("WARNING"),
        answered_by(sagemaker, b"secret-value and more"),
        shapeproof.record(sagemaker, tmp_path / "answers.jsonl") as recording,
        shapeproof.watch(sagemaker, on_finding=lambda finding, response: messages.append(f"{finding} {response}")),
    ):
        sagemaker.describe_training_job(TrainingJobName="a")
    assert recording.lost == 1
    assert messages
    for text in (caplog.text, *messages):
        assert "at line 1, column 1 of the body" in text
        assert "secret-value" not in text


def test_incomplete_last_line_is_told_and_the_others_are_checked(
    client: Callable[[str], Any], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.jsonl"
    s3 = client("s3")
    with shapeproof.record(s3, file):
        call(s3)
        call(s3, {"LocationConstraint": "nowhere"})
        call(s3)
    file.write_bytes(file.read_bytes()[:-30])
    assert main_group.main(["validate", str(file)], standalone_mode=False) == 1
    output = capfd.readouterr().out
    assert f"{file}:3:" in output
    assert "it seems to be truncated" in output
    assert "SP302" in output
    with shapeproof.record(s3, file):
        call(s3)
    assert main_group.main(["validate", str(file)], standalone_mode=False) == 1
    assert len(file.read_bytes().splitlines()) == 4
    assert capfd.readouterr().out.splitlines()[-1] == "4 responses in 1 file: 2 clean, 2 errors"
