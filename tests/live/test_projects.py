"""`pytest --shapeproof` in small projects, each a directory: its summary and the tests that fail are in `expected.txt`.

They were written after bug reports about boto3, moto and LocalStack. `pytest --update-golden` writes what happens now;
whether that is right, whoever reviews the difference decides.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.live.conftest import run

pytestmark = pytest.mark.usefixtures("require_mock_libraries")

PROJECTS: Final = Path(__file__).parent / "projects"
SLOW: Final = {"moto"}
"""moto takes seconds to start."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(path.name, marks=pytest.mark.survey if path.name in SLOW else ())
        for path in sorted(PROJECTS.iterdir())
        if path.is_dir()
    ],
)
def test_a_project_is_judged_as_expected(name: str, request: pytest.FixtureRequest) -> None:
    result = run(PROJECTS / name, "--shapeproof-fail")
    actual = "\n".join([result.summary, "failed:", *sorted(result.failed), f"status {result.status}", ""])
    golden = PROJECTS / name / "expected.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(actual, encoding="utf-8")
    assert actual == golden.read_text(encoding="utf-8")
