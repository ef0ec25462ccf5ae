"""`shapeproof fuzz`: corpora that `validate` reads back, programs run, wrong input explained."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from tests.cli.conftest import Run

NAME: Final = "sagemaker.describe_hyper_parameter_tuning_job"
WITH_CTRL_C: Final = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import shapeproof.cli as c; c.main()"
)
"""The command line, with Ctrl-C handled even where these tests run in the background, which ignores it."""


def without_counts(text: str) -> str:
    """Without the counts that depend on what Hypothesis draws."""
    return re.sub(r"\d+ (of 672 features|more while shrinking)", r"… \1", text)


@pytest.fixture
def reader(tmp_path: Path) -> Callable[[str], str]:
    """Makes the command that runs Python source."""

    def command(source: str) -> str:
        (tmp_path / "reader.py").write_text(source)
        return shlex.join([sys.executable, "-IS", "reader.py"])

    return command


def test_a_corpus_is_clean(run: Run, tmp_path: Path) -> None:
    generated = run("fuzz", "corpus", NAME, "-n", "80", "--output", "corpus.jsonl")
    assert (generated.returncode, generated.stdout) == (0, "")
    assert generated.stderr == f"80 responses of {NAME}@1.29.145\n"
    checked = run("validate", "corpus.jsonl")
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (
        0, "80 responses in 1 file: 80 clean, no findings",
    )  # fmt: skip


@pytest.mark.parametrize("representation", ["wire", "cli", "sdk"])
def test_every_representation_is_clean_in_a_pipe(run: Run, representation: str) -> None:
    generated = run("fuzz", "corpus", NAME, "-n", "30", "--representation", representation)
    checked = run("validate", "-", "--quiet", stdin=generated.stdout.encode())
    assert checked.returncode == 0, checked.stdout


def test_a_directory_of_bare_responses(run: Run, tmp_path: Path) -> None:
    assert run("fuzz", "corpus", NAME, "-n", "3", "--bare", "--output", "corpus").returncode == 0
    files = sorted((tmp_path / "corpus").iterdir())
    assert [file.name[:5] for file in files] == ["0001-", "0002-", "0003-"]
    assert all("HyperParameterTuningJobName" in json.loads(file.read_text()) for file in files)


def test_scenarios_and_pins(run: Run) -> None:
    generated = run(
        "fuzz", "corpus", NAME, "-n", "20", "--bare", "--scenario", "failed", "--pin", "FailureReason=out of memory",
        "--pin", "WarmStartConfig=PRESENT", "--pin", "HyperParameterTuningJobName=007", "--pin",
        "HyperParameterTuningJobArn=arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/007", "--pin", 'HyperParameterTuningJobConfig.Strategy={"enum": ["Grid"]}',
    )  # fmt: skip
    lines = generated.stdout.splitlines()
    assert (generated.returncode, len(lines)) == (0, 20)
    for line in lines:
        response = json.loads(line)
        assert response["FailureReason"] == "out of memory"
        assert response["HyperParameterTuningJobStatus"] == "Failed"
        assert response["HyperParameterTuningJobConfig"]["Strategy"] == "Grid"
        assert "WarmStartConfig" in response
        assert response["HyperParameterTuningJobName"] == "007"


def test_drifted_responses_break_the_strict_view_only(run: Run) -> None:
    generated = run("fuzz", "corpus", NAME, "-n", "40", "--view", "tolerant").stdout.encode()
    assert run("validate", "-", stdin=generated).returncode == 1
    assert run("validate", "-", "--view", "tolerant", stdin=generated).returncode == 0


@pytest.mark.survey
def test_cover_prints_what_it_covers(run: Run) -> None:
    generated = run("fuzz", "cover", NAME)
    assert "672 of 672 features" in generated.stderr
    assert len(generated.stdout.splitlines()) < 80


@pytest.mark.survey
def test_a_failure_is_shrunk_explained_and_kept(
    run: Run, reader: Callable[[str], str], tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    command = reader('import json, sys\njob = json.load(sys.stdin)\nprint(job["BestTrainingJob"]["TrainingJobName"])\n')
    done = run("fuzz", "run", NAME, "--exec", command, "-n", "60")
    assert done.returncode == 1
    golden("fuzz_failure.txt", without_counts(done.stdout.replace(sys.executable, "python")))
    (kept,) = (tmp_path / "shapeproof-failures").iterdir()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["reader.py", "shapeproof-failures"]
    assert run("validate", str(kept)).returncode == 0
    replayed = run("fuzz", "replay", str(kept), "--exec", command)
    assert (replayed.returncode, replayed.stdout.splitlines()[0]) == (1, "the program still fails: exit status 1")
    reader("pass")
    assert run("fuzz", "replay", str(kept), "--exec", command).stdout == "the program passes now\n"


@pytest.mark.survey
def test_what_a_loud_program_prints_stays_readable(run: Run, reader: Callable[[str], str], tmp_path: Path) -> None:
    """A megabyte of standard error in each run."""
    source = "import sys\nfor number in range(20_000): print(f'{number} ' + 'x' * 50, file=sys.stderr)\n{}['QueueUrls']"
    command = reader(source)
    done = run("fuzz", "run", "sqs.list_queues", "--exec", command, "-n", "2")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("1. exit status 1: KeyError: 'QueueUrls'\n   at reader.py:3\n")
    assert len(done.stdout) < 1_500
    (kept,) = (tmp_path / "shapeproof-failures").iterdir()
    assert kept.stat().st_size < 5_000
    replayed = run("fuzz", "replay", str(kept), "--exec", command).stdout.splitlines()
    assert replayed[:2] == ["the program still fails: exit status 1", "(the last 40 lines of its standard error)"]
    assert (len(replayed), replayed[-1]) == (42, "KeyError: 'QueueUrls'")


def test_a_response_that_cannot_be_sent_is_not_replayed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text(r'{"response": {"A": "\ud800"}}')
    done = run("fuzz", "replay", "kept.json", "--exec", "true")
    assert (done.returncode, done.stderr.split("\n")[0]) == (
        2,
        "shapeproof: kept.json: expected a response kept by `shapeproof fuzz run`",
    )


@pytest.mark.survey
def test_a_correct_program_passes(run: Run, reader: Callable[[str], str]) -> None:
    done = run("fuzz", "run", NAME, "--exec", reader("import json, sys; json.load(sys.stdin)"), "-n", "40")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("40 responses run; no failures; ")


@pytest.mark.survey
def test_mutants_make_a_table(run: Run, golden: Callable[[str, str], None]) -> None:
    """One process for all mutants: it rejects what isn't an object, crashes on some, and lets the rest survive."""
    source = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    job = json.loads(line)\n"
        "    if not isinstance(job, dict): print('error: no object', flush=True); continue\n"
        "    job['HyperParameterTuningJobStatus'].upper()\n"
        "    print('ok', flush=True)\n"
    )
    command = shlex.join([sys.executable, "-IS", "-c", source])
    done = run("fuzz", "run", NAME, "--exec-lines", command, "-n", "30", "--mutants")
    assert done.returncode == 1
    golden("fuzz_mutants.txt", without_counts(done.stdout))


