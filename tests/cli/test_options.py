"""What options do, and how the program ends: 0 no error, 1 at least one, 2 the job could not be done."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

FLAGSHIP = "sagemaker.describe_hyper_parameter_tuning_job"
GOOD, CASE, NULLS = (
    "examples/good/churn_completed.json",
    "examples/bad/status_not_a_value.json",
    "examples/bad/nulls_for_absent.json",
)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([GOOD], 0),
        ([CASE], 1),
        ([GOOD, CASE], 1),
        (["examples/bad/duplicate_key.json"], 1),
        (["nosuch.json"], 2),
        ([GOOD, "nosuch.json"], 2),
        ([CASE, "nosuch.json", GOOD], 2),
        (["unknown.json"], 2),
        (["unnamed.jsonl"], 2),
        (["."], 1),
        (["empty"], 2),
        (["empty", GOOD], 0),
        ([GOOD, "--contract", "nosuch.operation"], 2),
        ([GOOD, "--contract", f"{FLAGSHIP}@0.1"], 2),
        ([GOOD, "--contract", "nonsense"], 2),
        ([GOOD, "--schemas", "nosuch"], 2),
        ([GOOD, "--view", "loose"], 2),
        ([], 2),
        ([CASE, "--view", "tolerant"], 0),
        ([CASE, "--warn", "SP302"], 0),
        ([CASE, "--warn", "SP3xx"], 0),
        ([CASE, "--ignore", "drift"], 0),
        ([CASE, "--ignore", "SP302"], 0),
        ([CASE, "--view", "tolerant", "--error", "SP302"], 1),
        ([CASE, "--ignore", "drift", "--error", "SP302"], 1),
        ([CASE, "--error", "drift", "--ignore", "SP302"], 0),
        ([CASE, "--error", "SP302", "--warn", "SP302"], 1),
        (["examples/bad/duplicate_key.json", "--ignore", "SP905"], 0),
        (["nosuch.json", "--ignore", "reading"], 2),
        ([NULLS], 1),
        ([NULLS, "--representation", "wire", "--ignore", "SP104"], 0),
        ([NULLS, "--representation", "wire", "--error", "SP103"], 1),
        ([NULLS, "--representation", "sdk"], 1),
        ([GOOD, "--contract", f"{FLAGSHIP}@1.29.150"], 0),
        ([GOOD, "--contract", "sagemaker.DescribeHyperParameterTuningJob"], 0),
        ([GOOD, CASE, "--engine", "jsonschema"], 1),
    ],
)
def test_exit_codes(run: Any, examples: Path, tmp_path: Path, arguments: list[str], code: int) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "unknown.json").write_text('{"a": 1}')
    line = '{"shapeproof": 1, "contract": "nosuch.operation", "representation": "cli", "response": {}}'
    (tmp_path / "unnamed.jsonl").write_text(line)
    if arguments == ["."]:
        (tmp_path / "unnamed.jsonl").unlink()
    done = run("validate", *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert done.stdout or done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["validat", "x"], "no such command 'validat'\n  did you mean validate?"),
        (["frobnicate"], "no such command 'frobnicate'\n"),
        (["validate", "--veiw", "strict", "x"], "did you mean --view?"),
        (["validate", "--view", "loose", "x"], "'loose' is not one of 'strict', 'tolerant'"),
        (["validate", "--engine", "fast", "x"], "'fast' is not one of"),
        (["validate", "--representation", "xml", "x"], "'xml' is not one of"),
        (["validate"], "missing argument PATH…"),
        (["validate", "--error", "sp203", "x"], "did you mean SP203?"),
        (["validate", "--ignore", "drfit", "x"], "did you mean drift?"),
        (["validate", "--ignore", "SP990", "x"], "can't be changed"),
        (["validate", "--contract", "nonsense", "x"], "a name is SERVICE.OPERATION[@EDITION]"),
        (["validate", "--contract", "sagemaker.describe_hyper_paramter_tuning_job", "x"], "did you mean"),
        (["validate", "--contract", f"{FLAGSHIP}@0.1", "x"], "shapeproof capture"),
        (["show", "sagemaker.describe_hyper_parameter_tunning_job"], "did you mean"),
        (["list", "--schemas", "nosuch"], "nosuch: there is no such directory of contracts"),
        (["capture", "x.y", "--botocore", "nosuch"], "nosuch: no such file or directory"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(run: Any, arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


def example(path: str) -> bytes:
    return Path(__file__).parents[2].joinpath("examples/recordings", path).read_bytes()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (example("good/churn_completed.json"), 0, "1 clean"),
        (example("bad/status_not_a_value.json"), 1, "-:15:5: error SP302"),
        (example("bad/truncated.jsonl"), 1, "-:3:447: error SP901"),
        (example("good/returns_notebook.txt"), 0, "1 clean"),
        (b'{"a": 1}', 2, "-:1:1: error SP991"),
        (b"", 1, "-:1:1: error SP902"),
        (b"<html>", 1, "-:1:1: error SP901"),
        (b'{\n "CreationTime": 1,\n', 1, "-:2:20: error SP901"),
        (b"{\n 'CreationTime': 1,\n 'Other': f(),\n}", 2, "-:3:11: note SP911"),
    ],
    ids=["json", "case", "json lines", "printed python", "unknown", "empty", "html", "cut off", "call"],
)
@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzipped"])
def test_standard_input(run: Any, content: bytes, code: int, words: str, zipped: bool) -> None:
    done = run("validate", "-", stdin=gzip.compress(content) if zipped else content)
    assert done.returncode == code
    assert words in done.stdout


def test_quiet_is_the_last_line_and_verbose_tells_more(run: Any, examples: Path) -> None:
    (examples / "notes.md").touch()
    usual, quiet, verbose = (run("validate", "examples", *more).stdout for more in ([], ["-q"], ["-v"]))
    assert quiet == usual.splitlines(keepends=True)[-1]
    reported = "examples/notes.md: skipped, not a recording, by its name\n"
    assert reported in verbose
    assert reported not in usual


def test_repetitions_are_counted_unless_verbose(run: Any, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"Surplus": 1}\n' * 20)
    options = ("x.jsonl", "--contract", FLAGSHIP)
    usual, verbose = run("validate", *options).stdout, run("validate", *options, "-v").stdout
    assert usual.count("error SP301 /Surplus") == 5
    assert f"and 15 more SP301 at Surplus of {FLAGSHIP}@1.29.145\n" in usual
    assert verbose.count("error SP301 /Surplus") == 20
    assert "x.jsonl:20:2: error SP301 /Surplus (response 19)" in verbose
    assert usual.splitlines()[-1] == verbose.splitlines()[-1] == "20 responses in 1 file: 0 clean, 160 errors, 20 notes"


@pytest.mark.parametrize("engine", ["jsonschema-rs", "jsonschema"])
def test_either_engine_prints_the_same(run: Any, examples: Path, engine: str) -> None:
    assert run("validate", "examples", "--engine", engine).stdout == run("validate", "examples").stdout


@pytest.mark.parametrize(
    ("env", "coloured"), [({}, False), ({"FORCE_COLOR": "1"}, True), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False)]
)
def test_colours(run: Any, examples: Path, env: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[31m" in run("validate", CASE, env=env).stdout) is coloured
    assert ("\x1b[" in run("show", FLAGSHIP, env=env).stdout) is coloured


def test_whoever_reads_the_output_may_stop(examples: Path, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"Surplus": 1}\n' * 2_000)
    program = Path(sys.executable).parent / "shapeproof"
    for command in (f"validate -v x.jsonl --contract {FLAGSHIP}", f"show {FLAGSHIP}", "list", "--help"):
        line = f"'{program}' {command} | head -1"
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stderr == ""
        assert len(done.stdout.splitlines()) == 1


INTERRUPTED = b"Interrupted: this report is incomplete. The rest was not checked."

# A shell starts its background jobs with interrupts ignored, and that is inherited.
INTERRUPTIBLE = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


def interrupted(text: bytes, *options: str) -> tuple[int, bytes, bytes]:
    """How the program ends that is interrupted while it waits for more of standard input; what it printed."""
    program = str(Path(sys.executable).parent / "shapeproof")
    command = [sys.executable, "-c", INTERRUPTIBLE, program, "validate", "-", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        process.stdin.write(text)
        process.stdin.flush()  # a pipe holds less than that: now the program reads
        time.sleep(0.5)  # and now it waits
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        return process.returncode, out, err


def test_an_interrupt_before_anything_is_known() -> None:
    status, out, err = interrupted(b'{"a": 1}\n' * 40_000)
    assert (status, err) == (2, b"shapeproof: stopped\n")
    assert out == INTERRUPTED + b"\n0 responses in 0 files: 0 clean, no findings\n"


def test_an_interrupt_ends_with_what_is_known() -> None:
    bad = b"".join(example("bad/status_not_a_value.json").split(b"\n"))
    text = (bad[:-1] + b" " * 2**20 + b"}\n") * 10
    options = ("--contract", FLAGSHIP, "--format")
    status, out, err = interrupted(text, *options, "text")
    assert (status, err) == (2, b"shapeproof: stopped\n")
    assert b"-:1:" in out
    assert b"error SP302 /HyperParameterTuningJobStatus" in out
    assert b"Not everything could be checked, for " in out
    assert INTERRUPTED in out
    assert out.splitlines()[-1] == b"8 responses in 1 file: 0 clean, 8 errors"
    status, out, err = interrupted(text, *options, "json")
    assert (status, err) == (2, b"shapeproof: stopped\n")
    document = json.loads(out)
    assert len(document["findings"]) == 8
    assert (document["summary"]["interrupted"], document["summary"]["exit_code"]) == (True, 2)
