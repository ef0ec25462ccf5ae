"""Several processes: what one would print; and none of them is left behind, however it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
PROGRAM: Final = str(Path(sys.executable).parent / "shapeproof")
GOOD: Final = Path(__file__).parents[2].joinpath("examples/recordings/good/churn_completed.json").read_bytes()
STRETCH: Final = (b" ".join(GOOD.split(b"\n"))[:-2] + b" " * 2**20 + b"}\n") * 9
"""More than is handed to a process in one go."""


@pytest.fixture
def many(tmp_path: Path, examples: Path) -> Path:
    """Good and bad recordings in more files than one process is worth, and a file of lines that more than one checks."""
    directory = tmp_path / "many"
    names = sorted(path for path in examples.rglob("*") if path.is_file())
    for number in range(5):
        (directory / str(number)).mkdir(parents=True)
        for path in names:
            (directory / str(number) / path.name).write_bytes(path.read_bytes())
    (directory / "package.json").write_text('{"name": "theirs"}')
    (directory / "pipe.py").write_text("import sys\n")
    response = json.loads((examples / "good" / "churn_completed.json").read_bytes())
    response["HyperParameterTuningJobStatus"] = "Done"
    padded = json.dumps(response)[:-1] + " " * 2**18 + "}\n"
    (directory / "long.jsonl").write_text(padded * 40 + "{\n" + padded * 20)
    return directory


@pytest.fixture
def known(many: Path) -> Path:
    """A baseline that knows one of two findings of a file that several processes check, and some that are gone."""
    values = {"contract": FLAGSHIP, "code": "SP302", "path": "HyperParameterTuningJobStatus"}
    entries = [{"file": f"many/{name}", **values, "count": 30} for name in ("long.jsonl", "gone.jsonl")]
    file = many.parent / "known.json"
    file.write_text(json.dumps({"shapeproof_baseline": 1, "findings": entries}))
    return file


@pytest.mark.parametrize("options", [["--coverage"], ["--format", "json", "--verbose", "--coverage"]], ids=" ".join)
def test_what_is_printed_is_the_same(run: Any, many: Path, known: Path, options: list[str]) -> None:
    command = ("validate", many.name, "nosuch.json", "--baseline", known.name, *options, "--jobs")
    alone, together = (run(*command, jobs) for jobs in ("1", "3"))
    assert together.stdout == alone.stdout
    assert (together.returncode, together.stderr) == (alone.returncode, alone.stderr) == (2, "")
    if "json" in options:
        document = json.loads(together.stdout)
        found = [one for one in document["findings"] if one["file"] == "many/long.jsonl"]
        assert [one["line"] for one in found if one["code"] == "SP901"] == [41]
        assert [one["index"] for one in found if one.get("known")] == list(range(30))
        assert found[-1]["index"] == 60
        assert (document["summary"]["stale"], document["coverage"][0]["responses"] > 60) == (1, True)


def test_little_work_is_done_alone(run: Any, examples: Path) -> None:
    alone, together = run("validate", "examples"), run("validate", "examples", "--jobs", "2")
    assert "examples/bad/status_in_capitals.json" in alone.stdout
    assert (together.returncode, together.stdout, together.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    assert (alone.returncode, alone.stderr) == (1, "")


@pytest.mark.parametrize("number", ["0", "auto", "1"])
def test_numbers_of_jobs(run: Any, examples: Path, number: str) -> None:
    assert run("validate", "examples/good", "--jobs", number).returncode == 0


@pytest.mark.parametrize("number", ["-1", "two", "1.5", "1001", " "])
def test_no_numbers_of_jobs(run: Any, number: str) -> None:
    done = run("validate", "x", "--jobs", number)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a number of processes: 1 to 1,000, or 0 or auto" in done.stderr


def test_no_number_of_jobs_at_all(run: Any) -> None:
    """An empty value is refused before the option sees it, with the hint that a variable of the shell is unset."""
    done = run("validate", "x", "--jobs", "")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "shapeproof: --jobs: expected a value, got an empty one\n"
        "  is a variable of the shell unset? Leave the option out for its default\n"
    )


def test_a_broken_contract_is_told_as_by_one(run: Any, many: Path) -> None:
    """Each process that looks for the project's contract sees that it is broken; it is told once."""
    directory = many.parent / "schemas" / "s3" / "list_buckets" / "1.0"
    directory.mkdir(parents=True)
    for name in ("contract.json", "response.schema.json", "request.schema.json", "errors.schema.json"):
        (directory / name).write_text("{}")
    alone, together = (run("validate", many.name, "--jobs", jobs) for jobs in ("1", "2"))
    assert "contract.json: the document lacks 'service'" in together.stderr
    assert (together.returncode, together.stdout, together.stderr) == (1, alone.stdout, alone.stderr)


@contextmanager
def waiting(*options: str) -> Generator[subprocess.Popen[bytes]]:
    """A program that has read enough from standard input to have two processes check it, and waits for more."""
    # A shell starts its background jobs with interrupts ignored, and that is inherited.
    interruptible = "import os, signal, sys; signal.signal(2, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", interruptible, PROGRAM, "validate", "-", "--contract", FLAGSHIP, *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        assert process.stdin
        try:
            process.stdin.write(STRETCH * 4)
            process.stdin.flush()
            until(lambda: len(workers(process)) == 2)
            yield process
        finally:
            process.kill()


def until(is_so: Any) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that were started to check, as the system knows them."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.parent.parent.parent.joinpath("self").exists() and sys.platform != "linux":
        pytest.skip("children are looked for in /proc, and there is none")
    found = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    return [pid for pid in found if not re.search(b"resource_tracker|guard_program", command_line(pid))]


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_interrupt_ends_all_of_it_at_once_with_what_is_known(form: str) -> None:
    with waiting("--jobs", "2", "--format", form) as process:
        crew = workers(process)
        time.sleep(0.3)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
        out, err = process.communicate(timeout=20)
        assert time.monotonic() - began < 3
        assert process.returncode == 2
        assert err == b"shapeproof: stopped\n"
        assert not [pid for pid in crew if is_alive(pid)]
    if form == "json":
        assert json.loads(out)["summary"]["interrupted"] is True
    else:
        assert b"Interrupted: this report is incomplete" in out
        assert b" responses in 1 file: " in out


def test_a_process_that_dies_is_reported() -> None:
    with waiting("--jobs", "2") as process:
        for pid in workers(process):
            os.kill(pid, signal.SIGKILL)
        _, err = process.communicate(STRETCH * 2, timeout=20)
        assert process.returncode == 2
    assert err.decode() == (
        "shapeproof: -: the worker process that checked this file was killed by SIGKILL\n"
        "  if memory ran out, use fewer --jobs; --jobs 1 shows the file\n"
    )


def test_no_process_outlives_the_one_that_started_it() -> None:
    with waiting("--jobs", "2") as process:
        crew = workers(process)
        process.kill()
        until(lambda: not any(is_alive(pid) for pid in crew))
