"""Whole runs of the command line over archives: stopped and gone on with, a worker killed, nothing secret shown."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import ClassVar

import psutil
import pytest
from tests.far.archives import responses, write_archive, write_parquet
from tests.far.clusters import client_of, worker_of
from tests.far.servers import WithParts, serve
from tests.program.forks import environment

VALIDATE = [sys.executable, "-m", "shapeproof", "validate"]


class Waiting(WithParts):
    """Sends the content of a file only after `gate` is set.

    Attributes:
        asked: set when the content is asked for.
    """

    gate: ClassVar[Event] = Event()
    asked: ClassVar[Event] = Event()

    def _answer(self, *, has_body: bool) -> None:
        if has_body:
            self.asked.set()
            self.gate.wait(30)
        super()._answer(has_body=has_body)


@contextmanager
def started(directory: Path, *words: str) -> Generator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*VALIDATE, *words], cwd=directory, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_an_interrupted_run_reports_what_is_known_and_goes_on_there(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", {"body": list(responses(20))}, 10)
    (tmp_path / "b.json").write_text(next(responses(1)))
    with serve(tmp_path, Waiting) as url:
        words = ["a.parquet", f"{url}/b.json?token=s3cr3t", "--resume", "run.json", "-q"]
        with started(tmp_path, *words) as run:
            assert Waiting.asked.wait(30)
            run.send_signal(signal.SIGINT)
            output, errors = run.communicate(timeout=30)
        assert (run.returncode, errors) == (2, "shapeproof: stopped\n")
        assert output == (
            "Interrupted: this report is incomplete. The rest was not checked.\n20 responses in 1 file: 18 clean, 2 errors\n"
        )
        state = (tmp_path / "run.json").read_text()
        assert (json.loads(state)["done"], "s3cr3t" in state) == ([[0, 1]], False)
        Waiting.gate.set()
        Waiting.requests.clear()
        with started(tmp_path, *words) as run:
            output, errors = run.communicate(timeout=30)
        assert (run.returncode, output) == (1, "21 responses in 2 files: 18 clean, 3 errors\n")
        (tmp_path / "a.parquet").unlink()
        with started(tmp_path, *words) as run:
            output, errors = run.communicate(timeout=30)
        assert (run.returncode, output) == (2, "")
        assert "this file is of a run of other files, or these have changed since" in errors


@pytest.mark.survey
@pytest.mark.parametrize("seconds", [0.4, 0.7, 1.0, 1.3])
def test_an_interrupt_while_workers_start_ends_all_of_them(tmp_path: Path, seconds: float) -> None:
    """A terminal sends it to all processes of the command."""
    (tmp_path / "a.json").write_text(next(responses(1)))
    command = [*VALIDATE, "a.json", "--workers", "2"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        time.sleep(seconds)
        os.killpg(run.pid, signal.SIGINT)
        _, errors = run.communicate(timeout=30)
    assert errors in {"shapeproof: stopped\n", ""}  # it may be done


def test_a_cluster_without_workers_is_told_and_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f"{line}\n" for line in responses(20)))
    with client_of(0) as client:
        address = client.scheduler.address
        with started(tmp_path, f"file://{tmp_path}/a.jsonl", "--scheduler", address, "-q") as run:
            assert run.stderr is not None
            assert run.stderr.readline() == (
                f"shapeproof: note: {address} has no workers yet: waiting for one; to start some: dask worker ADDRESS\n"
            )
            with worker_of(client, sys.executable, {}):
                output, errors = run.communicate(timeout=60)
    assert (run.returncode, output, errors) == (1, "20 responses in 1 file: 18 clean, 2 errors\n", "")


def test_a_baseline_in_the_settings_is_told_not_to_count(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.shapeproof]\nbaseline = "known.json"\n')
    (tmp_path / "a.jsonl").write_text("".join(f"{text}\n" for text in responses(20)))
    with started(tmp_path, "a.jsonl", "--write-baseline", "-q") as run:
        assert run.communicate(timeout=60)[0].endswith("18 clean, no new findings; 2 known\n")
    told: list[bool] = []
    for words in (["-q"], ["--format", "concise"]):
        with started(tmp_path, f"file://{tmp_path}/a.jsonl", *words) as run:
            output, errors = run.communicate(timeout=60)
        assert (run.returncode, output.splitlines()[-1]) == (1, "20 responses in 1 file: 18 clean, 2 errors")
        told.append("the baseline in the settings is for local files" in errors)
    assert told == [False, True]


def test_no_report_shows_what_gives_access(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f"{text}\n" for text in responses(20)))
    formats = ("json", "junit", "sarif", "html", "github", "full", "grouped", "concise", "statistics")
    with serve(tmp_path, WithParts) as url:
        secret = url.replace("http://", "http://user:passw0rd@")
        words = [word for name in formats for word in ("--report", f"{name}=report.{name}")]
        with started(
            tmp_path, f"{secret}/a.jsonl?sig=s3cr3t", f"{secret}/missing.json?sig=s3cr3t", "-v", *words
        ) as run:
            output, errors = run.communicate(timeout=60)
    assert run.returncode == 2, errors
    assert f"{url}/a.jsonl" in output
    for text in (output, errors, *((tmp_path / f"report.{name}").read_text() for name in formats)):
        assert "passw0rd" not in text
        assert "s3cr3t" not in text


@pytest.mark.survey
def test_a_run_with_a_worker_killed_midway_reports_what_one_process_does(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", 40_000)
    with started(tmp_path, "archive", "--format", "json", "--column", "body") as run:
        expected, _ = run.communicate(timeout=200)
    with started(tmp_path, "archive", "--format", "json", "--workers", "2", "--resume", "run.json") as run:
        until = time.monotonic() + 60
        workers: list[psutil.Process] = []
        while len(workers) < 2 and time.monotonic() < until:
            time.sleep(0.1)
            children = psutil.Process(run.pid).children()
            workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        time.sleep(3)
        workers[0].kill()
        output, errors = run.communicate(timeout=200)
    assert errors == ""
    assert output == expected
