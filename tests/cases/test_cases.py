"""Small recordings from bug reports and real data, each a directory: what `validate` says of them is in `expected.txt`.

The inputs are written anew: they show what was wrong, and nothing else of where they are from. `pytest --update-golden`
writes what is said now; whether that is right, whoever reviews the difference decides.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.program.forks import Program

HERE: Final = Path(__file__).parent
CASES: Final = sorted(path.parent for path in HERE.glob("*/expected.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_judged_as_expected(
    case: Path, program: Program, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    directory = shutil.copytree(case, tmp_path / case.name, ignore=shutil.ignore_patterns("expected.txt"))
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    options = expected.partition("\n")[0].removeprefix("$ shapeproof validate").split()
    ended = program.run(directory, ["validate", *options, "--format", "json", "--verbose"], timeout=60)
    assert ended.errors == b""
    actual = "\n".join([f"$ shapeproof validate {' '.join(options)}", *lines(json.loads(ended.output)), ""])
    if request.config.getoption("--update-golden"):
        (case / "expected.txt").write_text(actual, encoding="utf-8")
    assert actual == expected or request.config.getoption("--update-golden")


def lines(report: dict[str, Any]) -> Iterator[str]:
    for finding in report["findings"]:
        operation = (finding["contract"] or "").partition("@")[0]
        section = f" ({finding['section']})" if "section" in finding else ""
        response = f"{finding['file'].removeprefix('./')}#{finding['index']}{section}"
        place = f"{response} {operation} {finding['pointer'] or '/'}"
        yield f"{place}: {finding['severity']} {finding['code']} {finding['message']}"
    for skipped in report.get("skipped", ()):
        yield f"{skipped['file'].removeprefix('./')}: skipped: {skipped['reason']}"
    summary = report["summary"]
    yield f"{summary['responses']} responses, {summary['clean']} clean, exit code {summary['exit_code']}"
