"""`shapeproof fuzz run --pages`: loops over pages that lose some or fail on an empty one, in programs that are really run."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from tests.cli.conftest import Run

from shapeproof.cli.fuzz.kept_failures import kept_lines
from shapeproof.errors import UsageError

LOOPS: Final = {
    "only the first page": """
        return get().get("QueueUrls", [])
    """,
    "fails on an empty page": """
        found = []
        while True:
            page = get()
            if "NextToken" not in page: return found + page.get("QueueUrls", [])
            found += page["QueueUrls"]
    """,
    "stops at an empty page": """
        found = []
        while (page := get()).get("QueueUrls"):
            found += page["QueueUrls"]
            if "NextToken" not in page: break
        return found
    """,
    "correct": """
        found = []
        while True:
            page = get()
            found += page.get("QueueUrls", [])
            if "NextToken" not in page: return found
    """,
}
PROGRAM: Final = """
import json, sys
def read(get):{loop}
def check(pages):
    requests = iter(pages)
    found = read(lambda: next(requests))
    if found != [url for page in pages for url in page.get("QueueUrls", [])]:
        raise SystemExit("queues are lost")
if sys.argv[1:] == ["lines"]:
    for line in sys.stdin:
        check(json.loads(line))
        print("ok", flush=True)
else:
    check(json.load(sys.stdin))
"""


def program(directory: Path, loop: str, *arguments: str) -> str:
    (directory / "loop.py").write_text(PROGRAM.format(loop=LOOPS[loop]))
    return shlex.join([sys.executable, "-IS", "loop.py", *arguments])


def run_pages(run: Run, command: str, *options: str) -> tuple[int, str]:
    done = run("fuzz", "run", "sqs.list_queues", "--pages", "-n", "15", *options, command)
    assert not done.stderr
    return done.returncode, done.stdout


def kept_pages(directory: Path) -> tuple[Path, list[dict[str, Any]]]:
    (file,) = (directory / "shapeproof-failures").iterdir()
    lines = json.loads(file.read_text())
    assert "failure" in lines[-1]
    return file, [line["response"] for line in lines]


@pytest.mark.survey
def test_a_loop_over_the_first_page_is_found_shrunk_kept_and_replayed(run: Run, tmp_path: Path) -> None:
    command = program(tmp_path, "only the first page")
    status, output = run_pages(run, command, "--exec")
    assert status == 1
    assert "1. exit status 1: queues are lost\n" in output
    assert '   /1/QueueUrls/0 is "example"; the program passes if it is absent\n' in output
    assert "\n15 lists of pages run, " in output
    file, (first, last) = kept_pages(tmp_path)
    assert list(first) == ["NextToken"]
    assert last == {"QueueUrls": ["example"]}
    checked = run("validate", str(file))
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (
        0,
        "2 responses in 1 file: 2 clean, no findings",
    )
    replayed = run("fuzz", "replay", str(file), "--exec", command)
    assert (replayed.returncode, replayed.stdout) == (1, "the program still fails: exit status 1\nqueues are lost\n")
    repaired = program(tmp_path, "correct", "lines")
    assert run("fuzz", "replay", str(file), "--exec-lines", repaired).stdout == "the program passes now\n"


@pytest.mark.parametrize(
    ("loop", "message", "last"),
    [
        ("fails on an empty page", "KeyError: 'QueueUrls'", {}),
        pytest.param("stops at an empty page", "queues are lost", {"QueueUrls": ["example"]}, marks=pytest.mark.survey),
    ],
)
def test_a_loop_that_an_empty_page_breaks_is_found_and_explained(
    run: Run, tmp_path: Path, loop: str, message: str, last: dict[str, Any]
) -> None:
    status, output = run_pages(run, program(tmp_path, loop, "lines"), "--exec-lines")
    assert status == 1
    assert message in output
    assert "   /0/QueueUrls is absent; the program passes if it is present" in output
    _, (_, page) = kept_pages(tmp_path)
    assert page == last


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["sagemaker.describe_hyper_parameter_tuning_job"],
            "has no pages: botocore has no paginator for it, or one that merges nothing\n  did you mean sagemaker.list_",
        ),
        (
            ["sqs.list_queues", "--mutants"],
            "a mutant is a single response, not pages\n  give either --pages or --mutants",
        ),
    ],
)
def test_what_has_no_pages_is_told(run: Run, arguments: list[str], message: str) -> None:
    done = run("fuzz", "run", *arguments, "--pages", "--exec", "true")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_an_empty_list_of_pages_is_not_replayed(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text("[]")
    with pytest.raises(UsageError, match="expected a response kept by `shapeproof fuzz run`"):
        kept_lines(file)
