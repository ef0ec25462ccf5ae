"""Programs that misbehave in every way, really run: each ends in time, and nothing of it is left."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from shapeproof.errors import UsageError
from shapeproof.fuzz.campaign.fuzz_targets import LineProgram, Program, command_words
from shapeproof.fuzz.campaign.run_outcome import (
    CRASH,
    RunOutcome,
    describe,
    error_line,
    failure_identity,
    location_of,
    verdict_of,
)

LINUX: Final = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for leftover processes in /proc")
PATTERN: Final = re.compile(CRASH, re.MULTILINE)
MARK: Final = "shapeproof-test-"

Script = Callable[[str], list[str]]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Makes the words of a command that runs Python source."""

    def command(source: str) -> list[str]:
        file = tmp_path / "consumer.py"
        file.write_text(textwrap.dedent(source))
        return [sys.executable, "-IS", str(file), f"{MARK}{os.getpid()}"]

    return command


def leftover_processes() -> list[str]:
    """The processes of this test that still run."""
    listing = subprocess.run(["ps", "-ewwo", "stat,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listing.splitlines() if f"{MARK}{os.getpid()}" in line and not line.startswith("Z")]


def test_a_program_reads_the_response_on_standard_input(script: Script) -> None:
    words = script("import sys; sys.exit(len(sys.stdin.buffer.read()))")
    assert Program(words, timeout=20).run('"é😀"').status == 8


def test_a_program_reads_the_response_from_a_file(script: Script) -> None:
    words = script("import sys; sys.exit(len(open(sys.argv[2], 'rb').read()))")
    assert Program([*words, "{}"], timeout=20).run("[1, 2]").status == 6


def test_a_traceback_is_a_crash_and_a_plain_message_is_a_rejection(script: Script) -> None:
    crashed = Program(script("{}['Member']"), timeout=20).run("{}")
    assert verdict_of(crashed, PATTERN) == "crashed"
    assert (describe(crashed), location_of(crashed.stderr).endswith("consumer.py:1")) == ("exit status 1", True)
    rejected = Program(script("import sys; sys.exit('no such member')"), timeout=20).run("{}")
    assert verdict_of(rejected, PATTERN) == "rejected"
    assert verdict_of(Program(script("print('fine')"), timeout=20).run("{}"), PATTERN) == "passed"


def test_a_signal_is_a_crash(script: Script) -> None:
    outcome = Program(script("import os; os.kill(os.getpid(), 11)"), timeout=20).run("{}")
    assert (outcome.signal, describe(outcome), verdict_of(outcome, PATTERN)) == (
        signal.SIGSEGV,
        "killed by SIGSEGV",
        "crashed",
    )


@LINUX
def test_a_program_that_hangs_is_killed(script: Script) -> None:
    began = time.monotonic()
    outcome = Program(script("import time\nwhile True: time.sleep(1)"), timeout=0.5).run("{}")
    assert (outcome.timeout, verdict_of(outcome, PATTERN)) == (0.5, "crashed")
    assert time.monotonic() - began < 10
    assert not leftover_processes()


@LINUX
@pytest.mark.parametrize("session", [False, True], ids=["in its group", "in a session of their own"])
def test_children_left_behind_are_killed(script: Script, session: bool) -> None:
    source = f"""
        import subprocess, sys
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", sys.argv[1]], start_new_session={session})
    """
    began = time.monotonic()
    assert Program(script(source), timeout=30).run("{}").status == 0
    assert time.monotonic() - began < 20, "a child with standard error open isn't waited for"
    assert not leftover_processes()


@LINUX
def test_a_program_that_ignores_signals_is_killed(script: Script) -> None:
    source = "import signal, time\nfor n in (2, 15, 1): signal.signal(n, signal.SIG_IGN)\nwhile True: time.sleep(1)"
    assert Program(script(source), timeout=1).run("{}").timeout == 1
    assert not leftover_processes()


def test_other_children_of_this_process_are_left_alone(script: Script) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as bystander:
        Program(script("pass"), timeout=20).run("{}")
        assert bystander.poll() is None
        bystander.kill()


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_gigabyte_takes_no_memory(script: Script, stream: str) -> None:
    import resource

    source = f"""
        import sys
        chunk = b"x" * (1 << 20)
        for _ in range(1024): sys.{stream}.buffer.write(chunk)
        sys.exit(3)
    """
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = Program(script(source), timeout=60).run("{}")
    assert outcome.status == 3
    assert len(outcome.stderr) <= 64 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("no-such-program-anywhere --flag", "no-such-program-anywhere: no such program"),
        ("/", "can't be started"),
        ("", "the command is empty"),
        ("'unclosed", "invalid command"),
    ],
)
def test_an_invalid_command_is_an_error(command: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        Program(command_words(command), timeout=5).run("{}")


class TestLines:
    def test_one_process_answers_all(self, script: Script) -> None:
        source = """
            import os, sys
            for line in sys.stdin: print(os.getpid(), len(line), flush=True)
        """
        with LineProgram(script(source), timeout=20) as program:
            answers = [program.run("x" * size).answer for size in (1, 300_000, 5)]
        words = [answer.split() for answer in answers if answer]
        assert [size for _, size in words] == ["2", "300001", "6"]
        assert len({pid for pid, _ in words}) == 1
        assert not leftover_processes()

    def test_it_is_restarted_after_a_crash_and_a_hang(self, script: Script) -> None:
        source = """
            import sys, time
            for line in sys.stdin:
                if "crash" in line: raise ValueError("crash")
                if "hang" in line: time.sleep(600)
                print("error: no" if "refuse" in line else "ok", flush=True)
        """
        with LineProgram(script(source), timeout=3) as program:
            outcomes = [program.run(f'"{word}"') for word in ("ok", "crash", "ok", "hang", "ok", "refuse")]
        assert [verdict_of(outcome, PATTERN) for outcome in outcomes] == [
            "passed", "crashed", "passed", "crashed", "passed", "rejected",
        ]  # fmt: skip
        assert "ValueError: crash" in outcomes[1].stderr
        assert not leftover_processes()

    def test_a_program_that_never_answers_crashes(self, script: Script) -> None:
        with LineProgram(script("pass"), timeout=20) as program:
            outcomes = [program.run("{}") for _ in range(3)]
        assert [verdict_of(outcome, PATTERN) for outcome in outcomes] == ["crashed"] * 3
        assert describe(outcomes[0]) == "exited without an answer, exit status 0"

    def test_a_program_that_ends_after_each_answer_is_restarted(self, script: Script) -> None:
        source = "import sys; print('error: no' if 'bad' in sys.stdin.readline() else 'ok', flush=True)"
        with LineProgram(script(source), timeout=20) as program:
            verdicts = [verdict_of(program.run(f'"{word}"'), PATTERN) for word in ("good", "bad") * 4]
        assert verdicts == ["passed", "rejected"] * 4

    def test_the_end_of_a_long_answer_is_read(self, script: Script) -> None:
        source = "import sys, os; sys.stdin.readline(); os.write(1, b'error: ' + b'x' * 60000 + b'\\n'); os._exit(0)"
        with LineProgram(script(source), timeout=20) as program:
            assert [verdict_of(program.run("{}"), PATTERN) for _ in range(8)] == ["rejected"] * 8

    def test_two_lines_per_answer_are_an_error(self, script: Script) -> None:
        source = "import sys\nfor line in sys.stdin: print('log'); print('ok', flush=True)"
        with (
            LineProgram(script(source), timeout=20) as program,
            pytest.raises(UsageError, match="got more than one line"),
        ):
            program.run("{}")

    def test_two_programs_leave_each_other_alone(self, script: Script) -> None:
        words = script("import sys\nfor line in sys.stdin: print('ok', flush=True)")
        with LineProgram(words, timeout=20) as first:
            first.run("{}")
            with LineProgram(words, timeout=20) as second:
                second.run("{}")
            assert first.run("{}").answer == "ok"

    @LINUX
    def test_an_inner_program_leaves_the_children_of_an_outer_one(self, script: Script) -> None:
        source = """
            import os, sys, time
            for line in sys.stdin:
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        for descriptor in range(3): os.close(descriptor)
                        time.sleep(600)
                    os._exit(0)
                os.wait()
                print("ok", flush=True)
        """
        inner = [sys.executable, "-c", "import sys; sys.stdin.readline(); print('ok', flush=True)"]
        with LineProgram(script(source), timeout=20) as outer:
            assert outer.run("{}").answer == "ok"
            with LineProgram(inner, timeout=20) as program:
                assert program.run("{}").answer == "ok"
            assert Program(inner, timeout=20).run("{}").status == 0
            assert outer.run("{}").answer == "ok"
            assert len(leftover_processes()) == 3, "the outer program and its two daemons run on"
        assert not leftover_processes()

    @LINUX
    def test_a_daemon_and_its_daemons_are_killed(self, script: Script) -> None:
        source = """
            import os, sys, time
            for _ in range(5):
                if os.fork(): os._exit(0)
                os.setsid()
                if os.fork() == 0: time.sleep(600)
        """
        Program(script(source), timeout=20).run("{}")
        assert not leftover_processes()

    def test_an_endless_answer_is_cut_off(self, script: Script) -> None:
        # It reads first: what a program prints unasked is another fault.
        source = "import sys\nsys.stdin.readline()\nwhile True: sys.stdout.write('x' * 65536)"
        with LineProgram(script(source), timeout=60) as program:
            assert describe(program.run("{}")) == "answered without end"
        assert not leftover_processes()


def test_names_distinguish_failures_and_values_do_not() -> None:
    def identity_of(message: str, line: int = 7) -> str:
        trace = f'Traceback (most recent call last):\n  File "a.py", line {line}, in <module>\n{message}\n'
        return failure_identity(RunOutcome(status=1, stderr=trace), {"BestTrainingJob", "FailureReason"})

    assert identity_of("ValueError: could not convert 'abc' to 1.5") == identity_of(
        "ValueError: could not convert 'x y' to -7e3"
    )
    assert identity_of("KeyError: 'BestTrainingJob'") != identity_of("KeyError: 'FailureReason'")
    assert identity_of("KeyError: 'BestTrainingJob'") != identity_of("KeyError: 'BestTrainingJob'", line=8)


@pytest.mark.parametrize(
    ("stderr", "location"),
    [
        ('Traceback (most recent call last):\n  File "a.py", line 3, in f\n  File "b.py", line 9, in g\nKeyError: 1', "b.py:9"),
        ("file:///srv/a.mjs:4\nTypeError: x\n    at total (file:///srv/a.mjs:4:12)\n    at main (b.mjs:9:1)", "/srv/a.mjs:4"),
        ("panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:12 +0x1d", "/srv/main.go:12"),
        ("thread 'main' panicked at src/main.rs:4:9:\nboom", "src/main.rs:4"),
        ("nothing of use", ""),
    ],
)  # fmt: skip
def test_the_innermost_location_is_found(stderr: str, location: str) -> None:
    assert location_of(stderr) == location


@pytest.mark.parametrize(
    ("stderr", "line"),
    [
        ('Traceback (most recent call last):\n  File "a.py", line 3, in f\nmy.Broken: why\n', "my.Broken: why"),
        ("/srv/a.mjs:4\n  x\n  ^\n\nTypeError: Cannot read x\n    at f (a.mjs:4:1)\n\nNode.js v20.20.2\n", "TypeError: Cannot read x"),
        ("panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\nexit status 2\n", "panic: runtime error: index out of range"),
        ("first\nlast\n  indented\n", "last"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_most_informative_line_is_found(stderr: str, line: str) -> None:
    assert error_line(stderr) == line


def test_standard_output_is_kept(script: Script) -> None:
    outcome = Program(script("print('no best job'); raise SystemExit(3)"), timeout=20).run("{}")
    assert (outcome.status, outcome.stdout) == (3, "no best job\n")
