"""Suppressions of the settings hold for responses of clients, for the fixture, and in several processes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.live.conftest import run

SOURCE = """
    def test_ireland():
        location("nowhere")

    def test_another():
        location("nowhere")

    def test_buckets():
        buckets({"Buckets": []})

    def test_fixture(shapeproof):
        shapeproof.check({"LocationConstraint": "nowhere"}, "s3.get_bucket_location")
"""
Project = Callable[..., Path]


@pytest.fixture
def suppressing(project: Project) -> Project:
    """Creates a project whose four tests get responses, three of them an invalid one, with entries of `ignore`."""
    pytest.importorskip("boto3")

    def create(entries: str, source: str = SOURCE) -> Path:
        directory = project(source)
        (directory / "pyproject.toml").write_text(f"[tool.shapeproof]\nignore = [\n{entries}\n]\n")
        return directory

    return create


@pytest.mark.survey
@pytest.mark.parametrize(
    ("entry", "failed", "count"),
    [
        ("'SP302@s3.GetBucketLocation:LocationConstraint'", set[str](), 3),
        ("'SP302@s3.*'", set[str](), 3),
        ("{code = 'drift', path = 'Location*'}", set[str](), 3),
        ("{code = 'SP302', test = 'test_it.py::test_*o*'}", {"test_ireland", "test_fixture"}, 1),
        ("{code = 'SP302', test = '*::test_fixture', operation = 's3.*'}", {"test_ireland", "test_another"}, 1),
    ],
)
def test_what_is_suppressed_fails_nothing_and_is_counted(
    suppressing: Project, entry: str, failed: set[str], count: int
) -> None:
    result = run(suppressing(entry), "--shapeproof-fail")
    assert result.failed == failed, result.output
    assert f"\n{count} finding{'s' if count > 1 else ''} suppressed by settings\n" in result.summary
    assert ("error SP302" in result.summary) is ("test_ireland" in failed)
    assert "unused" not in result.output


@pytest.mark.survey
@pytest.mark.parametrize(
    "entry",
    [
        "'SP302@ec2.*'",
        "'SP302:Other'",
        "'SP201@s3.*'",
        "{code = 'SP302', test = 'other.py::*'}",
        "'SP302@./test_it.py'",
    ],
)
def test_nothing_else_is_suppressed(suppressing: Project, entry: str) -> None:
    result = run(suppressing(entry), "--shapeproof-fail")
    assert result.failed == {"test_ireland", "test_another", "test_fixture"}
    assert "suppressed" not in result.output


ENTRIES = """\
"SP302@s3.*:Other",
"SP302@ec2.*",
{code = "SP302", test = "test_it.py::test_ireland", expires = 2020-02-29},
{code = "SP302", test = "test_it.py::test_buckets"},
{code = "SP302", test = "other.py::*"},
{code = "SP302", file = "*.json"},
{code = "SP302", test = "test_it.py::test_another", reason = "a reason"},"""


@pytest.mark.parametrize("processes", [[], pytest.param(["-n2"], marks=pytest.mark.survey)])
def test_unused_and_expired_entries_are_told_once(suppressing: Project, processes: list[str]) -> None:
    directory = suppressing(ENTRIES)
    result = run(directory, "--shapeproof", *processes)
    assert result.failed == {"test_fixture"}
    lines = result.summary.splitlines()
    assert lines[-4:] == [
        "1 finding suppressed by settings",
        "pyproject.toml:5: SP302 (test test_it.py::test_ireland): expired on 2020-02-29, and no longer applies",
        "pyproject.toml:3: SP302@s3.*:Other: unused, no finding of this run fits it",
        "pyproject.toml:6: SP302 (test test_it.py::test_buckets): unused, no finding of this run fits it",
    ]


@pytest.mark.parametrize("processes", [[], pytest.param(["-n2"], marks=pytest.mark.survey)])
def test_a_misspelt_name_is_told(suppressing: Project, processes: list[str]) -> None:
    entries = '"SP302@s3.*",\n"SP302@s3.list_bukets",\n"SP302@ec3.*"'
    result = run(suppressing(entries), "--shapeproof", *processes)
    told = [line.partition(" in the installed")[0] for line in result.summary.splitlines() if "unused" in line]
    assert told[0] == "pyproject.toml:4: SP302@s3.list_bukets: unused, s3 has no operation 'list_bukets'"
    assert told[1].startswith("pyproject.toml:5: SP302@ec3.*: unused, the installed botocore")


@pytest.mark.survey
@pytest.mark.parametrize(
    "arguments",
    [
        ["-k", "buckets"],
        ["test_it.py::test_buckets"],
        ["test_it.py"],
        ["-x"],
        ["--deselect", "test_it.py::test_another"],
        ["--shapeproof-only", "s3"],
    ],
)
def test_a_run_of_some_tests_calls_nothing_unused(suppressing: Project, arguments: list[str]) -> None:
    result = run(suppressing(ENTRIES), "--shapeproof-fail", *arguments)
    assert "expired on" in result.summary
    assert "unused" not in result.output


def test_all_directories_are_a_whole_run(suppressing: Project) -> None:
    assert "unused" in run(suppressing(ENTRIES), "--shapeproof", ".").summary


@pytest.mark.survey
def test_the_fixture_needs_no_option(suppressing: Project) -> None:
    result = run(suppressing("'SP302@s3.*'"), "-k", "fixture")
    assert (result.status, "suppressed" in result.output) == (0, False)
    result = run(suppressing("'SP302@ec2.*'"), "-k", "fixture")
    assert result.failed == {"test_fixture"}


@pytest.mark.survey
def test_what_is_printed_suppresses_all_that_is_found(suppressing: Project) -> None:
    source = """
    def test_several():
        location("nowhere")
        queue(Attributes={"a*b'c": "d"})
        buckets({"Buckets": [{"BucketRegion": ""}]})
    """
    result = run(suppressing("", source), "--shapeproof", "-v", "-v")
    printed = re.findall(r"^      suppress with ('.*')$", result.summary, re.MULTILINE)
    assert len(printed) > 1, result.output
    suppressed = run(suppressing(",".join(printed), source), "--shapeproof-fail")
    assert (suppressed.status, "SP" in suppressed.summary) == (0, False), suppressed.output
    for kept in printed:
        rest = run(suppressing(",".join({*printed} - {kept}), source), "--shapeproof", "-v", "-v")
        assert re.findall(r"^      suppress with ('.*')$", rest.summary, re.MULTILINE) == [kept]
