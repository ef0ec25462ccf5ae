"""Settings, options and marks of the pytest plugin: which operations and contracts are used, and invalid values."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.live.conftest import run

pytestmark = pytest.mark.usefixtures("require_mock_libraries")


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
    for invalid_selection, message in (
        ("s3.", "write SERVICE or SERVICE.OPERATION"),
        ("", "write SERVICE or SERVICE.OPERATION"),
        ("sagemakr", "did you mean sagemaker"),
        ("s3.list_bucket", "did you mean ListBuckets"),
    ):
        result = run(directory, f"--shapeproof-only={invalid_selection}")
        assert result.status == 4
        assert message in result.output


@pytest.mark.survey
def test_project_settings_and_contracts_are_used(project: Callable[..., Path], flagship: object) -> None:
    directory = project("def test_invalid():\n    location('nowhere')\n")
    (directory / "pyproject.toml").write_text('[tool.shapeproof]\nview = "tolerant"\n')
    result = run(directory, "--shapeproof-fail")
    assert result.status == 0, result.output
    assert "warning SP302" in result.summary
    (directory / "pyproject.toml").write_text('[tool.shapeproof]\nviews = "tolerant"\n')
    rejected = run(directory, "--shapeproof")
    assert rejected.status == 4
    assert "did you mean view?" in rejected.output
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


def test_invalid_setting_is_rejected(project: Callable[..., Path]) -> None:
    result = run(project("", settings="[pytest]\nshapeproof = yes\n"))
    assert result.status == 4
    assert "pytest.ini: shapeproof: unknown mode 'yes'\n  One of: off, report, fail" in result.output


@pytest.mark.survey
@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("allow=['SP999']", "'SP999' is not a finding code"),
        ("'SP302'", "expected the argument allow, a list of codes"),
        ("alow=['SP302']", "unknown argument 'alow'\n  did you mean allow?"),
        ("allow=None", "expected the argument allow, a list of codes"),
        ("allow=[302]", "expected the argument allow, a list of codes"),
    ],
)
def test_invalid_mark_is_rejected(project: Callable[..., Path], mark: str, message: str) -> None:
    result = run(project(f"@pytest.mark.shapeproof({mark})\ndef test_it():\n    pass\n"))
    assert result.status == 4
    assert message in result.output
    assert "Traceback" not in result.output


def test_all_invalid_marks_are_told_in_one_run(project: Callable[..., Path]) -> None:
    source = """
        @pytest.mark.shapeproof(allow=["SP3O2", "SP999", "SP302"])
        @pytest.mark.parametrize("number", [1, 2])
        def test_a(number):
            pass

        @pytest.mark.shapeproof(alow=["SP302"])
        class TestClass:
            def test_b(self):
                pass

            def test_c(self):
                pass
    """
    result = run(project(source))
    assert result.status == 4
    errors = [line for line in result.output.splitlines() if line.startswith("ERROR: ")]
    assert errors == [
        "ERROR: test_it.py::test_a[1]: mark shapeproof: 'SP3O2' is not a finding code, a group, a kind or a rule",
        "ERROR: test_it.py::test_a[1]: mark shapeproof: 'SP999' is not a finding code, a group, a kind or a rule",
        "ERROR: test_it.py::TestClass::test_b: mark shapeproof: unknown argument 'alow'",
    ]


def test_a_mark_that_a_fixture_adds_is_checked_too(project: Callable[..., Path]) -> None:
    source = """
        @pytest.fixture(autouse=True)
        def mark(request):
            request.node.add_marker(pytest.mark.shapeproof(allow=["SP3O2"]))

        def test_it(shapeproof):
            pass
    """
    result = run(project(source))
    assert result.status != 0
    assert "mark shapeproof: 'SP3O2' is not a finding code" in result.output


@pytest.mark.survey
@pytest.mark.usefixtures("require_mock_libraries")
def test_a_selection_that_selects_nothing_says_what_was_seen(project: Callable[..., Path]) -> None:
    source = """
        def test_it():
            for _ in range(2):
                buckets({})
            queue(Attributes={})
    """
    seen = "3 responses of s3.ListBuckets, sqs.GetQueueAttributes were seen; none that --shapeproof-only selects\n"
    directory = project(source)
    assert run(directory, "--shapeproof-only=sts").summary == seen
    assert run(directory, "--shapeproof-only=sts", "-p", "xdist", "-n1").summary == seen
    assert "were seen; none" not in run(directory, "--shapeproof-only=sqs").summary


@pytest.mark.parametrize(("value", "hint"), [("nw", "did you mean new? Either"), ("all", "Either"), ("", "Either")])
def test_another_value_of_fail_is_told(project: Callable[..., Path], value: str, hint: str) -> None:
    result = run(project("def test_it(): pass"), f"--shapeproof-fail={value}")
    assert result.status == 4
    assert f"--shapeproof-fail: unknown value {value!r}\n  {hint}" in result.output
    assert "usage:" not in result.output