@pytest.mark.survey
def test_a_regular_expression_defines_crashes(run: Run, reader: Callable[[str], str]) -> None:
    command = reader("import sys; print('PANIK: x', file=sys.stderr)")
    assert run("fuzz", "run", NAME, "--exec", command, "-n", "3").returncode == 0
    assert "PANIK: x" in run("fuzz", "run", NAME, "--exec", command, "-n", "3", "--crash-regex", "^PANIK").stdout


@pytest.mark.survey
def test_a_program_that_reads_to_the_end_is_told_with_the_first_response(run: Run, tmp_path: Path) -> None:
    (tmp_path / "reader.py").write_text("import json, sys; print(len(json.load(sys.stdin)))")
    start = time.monotonic()
    done = run("fuzz", "run", NAME, "--exec-lines", f"{sys.executable} reader.py", "--timeout", "60")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("shapeproof: the program answers only at the end of its input\n  use --exec")
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fuzz", "corpus"], "missing argument 'NAME'"),
        (["fuzz", NAME, "-n", "5"], f"did you mean shapeproof fuzz corpus {NAME}?"),
        (["fuzz", NAME, "--exec", "true"], f"did you mean shapeproof fuzz run {NAME}?"),
        (["fuzz", "replya", "kept.json"], "did you mean replay?"),
        (["fuzz", "corpus", "sagemaker.describe_hyper_parameter_tuning_jo"], "did you mean"),
        (["fuzz", "corpus", NAME, "--pin", "FailureReason"], "a pin must be PATH=VALUE"),
        (["fuzz", "corpus", NAME, "--pin", "FailurReason=x"], "did you mean FailureReason"),
        (
            ["fuzz", "corpus", NAME, "--pin", "HyperParameterTuningJobStatus=Exploded"],
            "it allows Completed, InProgress",
        ),
        (["fuzz", "corpus", NAME, "--scenario", "complete"], "did you mean completed?"),
        (["fuzz", "corpus", NAME, "--mutants"], "no such option '--mutants'"),
        (["fuzz", "run", NAME, "--mutants"], "no program to run"),
        (["fuzz", "replay", "reader.py"], "no program to run"),
        (["fuzz", "run", NAME, "--time", "soon"], "'soon' is not a duration"),
        (["fuzz", "cover", NAME, "-n", "5"], "no such option '-n'"),
        (["fuzz", "run", NAME, "--exec", "true", "--exec-lines", "true"], "expected one program, got two"),
        (["fuzz", "run", NAME, "--exec", "true", "--bare"], "no such option '--bare'"),
        (["fuzz", "run", NAME, "--exec", ""], "--exec: expected a value, got an empty one"),
        (["fuzz", "run", NAME, "--exec", "cat | jq ."], "commands are not run in a shell: `|` would be an argument"),
        (["fuzz", "run", NAME, "--exec", "true", "--timeout", "0"], "0.0 is not in the range"),
        (["fuzz", "replay", "reader.py", NAME, "--exec", "true"], "unexpected extra argument"),
        (["fuzz", "run", NAME, "--exec", "no-such-program"], "no-such-program: no such program"),
        (["fuzz", "run", NAME, "--exec", "true", "--crash-regex", "("], "invalid regular expression"),
        (["fuzz", "corpus", "s3.list_buckets@installed", "--representation", "wire"], "are not JSON"),
        (["fuzz", "replay", "reader.py", "--exec", "true"], "expected a response kept by"),
        (["fuzz", "corpus", NAME, "--output", "reader.py/all.jsonl"], "reader.py: File exists"),
    ],
)
def test_wrong_input_is_explained(run: Run, reader: Callable[[str], str], arguments: list[str], message: str) -> None:
    reader("not json")
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_process(tmp_path: Path, sent: signal.Signals) -> None:
    words = [sys.executable, "-c", "import time; time.sleep(600)", f"shapeproof-interrupted-{os.getpid()}"]
    with subprocess.Popen(
        [sys.executable, "-c", WITH_CTRL_C, "fuzz", "run", NAME, "--exec", shlex.join(words), "--timeout", "300"],
        cwd=tmp_path, stderr=subprocess.PIPE, text=True,
    ) as campaign:  # fmt: skip
        timer = threading.Timer(60, campaign.kill)
        timer.start()
        deadline = time.monotonic() + 30
        while not running(words[-1]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert running(words[-1])
        campaign.send_signal(sent)
        _, stderr = campaign.communicate()
        timer.cancel()
    assert (campaign.returncode, stderr.strip()) == (2, "shapeproof: stopped")
    assert not running(words[-1])


def test_an_interrupt_while_a_failure_is_explained_tells_it(tmp_path: Path) -> None:
    """Only the explanation adds what stops the campaign: the first response fails, and is the smallest there is."""
    (tmp_path / "reader.py").write_text(
        "import json, os, signal, sys, time\n"
        "if 'Owner' in json.load(sys.stdin):\n"
        "    os.kill(os.getppid(), signal.SIGINT)\n"
        "    time.sleep(60)\n"
        "raise KeyError('Owner')\n"
    )
    command = shlex.join([sys.executable, "-IS", "reader.py"])
    words = ["fuzz", "run", "s3.list_buckets@installed", "--exec", command, "-n", "1"]
    done = subprocess.run(
        [sys.executable, "-c", WITH_CTRL_C, *words],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (2, "shapeproof: stopped")
    assert done.stdout.startswith("1. exit status 1: KeyError: 'Owner'\n")
    assert "1 failure" in done.stdout.splitlines()[-2]
    assert [file.name for file in (tmp_path / "shapeproof-failures").iterdir()] == ["1-keyerror-owner.json"]


def running(mark: str) -> bool:
    listing = subprocess.run(["ps", "-ewwo", "stat,args"], capture_output=True, text=True, check=True).stdout
    return f"time.sleep(600) {mark}" in listing  # in the campaign's own arguments a quote stands between


@pytest.mark.survey
def test_a_program_that_never_passes_is_given_up(run: Run, reader: Callable[[str], str]) -> None:
    done = run("fuzz", "run", NAME, "--exec", reader("import no_such_module"), "--mutants")
    assert done.returncode == 1
    assert "the program failed on every response: does it work at all?" in done.stdout
    assert "no mutants run: the program passes on no valid response" in done.stdout
    assert int(done.stdout.splitlines()[-3].split()[0]) < 30


@pytest.mark.survey
def test_mutants_that_a_representation_cannot_show_are_counted(run: Run) -> None:
    """A body doesn't show a missing header."""
    source = "import sys\nfor line in sys.stdin: print('ok', flush=True)"
    command = shlex.join([sys.executable, "-IS", "-c", source])
    name = "lambda.invoke@installed"
    stderr = run("mutants", name, "--representation", "wire").stderr
    missing = stderr.count("this representation doesn't show it")
    done = run("fuzz", "run", name, "--exec-lines", command, "-n", "5", "--mutants", "--representation", "wire")
    assert missing > 0
    assert f"Not run: {missing} mutants that this representation can't show." in done.stdout
