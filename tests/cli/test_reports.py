"""Reports as they are asked for: one pass feeds them all, none is left half written, each says how the run went."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest

from shapeproof.cli.workers.signals import DeferredInterrupt
from shapeproof.report.formats.report_format import FORMATS

PROGRAM: Final = str(Path(sys.executable).parent / "shapeproof")
PRINTED: Final = [name for name, entry in FORMATS.items() if not entry.files_only]
FEW: Final = ["misspelled_member", "name_too_long", "not_a_number"]


@pytest.mark.parametrize(
    ("form", "name"),
    [("junit", "validate_junit.xml"), ("sarif", "validate_sarif.json"), ("github", "validate_github.txt")],
)
def test_small_reports(run: Any, golden: Any, examples: Path, form: str, name: str) -> None:
    done = run(
        "validate",
        *(f"examples/bad/{name}.json" for name in FEW),
        "examples/good/pricing_polled.jsonl",
        "--format",
        form,
    )
    assert (done.returncode, done.stderr) == (1, "")
    text = done.stdout
    if form == "sarif":
        document = json.loads(text)
        driver = document["runs"][0]["tool"]["driver"]
        met = {one["ruleId"] for one in document["runs"][0]["results"]}
        driver |= {"version": "…", "rules": [one for one in driver["rules"] if one["id"] in met]}
        for one in document["runs"][0]["results"]:
            del one["ruleIndex"]  # it changes with every new code
        text = json.dumps(document, indent=1) + "\n"
    golden(name, text)


def test_one_run_writes_all_formats_each_as_it_is_printed(run: Any, examples: Path, tmp_path: Path) -> None:
    reports = [f"--report={form}=out/deep/{form}.report" for form in PRINTED]
    done = run("validate", "examples", *reports, env={"FORCE_COLOR": "1"})
    assert (done.returncode, done.stderr) == (1, "")
    assert "\x1b[" in done.stdout
    for form in PRINTED:
        written = (tmp_path / "out" / "deep" / f"{form}.report").read_text(encoding="utf-8")
        assert written == run("validate", "examples", "--format", form).stdout
    assert len(list((tmp_path / "out" / "deep").iterdir())) == len(PRINTED)


def test_a_report_is_not_a_part_of_what_it_reports(run: Any, examples: Path) -> None:
    command = ("validate", "examples", "--verbose", "--report", "json=examples/again.json")
    first, second = run(*command), run(*command)
    assert first.stdout == second.stdout
    assert "again" not in first.stdout
    assert ".part" not in first.stdout


@pytest.mark.parametrize(
    ("options", "reported"),
    [
        (["--report", "junit"], "--report junit: expected FORMAT=FILE\n  --report junit=FILE"),
        (["--report", "=x.json"], "--report =x.json: unknown format ''"),
        (["--report", "junit="], "--report junit=: expected FORMAT=FILE\n  --report junit=FILE"),
        (
            ["--report", "serif=x"],
            "--report serif=x: unknown format 'serif'\n  did you mean sarif? formats: text, full,",
        ),
        (["--report", "JSON=x"], "did you mean json?"),
        (
            ["--report", "sarif=-"],
            "--report sarif=-: expected a file\n  for standard output, use --format sarif",
        ),
        (
            ["--report", "json=examples"],
            "--report json=examples: expected a file, got a directory\n  name a file in it",
        ),
        (["--report", "json=new/"], "--report json=new/: expected a file, got a directory"),
        (["--report", "json=x", "--report", "junit=./x"], "--report junit=./x: this file is the json report's"),
        (["--report", "json=examples/good/churn_completed.json"], "this file is an input of this run"),
        (["--report", "json=x", "--baseline", "./x", "--write-baseline"], "json=x: this file is the baseline"),
    ],
)
def test_what_cannot_be_meant_is_reported_before_any_work(
    run: Any, examples: Path, tmp_path: Path, options: list[str], reported: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = run("validate", "examples/good/churn_completed.json", "--contract", "no.such", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert reported in done.stderr
    assert "no.such" not in done.stderr.replace("--report", "")
    assert sorted(tmp_path.rglob("*")) == before


UNWRITABLE: Final = ["examples/good/churn_completed.json/x", "/proc/x/y", "/dev/full"]


@pytest.mark.parametrize("file", UNWRITABLE)
def test_a_report_that_cannot_be_written_is_an_error_and_the_others_are_written(
    run: Any, examples: Path, tmp_path: Path, file: str
) -> None:
    if file.startswith("/") and not Path(file).parent.exists() and not Path("/proc").exists():
        pytest.skip(f"there is no {file} on this system")
    done = run(
        "validate", "examples/good", "--report", f"json={file}", "--report", "junit=j.xml", "--report", "sarif=s.json"
    )
    assert done.returncode == 2
    assert "11 clean, no findings" in done.stdout
    assert re.fullmatch(f"shapeproof: {file}: this report can't be written: .+\n  make sure that .+\n", done.stderr)
    assert ET.parse(tmp_path / "j.xml").getroot().tag == "testsuites"
    assert json.loads((tmp_path / "s.json").read_bytes())["runs"][0]["results"] == []
    assert {path.name for path in tmp_path.iterdir()} == {"examples", "j.xml", "s.json"}


@pytest.mark.skipif(os.name != "posix", reason="file size limits are POSIX's")
def test_a_disk_that_fills_up_leaves_no_half_file_and_keeps_the_old_one(tmp_path: Path, examples: Path) -> None:
    (tmp_path / "old.json").write_text("what was there")
    # A limit on the size of files is the full disk that a test can have.
    limited = (
        "import os, resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)); os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-c", limited, PROGRAM, "validate", "examples/bad", "--report", "json=old.json"]
    done = subprocess.run(
        [*command, "--report", "junit=new.xml"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert done.stderr.count("this report can't be written: File too large") == 2
    assert (tmp_path / "old.json").read_text() == "what was there"
    assert {path.name for path in tmp_path.iterdir()} == {"examples", "old.json"}


def test_a_reader_who_has_gone_and_a_full_output_cost_the_other_reports_nothing(tmp_path: Path, examples: Path) -> None:
    for target, reported in (("| true", ""), ("> /dev/full", "shapeproof: the output: No space left on device")):
        line = f"'{PROGRAM}' validate examples --verbose --report json=out.json {target}"
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.stderr.strip() == reported
        assert json.loads((tmp_path / "out.json").read_bytes())["summary"]["exit_code"] == 1
        (tmp_path / "out.json").unlink()


def test_standard_output_and_files_keep_each_other_s_options(run: Any, examples: Path, tmp_path: Path) -> None:
    done = run("validate", "examples", "--quiet", "--report", "json=x.json", "--report", "junit=x.xml")
    assert len(done.stdout.splitlines()) == 1
    assert len(json.loads((tmp_path / "x.json").read_bytes())["findings"]) > 20
    cases = ET.parse(tmp_path / "x.xml").getroot().iter("testcase")
    assert sum(1 for _ in cases) == json.loads((tmp_path / "x.json").read_bytes())["summary"]["responses"]


# A shell starts its background jobs with interrupts ignored, and that is inherited.
INTERRUPTIBLE: Final = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_at_once_with_what_is_known(tmp_path: Path, examples: Path, sent: signal.Signals) -> None:
    reports = [f"--report={form}={form}" for form in FORMATS]
    command = [sys.executable, "-c", INTERRUPTIBLE, PROGRAM, "validate", "examples/bad", "-", *reports]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        os.write(process.stdin.fileno(), b'{"a": 1}\n' * 40_000)  # more than a pipe holds: now the program reads
        time.sleep(0.5)  # and now it waits
        process.send_signal(sent)
        start = time.monotonic()
        out, err = process.communicate(timeout=30)
    assert time.monotonic() - start < 5
    assert (process.returncode, err.strip()) == (2, "shapeproof: stopped")
    assert "error SP301 /FailureReasons" in out
    assert "Interrupted: this report is incomplete" in out
    written = {form: (tmp_path / form).read_text(encoding="utf-8") for form in FORMATS}
    assert written["text"] == out
    document = json.loads(written["json"])
    assert document["summary"]["interrupted"] is True
    assert document["summary"]["exit_code"] == 2
    assert len(document["findings"]) == sum(document["summary"]["codes"].values()) > 20
    run = json.loads(written["sarif"])["runs"][0]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["results"]) == len(document["findings"])
    *_, last = ET.fromstring(written["junit"])
    assert [error.get("message", "")[:12] for error in last.iter("error")] == ["Interrupted:"]
    assert "Interrupted:" in written["github"]
    assert re.search(r"<h1 [^>]*>Interrupted: \d+ errors in ", written["html"])
    assert "The rest was not checked" in written["html"]
    assert {path.name for path in tmp_path.iterdir()} == {"examples", *FORMATS}


def test_a_forked_process_just_ends(tmp_path: Path) -> None:
    script = (
        "import os, signal\nfrom shapeproof.cli.workers.signals import DeferredInterrupt\nthere, ready = os.pipe()\n"
        "with DeferredInterrupt():\n    child = os.fork()\n"
        "    while not child:\n        os.write(ready, b'.')\n        signal.pause()\n"
        "    os.read(there, 1)\n    os.kill(child, signal.SIGTERM)\n"
        "    print(os.waitpid(child, 0)[1] == signal.SIGTERM)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=30)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_an_interrupt_waits_for_what_must_be_whole_unless_it_comes_twice() -> None:
    steps: list[str] = []

    def written(interrupt: DeferredInterrupt, *, interrupts: int) -> None:
        with interrupt.deferred():
            for _ in range(interrupts):
                signal.raise_signal(signal.SIGINT)
            steps.append("whole")

    with DeferredInterrupt() as interrupt:
        with pytest.raises(KeyboardInterrupt):
            written(interrupt, interrupts=1)
        assert (steps, interrupt.is_repeated) == (["whole"], False)
        with pytest.raises(KeyboardInterrupt):
            written(interrupt, interrupts=2)
        assert (steps, interrupt.is_repeated) == (["whole"], True)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("form", ["full", "grouped", "concise", "json", "junit", "sarif", "github"])
def test_the_name_of_an_unknown_member_that_may_be_a_secret_is_not_shown(
    run: Any, examples: Path, tmp_path: Path, form: str
) -> None:
    secret = "AKIA" + "IOSFODNN7EXAMPLE"
    response = json.loads((examples / "good" / "churn_completed.json").read_bytes())
    (tmp_path / "a.json").write_text(json.dumps({**response, secret: 1}))
    done = run("validate", "a.json", "--verbose", "--format", form, "--report", "html=page.html")
    assert done.returncode == 1
    assert "not shown" in done.stdout
    assert secret not in done.stdout + (tmp_path / "page.html").read_text()
    run("validate", "a.json", "--write-baseline")
    baseline = (tmp_path / "shapeproof-baseline.json").read_text()
    assert '"path": "(not shown)"' in baseline
