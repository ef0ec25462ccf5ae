"""`pytest --shapeproof` in separate projects, as users run it. Each run is a separate process."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree as ET

import pytest
from tests.live.conftest import run

pytestmark = pytest.mark.usefixtures("require_mock_libraries")

PROJECT = Path(__file__).parent / "project"
INVALID_TESTS = {"test_a_tuning_job_completes", "test_a_job_that_exploded", "test_a_recorded_job"}


def test_only_tests_with_invalid_responses_fail(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    result = run(PROJECT, "--shapeproof-fail", f"--junitxml={tmp_path}/junit.xml")
    assert (result.status, result.failed) == (1, INVALID_TESTS), result.output
    failures = ET.parse(tmp_path / "junit.xml").getroot().iterfind(".//testcase[failure]")
    assert {case.get("name") for case in failures} == INVALID_TESTS
    golden("pytest_summary.txt", result.summary)


@pytest.mark.survey
def test_parallel_run_has_the_same_summary(project: Callable[[str], Path]) -> None:
    source = """
    @pytest.mark.parametrize("number", range(6))
    def test_locations(number):
        location("nowhere" if number % 2 else "eu-west-1")

    def test_buckets():
        buckets({"Buckets": []})
    """
    directory = project(source)
    sequential, parallel = run(directory, "--shapeproof-fail"), run(directory, "--shapeproof-fail", "-n2")
    assert parallel.status == 1, parallel.output
    assert (parallel.failed, parallel.output.count("FAILED")) == (sequential.failed, 3)
    # The first test depends on the distribution to workers.
    sequential_summary, parallel_summary = (
        re.sub(r"first met in \S+", "", result.summary) for result in (sequential, parallel)
    )
    assert sequential_summary == parallel_summary
    assert "error SP302 LocationConstraint, 3 times in 3 tests" in parallel.summary


@pytest.mark.survey
def test_report_mode_fails_no_test() -> None:
    assert run(PROJECT, "--shapeproof", "-k", "exploded or recorded").status == 0


def test_nothing_is_checked_without_the_flag() -> None:
    assert "shapeproof" not in run(PROJECT, "-k", "exploded").output


def test_failure_stops_run_with_exitfirst(project: Callable[..., Path]) -> None:
    source = """
    @pytest.mark.parametrize("number", range(3))
    def test_invalid(number):
        location("nowhere")
    """
    result = run(project(source), "--shapeproof-fail", "-x")
    assert (result.status, len(result.failed)) == (1, 1), result.output
    assert "1 failed" in result.output


def test_findings_belong_to_their_test_and_marks_allow_them(project: Callable[..., Path]) -> None:
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
    result = run(project(source, settings="[pytest]\nshapeproof = fail\naddopts = --strict-markers\n"))
    assert result.failed == {
        "test_allows_another_code",
        "test_with_invalid_setup",
        "test_with_invalid_teardown",
        "test_fails_by_itself",
        "test_invalid_in_a_thread",
    }, result.output
    assert "its own reason" in result.output
    assert "1 xfailed, 1 error" in result.output
    assert "1 finding allowed by marks of tests" in result.summary
    assert "error SP302 LocationConstraint, 6 times in 6 tests" in result.summary


def test_errors_outside_of_tests_fail_the_run(project: Callable[..., Path]) -> None:
    result = run(project("location('nowhere')\ndef test_nothing():\n    pass\n"), "--shapeproof-fail")
    assert result.status == 1, result.output
    assert "first met outside of tests" in result.summary
    assert "the run fails: errors outside of tests" in result.summary


def test_no_handler_stays_registered_after_broken_conftest(project: Callable[..., Path]) -> None:
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


@pytest.mark.survey
def test_check_errors_fail_the_run_but_no_test(project: Callable[..., Path]) -> None:
    source = """
    def test_inconsistent_model():
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        client.meta.service_model._service_description["operations"]["ListBuckets"]["errors"] = [{"shape": "Nobody"}]
        with Stubber(client) as stubber:
            stubber.add_response("list_buckets", {"Buckets": []})
            assert client.list_buckets()["Buckets"] == []
    """
    directory = project(source)
    assert run(directory, "--shapeproof").status == 0
    result = run(directory, "--shapeproof-fail")
    assert (result.status, result.failed) == (1, set()), "an unchecked response must not pass"
    assert "the run fails: responses that could not be checked" in result.summary
    assert "not checked, 1 time: ListBuckets: CaptureError: " in result.summary
    assert "Nobody" in result.summary


def test_fixture_checks_handmade_responses(project: Callable[..., Path]) -> None:
    source = """
    from unittest.mock import MagicMock

    def test_good(shapeproof):
        shapeproof.check({"Buckets": [], "ResponseMetadata": {}}, "s3.list_buckets")

    def test_request(shapeproof):
        shapeproof.check({"Bucket": "abc"}, "s3.GetBucketLocation", part="request")

    def test_bad(shapeproof):
        client = MagicMock()
        client.get_bucket_location.return_value = {"LocationConstraint": "nowhere", "Extra": 1}
        shapeproof.check(client.get_bucket_location(), "s3.get_bucket_location")

    def test_a_mock_in_place_of_a_string(shapeproof):
        shapeproof.check({"Buckets": [{"Name": MagicMock()}]}, "s3.list_buckets")

    def test_a_mock_in_place_of_a_response(shapeproof):
        shapeproof.check(MagicMock().list_buckets(), "s3.list_buckets")

    def test_unknown(shapeproof):
        shapeproof.check({}, "s3.list_bucket")

    def test_swapped(shapeproof):
        shapeproof.check("s3.list_buckets", {})

    @pytest.mark.shapeproof(allow="SP301,SP302")
    def test_allowed(shapeproof):
        shapeproof.check({"LocationConstraint": "nowhere", "Extra": 1}, "s3.get_bucket_location")
    """
    result = run(project(source))
    assert result.failed == {
        "test_bad",
        "test_a_mock_in_place_of_a_string",
        "test_a_mock_in_place_of_a_response",
        "test_unknown",
        "test_swapped",
    }
    assert 'shapeproof.check(response, "s3.list_buckets", part="request")' in result.output
    assert "E         /LocationConstraint: `nowhere` is not one of:" in result.output
    assert "E         /Extra: unknown member `Extra` [SP301]" in result.output
    assert (
        "E         /Buckets/0/Name: expected a string, got a Python object of type MagicMock [SP102]" in result.output
    )
    assert "E         /: expected an object, got a Python object of type MagicMock [SP102]" in result.output
    assert "did you mean s3.list_buckets" in result.output
    assert "pytest_plugin.py" not in result.output


RULE = """
[[tool.shapeproof.rules."s3.list_buckets"]]
id = "BUCKET1"
when = "has(self.Buckets)"
rule = "!self.Buckets.exists(bucket, has(bucket.Name) && bucket.Name == '{name}')"
message = "there is a bucket that must not be"
at = ["Buckets"]
source = "https://example.org"
keeps = {{ Buckets = [{{ Name = "other" }}] }}
breaks = {{ Buckets = [{{ Name = "{name}" }}] }}
"""


@pytest.mark.survey
def test_rules_of_the_project_hold_for_clients_and_the_fixture(project: Callable[..., Path], tmp_path: Path) -> None:
    source = """
    def test_bad():
        buckets({"Buckets": [{"Name": "bad"}]})

    def test_good():
        buckets({"Buckets": [{"Name": "good"}]})

    @pytest.mark.shapeproof(allow=["BUCKET1"])
    def test_allowed():
        buckets({"Buckets": [{"Name": "bad"}]})

    def test_fixture(shapeproof):
        shapeproof.check({"Buckets": [{"Name": "bad"}]}, "s3.list_buckets")
    """
    directory = project(source)
    (directory / "pyproject.toml").write_text(RULE.format(name="bad"))
    cache = tmp_path / "cache"
    for _ in range(2):  # with contracts that are built, and with those that are kept
        result = run(directory, "--shapeproof-fail", cache=cache)
        assert result.failed == {"test_bad", "test_fixture"}, result.output
        assert "there is a bucket that must not be [SP401 BUCKET1]" in result.output
        assert "1 finding allowed by marks of tests" in result.summary
    (directory / "pyproject.toml").write_text(RULE.format(name="good"))
    assert run(directory, "--shapeproof-fail", cache=cache).failed == {"test_good"}


@pytest.mark.survey
def test_derived_rules_are_checked_where_they_are_asked_for(project: Callable[..., Path]) -> None:
    source = """
    def test_one(shapeproof):
        response = {"KeyCount": 2, "Contents": [{"Key": "a"}], "CommonPrefixes": []}
        shapeproof.check(response, "s3.list_objects_v2")
    """
    directory = project(source)
    (directory / "pyproject.toml").write_text('[tool.shapeproof]\nerror = ["SP402"]\n')
    assert run(directory).failed == set()
    assert run(directory, "--shapeproof-rules", "derived").failed == {"test_one"}
