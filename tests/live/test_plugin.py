"""`pytest --shapeproof` as its users type it, in projects of their own; each run is a process of its own."""

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
LIARS = {"test_a_tuning_job_completes", "test_a_job_that_exploded", "test_a_recorded_job"}
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

    def location(place):
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        with Stubber(client) as stubber:
            stubber.add_response("get_bucket_location", {"LocationConstraint": place})
            return client.get_bucket_location(Bucket="b")
"""


class Run(NamedTuple):
    """A test run: its exit status and what it printed."""

    status: int
    printed: str

    @property
    def summary(self) -> str:
        told = re.search(
            r"^=+ shapeproof =+\n(.*?)^(?:=|\d+ (?:passed|failed|x))", self.printed, re.MULTILINE | re.DOTALL
        )
        assert told, self.printed
        return re.sub(r"@\d+\.\d+\.\d+", "@EDITION", told[1])

    @property
    def failed(self) -> set[str]:
        return set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", self.printed, re.MULTILINE))


def run(folder: Path, *arguments: str) -> Run:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "AWS_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
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
    """The source of a test file -> a project that has it, and what stubs S3 before it."""

    def made(source: str, *, settings: str = "[pytest]\n") -> Path:
        (tmp_path / "pytest.ini").write_text(settings)
        (tmp_path / "test_it.py").write_text(dedent(STUBBED) + dedent(source))
        return tmp_path

    return made


def test_exactly_the_tests_that_met_a_lie_fail_and_the_lies_are_told_and_nothing_else(
    tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    done = run(PROJECT, "--shapeproof-fail", f"--junitxml={tmp_path}/junit.xml")
    assert (done.status, done.failed) == (1, LIARS), done.printed
    failures = ET.parse(tmp_path / "junit.xml").getroot().iterfind(".//testcase[failure]")
    assert {case.get("name") for case in failures} == LIARS
    golden("pytest_summary.txt", done.summary)


def test_workers_see_the_same(project: Callable[[str], Path]) -> None:
    source = """
    @pytest.mark.parametrize("number", range(6))
    def test_places(number):
        location("nowhere" if number % 2 else "eu-west-1")

    def test_buckets():
        buckets({"Buckets": []})
    """
    folder = project(source)
    alone, shared = run(folder, "--shapeproof-fail"), run(folder, "--shapeproof-fail", "-n2")
    assert shared.status == 1, shared.printed
    assert (shared.failed, shared.printed.count("FAILED")) == (alone.failed, 3)
    # Which of the tests met it first depends on the worker.
    ours, theirs = (re.sub(r"first met in \S+", "", one.summary) for one in (alone, shared))
    assert ours == theirs
    assert "error SP302 LocationConstraint, 3 times in 3 tests" in shared.summary


def test_no_test_fails_that_did_not_before() -> None:
    assert run(PROJECT, "--shapeproof", "-k", "exploded or recorded").status == 0


def test_without_the_flag_nothing_is_looked_at() -> None:
    assert "shapeproof" not in run(PROJECT, "-k", "exploded").printed


def test_the_first_failure_stops_as_any_does(project: Callable[..., Path]) -> None:
    lies = """
    @pytest.mark.parametrize("number", range(3))
    def test_lies(number):
        location("nowhere")
    """
    stopped = run(project(lies), "--shapeproof-fail", "-x")
    assert (stopped.status, len(stopped.failed)) == (1, 1), stopped.printed
    assert "1 failed" in stopped.printed


def test_marks_allow_lies_settings_switch_on_and_findings_belong_to_who_met_them(project: Callable[..., Path]) -> None:
    source = """
    @pytest.mark.shapeproof(allow=["SP302"])
    def test_lies_on_purpose():
        location("nowhere")

    @pytest.mark.shapeproof(allow="SP2xx")
    def test_allows_another_lie():
        location("nowhere")

    @pytest.fixture
    def lying_fixture():
        yield location("nowhere")

    def test_gets_a_lie(lying_fixture):
        pass

    @pytest.fixture
    def lying_end():
        yield
        location("nowhere")

    def test_ends_with_a_lie(lying_end):
        pass

    def test_tells_the_truth():
        assert location("eu-west-1")

    def test_fails_by_itself():
        location("nowhere")
        assert not "its own reason"

    @pytest.mark.xfail
    def test_is_expected_to():
        location("nowhere")

    def test_lies_in_a_thread():
        from threading import Thread
        thread = Thread(target=location, args=("nowhere",))
        thread.start()
        thread.join()
    """
    done = run(project(source, settings="[pytest]\nshapeproof = fail\naddopts = --strict-markers\n"))
    assert done.failed == {
        "test_allows_another_lie",
        "test_gets_a_lie",
        "test_ends_with_a_lie",
        "test_fails_by_itself",
        "test_lies_in_a_thread",
    }, done.printed
    assert "its own reason" in done.printed
    assert "1 xfailed, 1 error" in done.printed
    assert "1 finding allowed by the tests' marks" in done.summary
    assert "error SP302 LocationConstraint, 6 times in 6 tests" in done.summary


def test_only_what_is_asked_for_is_looked_at(project: Callable[..., Path]) -> None:
    source = """
    def test_both():
        location("nowhere")
        buckets({"Buckets": []})
        queue(Attributes={"Colour": "blue"})
    """
    folder = project(source)
    assert "1 response of 1 operation: 1 error" in run(folder, "--shapeproof-only=s3.GetBucketLocation,iam").summary
    assert "sqs" in run(folder, "--shapeproof-only", "sqs").summary
    for wrong, told in (
        ("s3.", "write SERVICE or SERVICE.OPERATION"),
        ("", "write SERVICE or SERVICE.OPERATION"),
        ("sagemakr", "did you mean sagemaker"),
        ("s3.list_bucket", "did you mean ListBuckets"),
    ):
        refused = run(folder, f"--shapeproof-only={wrong}")
        assert refused.status == 4
        assert told in refused.printed


def test_a_project_s_settings_and_contracts_count(project: Callable[..., Path], flagship: object) -> None:
    folder = project("def test_lies():\n    location('nowhere')\n")
    (folder / "pyproject.toml").write_text('[tool.shapeproof]\nview = "tolerant"\n')
    done = run(folder, "--shapeproof-fail")
    assert done.status == 0, done.printed
    assert "warning SP302" in done.summary
    (folder / "pyproject.toml").write_text('[tool.shapeproof]\nviews = "tolerant"\n')
    refused = run(folder, "--shapeproof")
    assert refused.status == 4
    assert "did you mean view?" in refused.printed
    (folder / "pyproject.toml").write_text('[tool.shapeproof]\nschemas = "nowhere"\n')
    assert "there is no such directory of contracts" in run(folder, "--shapeproof").printed
    (folder / "pyproject.toml").unlink()
    subprocess.run(
        [sys.executable, "-m", "shapeproof", "capture", "s3.get_bucket_location", "--output", "schemas"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    (edition,) = (folder / "schemas/s3/get_bucket_location").iterdir()
    edition.rename(edition.with_name("1.0.0"))
    contract = edition.with_name("1.0.0") / "contract.json"
    contract.write_text(re.sub(r'"edition": "[^"]+"', '"edition": "1.0.0"', contract.read_text()))
    assert "s3.get_bucket_location@EDITION" in run(folder, "--shapeproof").summary
    assert "s3.get_bucket_location@1.0.0" in run(folder, "--shapeproof").printed


def test_what_lies_outside_of_tests_fails_the_run(project: Callable[..., Path]) -> None:
    done = run(project("location('nowhere')\ndef test_nothing():\n    pass\n"), "--shapeproof-fail")
    assert done.status == 1, done.printed
    assert "first met in no test, but outside of all" in done.summary
    assert "errors outside of all tests fail the run" in done.summary


def test_an_unknown_setting_is_told(project: Callable[..., Path]) -> None:
    bad = run(project("", settings="[pytest]\nshapeproof = yes\n"))
    assert bad.status == 4
    assert "one of off, report, fail" in bad.printed


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("allow=['SP999']", "'SP999' is not a finding code"),
        ("'SP302'", "this is not how it is written"),
        ("alow=['SP302']", "this is not how it is written"),
        ("allow=None", "this is not how it is written"),
        ("allow=[302]", "this is not how it is written"),
    ],
)
def test_a_mark_of_another_form_is_told(project: Callable[..., Path], mark: str, told: str) -> None:
    done = run(project(f"@pytest.mark.shapeproof({mark})\ndef test_it():\n    pass\n"))
    assert done.status == 4
    assert told in done.printed
    assert "Traceback" not in done.printed


def test_nothing_stays_registered_after_a_conftest_that_cannot_be_read(project: Callable[..., Path]) -> None:
    folder = project("")
    (folder / "conftest.py").write_text("raise RuntimeError\n")
    program = """
        import pytest
        from botocore.handlers import BUILTIN_HANDLERS
        before = list(BUILTIN_HANDLERS)
        pytest.main(["--shapeproof"])
        assert BUILTIN_HANDLERS == before
    """
    subprocess.run([sys.executable, "-c", dedent(program)], cwd=folder, check=True, capture_output=True)


def test_its_own_errors_fail_no_test(project: Callable[..., Path]) -> None:
    broken = """
    def test_a_model_that_contradicts_itself():
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        client.meta.service_model._service_description["operations"]["ListBuckets"]["errors"] = [{"shape": "Nobody"}]
        with Stubber(client) as stubber:
            stubber.add_response("list_buckets", {"Buckets": []})
            assert client.list_buckets()["Buckets"] == []
    """
    folder = project(broken)
    assert run(folder, "--shapeproof").status == 0
    done = run(folder, "--shapeproof-fail")
    assert (done.status, done.failed) == (1, set()), "nothing passes that wasn't looked at"
    assert "what wasn't looked at fails the run" in done.summary
    assert "not looked at, 1 time: ListBuckets: CaptureError: " in done.summary
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

    def test_a_mock_in_place_of_a_text(shapeproof):
        shapeproof.validate({"Buckets": [{"Name": MagicMock()}]}, "s3.list_buckets")

    def test_a_mock_in_place_of_all(shapeproof):
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
        "test_a_mock_in_place_of_a_text",
        "test_a_mock_in_place_of_all",
        "test_unknown",
        "test_swapped",
    }
    assert 'shapeproof.validate(response, "s3.list_buckets", part="request")' in done.printed
    assert "E         /LocationConstraint: `nowhere` is not one of:" in done.printed
    assert "E         /Extra: unknown member `Extra` [SP301]" in done.printed
    assert "E         /Buckets/0/Name: expected a string, got a Python object of type MagicMock [SP102]" in done.printed
    assert "E         /: expected an object, got a Python object of type MagicMock [SP102]" in done.printed
    assert "did you mean ListBuckets" in done.printed
    assert "pytest_plugin.py" not in done.printed
