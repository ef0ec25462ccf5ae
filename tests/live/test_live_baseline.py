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


def test_entries_for_any_test(project: Callable[..., Path]) -> None:
    directory = project(SOURCE)
    run(directory, "--shapeproof-write-baseline", "--shapeproof-baseline-scope=suite")
    assert entry_tests(directory) == ["*"]
    project(SOURCE + "    location('elsewhere')\n")
    assert run(directory, *READ).status == 0


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
