"""`pytest --shapeproof` as users run it, in projects of their own. Each run is a separate process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

PROJECT = Path(__file__).parent / "project"
INVALID = {"test_a_tuning_job_completes", "test_a_job_that_exploded", "test_a_recorded_job"}
STUBBED = """
    import boto3, pytest
    from botocore.stub import Stubber

    def buckets(answer):
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("list_buckets", answer)
            return client.list_buckets()

    def queue(**answer):
        client = boto3.client("sqs", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("get_queue_attributes", answer)
            return client.get_queue_attributes(QueueUrl="q")

    def location(name):
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("get_bucket_location", {"LocationConstraint": name})
            return client.get_bucket_location(Bucket="b")
"""


class Run(NamedTuple):
    """A test run: its exit status and its output."""

    status: int
    output: str

    @property
    def summary(self) -> str:
        summary = re.search(
            r"^=+ shapeproof =+\n(.*?)^(?:=|\d+ (?:passed|failed|x))", self.output, re.MULTILINE | re.DOTALL
        )
        assert summary, self.output
        return re.sub(r"@\d+\.\d+\.\d+", "@EDITION", summary[1])

    @property
    def failed(self) -> set[str]:
        return set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", self.output, re.MULTILINE))


def run(directory: Path, *arguments: str) -> Run:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "AWS_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=directory,
        env={**environment, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Run(done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="module", autouse=True)
def mocks() -> None:
    for library in ("boto3", "moto", "vcr"):
        pytest.importorskip(library)


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """Creates a project with a test file: the given source after stubs of S3 and SQS."""

    def create(source: str, *, settings: str = "[pytest]\n") -> Path:
        (tmp_path / "pytest.ini").write_text(settings)
        (tmp_path / "test_it.py").write_text(dedent(STUBBED) + dedent(source))
        return tmp_path

    return create


def test_only_tests_with_invalid_responses_fail_and_the_summary_lists_them(
    tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    done = run(PROJECT, "--shapeproof-fail", f"--junitxml={tmp_path}/junit.xml")
    assert (done.status, done.failed) == (1, INVALID), done.output
    failures = ET.parse(tmp_path / "junit.xml").getroot().iterfind(".//testcase[failure]")
    assert {case.get("name") for case in failures} == INVALID
    golden("pytest_summary.txt", done.summary)


def test_workers_give_the_same_summary(project: Callable[[str], Path]) -> None:
    source = """
    @pytest.mark.parametrize("number", range(6))
    def test_places(number):
        location("nowhere" if number % 2 else "eu-west-1")

    def test_buckets():
        buckets({"Buckets": []})
    """
    directory = project(source)
    alone, shared = run(directory, "--shapeproof-fail"), run(directory, "--shapeproof-fail", "-n2")
    assert shared.status == 1, shared.output
    assert (shared.failed, shared.output.count("FAILED")) == (alone.failed, 3)
    # Which test is first depends on the workers.
    ours, theirs = (re.sub(r"first found in \S+", "", done.summary) for done in (alone, shared))
    assert ours == theirs
    assert "error SP302 LocationConstraint, 3 times in 3 tests" in shared.summary


def test_reporting_fails_no_test() -> None:
    assert run(PROJECT, "--shapeproof", "-k", "exploded or recorded").status == 0


def test_nothing_is_checked_without_the_flag() -> None:
    assert "shapeproof" not in run(PROJECT, "-k", "exploded").output


def test_a_failure_stops_a_run_with_exitfirst(project: Callable[..., Path]) -> None:
    source = """
    @pytest.mark.parametrize("number", range(3))
    def test_invalid(number):
        location("nowhere")
    """
    stopped = run(project(source), "--shapeproof-fail", "-x")
    assert (stopped.status, len(stopped.failed)) == (1, 1), stopped.output
    assert "1 failed" in stopped.output


def test_marks_allow_findings_and_findings_belong_to_the_test_that_got_them(project: Callable[..., Path]) -> None:
    source = """
    @pytest.mark.shapeproof(allow=["SP302"])
    def test_allows_the_finding():
        location("nowhere")

    @pytest.mark.shapeproof(allow="SP2xx")
    def test_allows_another_code():
        location("nowhere")

    @pytest.fixture
    def invalid_setup():
        yield location("nowhere")

    def test_with_invalid_setup(invalid_setup):
        pass

    @pytest.fixture
    def invalid_teardown():
        yield
        location("nowhere")

    def test_with_invalid_teardown(invalid_teardown):
        pass

    def test_valid():
        assert location("eu-west-1")

    def test_fails_by_itself():
        location("nowhere")
        assert not "its own reason"

    @pytest.mark.xfail
    def test_is_expected_to_fail():
        location("nowhere")

    def test_invalid_in_a_thread():
        from threading import Thread
        thread = Thread(target=location, args=("nowhere",))
        thread.start()
        thread.join()
    """
    done = run(project(source, settings="[pytest]\nshapeproof = fail\naddopts = --strict-markers\n"))
    assert done.failed == {
        "test_allows_another_code",
        "test_with_invalid_setup",
        "test_with_invalid_teardown",
        "test_fails_by_itself",
        "test_invalid_in_a_thread",
    }, done.output
    assert "its own reason" in done.output
    assert "1 xfailed, 1 error" in done.output
    assert "1 finding allowed by marks of tests" in done.summary
    assert "error SP302 LocationConstraint, 6 times in 6 tests" in done.summary


def test_only_selected_operations_are_checked(project: Callable[..., Path]) -> None:
    source = """
    def test_both():
        location("nowhere")
        buckets({"Buckets": []})
        queue(Attributes={"Colour": "blue"})
    """
    directory = project(source)
    assert "1 response of 1 operation: 1 error" in run(directory, "--shapeproof-only=s3.GetBucketLocation,iam").summary
    assert "sqs" in run(directory, "--shapeproof-only", "sqs").summary
    for wrong, message in (
        ("s3.", "write SERVICE or SERVICE.OPERATION"),
        ("", "write SERVICE or SERVICE.OPERATION"),
        ("sagemakr", "did you mean sagemaker"),
        ("s3.list_bucket", "did you mean ListBuckets"),
    ):
        refused = run(directory, f"--shapeproof-only={wrong}")
        assert refused.status == 4
        assert message in refused.output


def test_settings_and_contracts_of_the_project_are_used(project: Callable[..., Path], flagship: object) -> None:
    directory = project("def test_invalid():\n    location('nowhere')\n")
    (directory / "pyproject.toml").write_text('[tool.shapeproof]\nview = "tolerant"\n')
    done = run(directory, "--shapeproof-fail")
    assert done.status == 0, done.output
    assert "warning SP302" in done.summary
    (directory / "pyproject.toml").write_text('[tool.shapeproof]\nviews = "tolerant"\n')
    refused = run(directory, "--shapeproof")
    assert refused.status == 4
    assert "did you mean view?" in refused.output
    (directory / "pyproject.toml").write_text('[tool.shapeproof]\nschemas = "nowhere"\n')
    assert "there is no such directory of contracts" in run(directory, "--shapeproof").output
    (directory / "pyproject.toml").unlink()
    subprocess.run(
        [sys.executable, "-m", "shapeproof", "capture", "s3.get_bucket_location", "--output", "schemas"],
        cwd=directory, check=True, capture_output=True,
    )  # fmt: skip
    (edition,) = (directory / "schemas/s3/get_bucket_location").iterdir()
    edition.rename(edition.with_name("1.0.0"))
    contract = edition.with_name("1.0.0") / "contract.json"
    contract.write_text(re.sub(r'"edition": "[^"]+"', '"edition": "1.0.0"', contract.read_text()))
    assert "s3.get_bucket_location@EDITION" in run(directory, "--shapeproof").summary
    assert "s3.get_bucket_location@1.0.0" in run(directory, "--shapeproof").output


def test_errors_outside_of_tests_fail_the_run(project: Callable[..., Path]) -> None:
    done = run(project("location('nowhere')\ndef test_nothing():\n    pass\n"), "--shapeproof-fail")
    assert done.status == 1, done.output
    assert "first found outside of tests" in done.summary
    assert "the run fails: errors outside of tests" in done.summary


def test_an_invalid_setting_is_rejected(project: Callable[..., Path]) -> None:
    bad = run(project("", settings="[pytest]\nshapeproof = yes\n"))
    assert bad.status == 4
    assert "shapeproof = 'yes': expected one of off, report, fail" in bad.output


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("allow=['SP999']", "'SP999' is not a finding code"),
        ("'SP302'", "expected the argument allow, a list of codes"),
        ("alow=['SP302']", "expected the argument allow, a list of codes"),
        ("allow=None", "expected the argument allow, a list of codes"),
        ("allow=[302]", "expected the argument allow, a list of codes"),
    ],
)
def test_an_invalid_mark_is_rejected(project: Callable[..., Path], mark: str, message: str) -> None:
    done = run(project(f"@pytest.mark.shapeproof({mark})\ndef test_it():\n    pass\n"))
    assert done.status == 4
    assert message in done.output
    assert "Traceback" not in done.output


def test_nothing_stays_registered_after_a_broken_conftest(project: Callable[..., Path]) -> None:
    directory = project("")
    (directory / "conftest.py").write_text("raise RuntimeError\n")
    program = """
        import pytest
        from botocore.handlers import BUILTIN_HANDLERS
        before = list(BUILTIN_HANDLERS)
        pytest.main(["--shapeproof"])
        assert BUILTIN_HANDLERS == before
    """
    subprocess.run([sys.executable, "-c", dedent(program)], cwd=directory, check=True, capture_output=True)


def test_errors_of_the_check_fail_the_run_but_no_test(project: Callable[..., Path]) -> None:
    source = """
    def test_a_model_that_contradicts_itself():
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        client.meta.service_model._service_description["operations"]["ListBuckets"]["errors"] = [{"shape": "Nobody"}]
        with Stubber(client) as stubber:
            stubber.add_response("list_buckets", {"Buckets": []})
            assert client.list_buckets()["Buckets"] == []
    """
    directory = project(source)
    assert run(directory, "--shapeproof").status == 0
    done = run(directory, "--shapeproof-fail")
    assert (done.status, done.failed) == (1, set()), "an unchecked response must not pass"
    assert "the run fails: responses that could not be checked" in done.summary
    assert "not checked, 1 time: ListBuckets: CaptureError: " in done.summary
    assert "Nobody" in done.summary


def test_hand_made_responses_are_checked_by_the_fixture(project: Callable[..., Path]) -> None:
    source = """
    from unittest.mock import MagicMock

    def test_good(shapeproof):
        shapeproof.validate({"Buckets": [], "ResponseMetadata": {}}, "s3.list_buckets")

    def test_request(shapeproof):
        shapeproof.validate({"Bucket": "abc"}, "s3.GetBucketLocation", part="request")

    def test_bad(shapeproof):
        client = MagicMock()
        client.get_bucket_location.return_value = {"LocationConstraint": "nowhere", "Extra": 1}
        shapeproof.validate(client.get_bucket_location(), "s3.get_bucket_location")

    def test_a_mock_in_place_of_a_string(shapeproof):
        shapeproof.validate({"Buckets": [{"Name": MagicMock()}]}, "s3.list_buckets")

    def test_a_mock_in_place_of_a_response(shapeproof):
        shapeproof.validate(MagicMock().list_buckets(), "s3.list_buckets")

    def test_unknown(shapeproof):
        shapeproof.validate({}, "s3.list_bucket")

    def test_swapped(shapeproof):
        shapeproof.validate("s3.list_buckets", {})

    @pytest.mark.shapeproof(allow="SP301,SP302")
    def test_allowed(shapeproof):
        shapeproof.validate({"LocationConstraint": "nowhere", "Extra": 1}, "s3.get_bucket_location")
    """
    done = run(project(source))
    assert done.failed == {
        "test_bad",
        "test_a_mock_in_place_of_a_string",
        "test_a_mock_in_place_of_a_response",
        "test_unknown",
        "test_swapped",
    }
    assert 'shapeproof.validate(response, "s3.list_buckets", part="request")' in done.output
    assert "E         /LocationConstraint: `nowhere` is not one of:" in done.output
    assert "E         /Extra: unknown member `Extra` [SP301]" in done.output
    assert "E         /Buckets/0/Name: expected a string, got a Python object of type MagicMock [SP102]" in done.output
    assert "E         /: expected an object, got a Python object of type MagicMock [SP102]" in done.output
    assert "did you mean ListBuckets" in done.output
    assert "pytest_plugin.py" not in done.output
