"""The baseline of live responses: written and read by real runs of pytest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.live.conftest import run

pytestmark = pytest.mark.usefixtures("require_mock_libraries")

FILE = "shapeproof-baseline.json"
READ = (f"--shapeproof-baseline={FILE}", "--shapeproof-fail=new")
SOURCE = """
@pytest.fixture(scope="module")
def shared():
    yield location("setup")
    location("teardown")

def test_a():
    location("nowhere")

def test_b(shared):
    pass

def test_c(shared):
    pass
"""


def entry_tests(directory: Path) -> list[str]:
    return [row["test"] for row in json.loads((directory / FILE).read_text())["findings"]]


@pytest.mark.survey
def test_known_findings_pass_and_a_new_one_fails_its_test(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    written = run(directory, "--shapeproof-write-baseline", "--shapeproof-fail")
    assert written.status == 0, written.output
    assert f"{FILE}: written, 2 entries for 3 findings" in written.summary
    assert entry_tests(directory) == ["test_it.py::(fixture shared)", "test_it.py::test_a"]
    for more in ((), ("-n2",), ("-k", "test_c")):
        result = run(directory, *READ, *more)
        assert result.status == 0, result.output
        assert "known finding" in result.summary
    project(SOURCE + "    queue(Attributes={'Colour': 'blue'})\n    location('nowhere')\n")
    result = run(directory, *READ)
    assert result.failed == {"test_c"}, result.output
    assert "2 new errors in responses of" in result.output


@pytest.mark.survey
def test_only_entries_of_tests_that_passed_without_the_finding_are_dropped(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline")
    project(SOURCE.replace('    location("nowhere")', "    assert False"))
    run(directory, "--shapeproof-write-baseline")
    assert "test_it.py::test_a" in entry_tests(directory)
    project(SOURCE.replace('    location("nowhere")', "    pass"))
    assert "stale" not in run(directory, *READ, "-k", "test_b").summary
    assert "1 stale entry in the baseline" in run(directory, *READ).summary
    run(directory, "--shapeproof-write-baseline", "-n2")
    assert entry_tests(directory) == ["test_it.py::(fixture shared)"]


@pytest.mark.survey
def test_entries_for_any_test(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline", "--shapeproof-baseline-scope=suite")
    assert entry_tests(directory) == ["*"]
    project(SOURCE + "    location('elsewhere')\n")
    assert run(directory, *READ).status == 0


@pytest.mark.survey
def test_settings_name_the_baseline_and_a_missing_one_is_told(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    assert "expected a baseline" in run(directory, "--shapeproof-fail=new").output
    (directory / "pyproject.toml").write_text(f'[tool.shapeproof]\nbaseline = "{FILE}"\n')
    result = run(directory, "--shapeproof")
    assert (result.status, "create it with --shapeproof-write-baseline" in result.output) == (4, True)
    written = run(directory, "--shapeproof-write-baseline")
    assert (written.status, "name it in pyproject.toml" in written.output) == (0, False), written.output
    assert run(directory, "--shapeproof-fail").status == 0


def test_nothing_is_written_where_no_test_ran(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    result = run(directory, "--shapeproof-write-baseline", "-k", "nothing")
    assert "not written, because no test ran" in result.output
    assert not (directory / FILE).exists()


@pytest.mark.survey
@pytest.mark.parametrize("is_marked", [False, True])
def test_the_entry_of_a_hidden_finding_is_not_stale_and_is_not_written_again(
    project: Callable[..., Path], is_marked: bool
) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline")
    if is_marked:
        project(SOURCE.replace("def test_a", '@pytest.mark.shapeproof(allow=["SP302"])\ndef test_a'))
    else:
        ignored = '{code = "SP302", test = "test_it.py::test_a"}'
        (directory / "pyproject.toml").write_text(f"[tool.shapeproof]\nignore = [{ignored}]\n")
    result = run(directory, *READ, "-k", "test_a")
    assert (result.status, "stale" in result.output) == (0, False), result.output
    assert "0 known findings" in result.summary
    run(directory, "--shapeproof-write-baseline")
    assert entry_tests(directory) == ["test_it.py::(fixture shared)"]


@pytest.mark.survey
def test_a_test_that_fails_in_setup_keeps_its_entries(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline")
    broken = "@pytest.fixture\ndef broken():\n    assert False\n\n"
    project(broken + SOURCE.replace("test_a()", "test_a(broken)"))
    assert "stale" not in run(directory, *READ).summary
    result = run(directory, "--shapeproof-write-baseline")
    assert result.failed == {"test_a"}, result.output
    assert "1 entry kept" in result.summary
    assert entry_tests(directory) == ["test_it.py::(fixture shared)", "test_it.py::test_a"]


@pytest.mark.survey
def test_a_test_that_fails_already_is_written_up_to_there_and_fails_with_its_own_message(
    project: Callable[..., Path],
) -> None:
    failing = (
        "def test_a():\n    location('nowhere')\n    assert False, 'of its own'\n    queue(Attributes={'A': 'b'})\n"
    )
    directory = project(failing)
    written = run(directory, "--shapeproof-write-baseline")
    assert f"{FILE}: written, 1 entry for 1 finding" in written.summary
    project(failing.replace("    assert", "    queue(Attributes={'Colour': 'blue'})\n    assert"))
    result = run(directory, *READ)
    assert (result.failed, "of its own" in result.output, "new error" in result.output) == ({"test_a"}, True, False)
    assert "1 known finding" in result.summary
    assert "sqs.get_queue_attributes" in result.summary
    assert "error SP" in result.summary
    project(failing.replace("    assert False, 'of its own'\n", ""))
    assert "1 new error in responses of sqs.get_queue_attributes" in run(directory, *READ).output


@pytest.mark.parametrize(
    ("end", "options", "reason"),
    [
        pytest.param("import os; os._exit(3)", ("-n2",), "not everything could be checked", marks=pytest.mark.survey),
        ("raise KeyboardInterrupt", (), "the run was interrupted"),
        pytest.param("pytest.exit('enough')", (), "the run was interrupted", marks=pytest.mark.survey),
    ],
)
def test_nothing_is_written_by_a_run_that_does_not_end(
    project: Callable[..., Path], end: str, options: tuple[str, ...], reason: str
) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline")
    before = (directory / FILE).read_bytes()
    project(SOURCE.replace('    location("nowhere")', "    pass") + f"    {end}\n")
    result = run(directory, "--shapeproof-write-baseline", *options)
    assert result.status not in {0, 5}, result.output
    assert f"{FILE}: not written, because {reason}" in result.output
    assert (directory / FILE).read_bytes() == before


RERUN = """
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    return True
"""


@pytest.mark.survey
def test_of_a_test_that_is_run_again_the_last_time_counts(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline")
    (directory / "conftest.py").write_text(RERUN)
    flaky = "tries = []\n" + SOURCE.replace('    location("nowhere")', "    tries.append(1)\n    assert len(tries) > 1")
    project(flaky)
    result = run(directory, *READ)
    assert result.status == 0, result.output
    assert "1 stale entry" in result.summary
    project(flaky.replace("assert len(tries) > 1", "assert False"))
    result = run(directory, *READ)
    assert result.failed == {"test_a"}, result.output
    assert "stale" not in result.summary
