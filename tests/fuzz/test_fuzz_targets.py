"""Misbehaving programs, really run: each ends in time, and leaves no process behind."""

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
from shapeproof.fuzz.campaign.command_words import command_words
from shapeproof.fuzz.campaign.fuzz_targets import EndedAfterAnswerError, LineProgram, Program
from shapeproof.fuzz.campaign.run_outcome import (
    CRASH,
    describe,
    location_of,
    verdict_of,
)

requires_proc: Final = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="looks for leftover processes in /proc"
)
CRASH_PATTERN: Final = re.compile(CRASH, re.MULTILINE)
PROCESS_MARKER: Final = "shapeproof-test-"

Script = Callable[[str], list[str]]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Creates a command, as a list of words, that runs Python source."""

    def command(source: str) -> list[str]:
        file = tmp_path / "consumer.py"
        file.write_text(textwrap.dedent(source))
        return [sys.executable, "-IS", str(file), f"{PROCESS_MARKER}{os.getpid()}"]

    return command


def leftover_processes() -> list[str]:
    """The processes started by this test that are still running."""
    listing = subprocess.run(["ps", "-ewwo", "stat,args"], capture_output=True, text=True, check=True).stdout
    return [
        line for line in listing.splitlines() if f"{PROCESS_MARKER}{os.getpid()}" in line and not line.startswith("Z")
    ]


def test_program_reads_response_from_standard_input(script: Script) -> None:
    words = script("import sys; sys.exit(len(sys.stdin.buffer.read()))")
    assert Program(words, timeout=20).run('"é😀"').status == 8


def test_program_reads_response_from_file(script: Script) -> None:
    words = script("import sys; sys.exit(len(open(sys.argv[2], 'rb').read()))")
    assert Program([*words, "{}"], timeout=20).run("[1, 2]").status == 6


def test_traceback_is_a_crash_and_plain_message_a_rejection(script: Script) -> None:
    crashed = Program(script("{}['Member']"), timeout=20).run("{}")
    assert verdict_of(crashed, CRASH_PATTERN) == "crashed"
    assert (describe(crashed), location_of(crashed.stderr).endswith("consumer.py:1")) == ("exit status 1", True)
    rejected = Program(script("import sys; sys.exit('no such member')"), timeout=20).run("{}")
    assert verdict_of(rejected, CRASH_PATTERN) == "rejected"
    assert verdict_of(Program(script("print('fine')"), timeout=20).run("{}"), CRASH_PATTERN) == "passed"


def test_signal_is_a_crash(script: Script) -> None:
    outcome = Program(script("import os; os.kill(os.getpid(), 11)"), timeout=20).run("{}")
    assert (outcome.signal, describe(outcome), verdict_of(outcome, CRASH_PATTERN)) == (
        signal.SIGSEGV,
        "killed by SIGSEGV",
        "crashed",
    )


@requires_proc
def test_hanging_program_is_killed(script: Script) -> None:
    start = time.monotonic()
    outcome = Program(script("import time\nwhile True: time.sleep(1)"), timeout=0.5).run("{}")
    assert (outcome.timeout, verdict_of(outcome, CRASH_PATTERN)) == (0.5, "crashed")
    assert time.monotonic() - start < 10
    assert not leftover_processes()


@requires_proc
@pytest.mark.parametrize("session", [False, True], ids=["in its group", "in a session of their own"])
def test_remaining_children_are_killed(script: Script, session: bool) -> None:
    source = f"""
        import subprocess, sys
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", sys.argv[1]], start_new_session={session})
    """
    start = time.monotonic()
    assert Program(script(source), timeout=30).run("{}").status == 0
    assert time.monotonic() - start < 20, "a child that keeps standard error open must not be waited for"
    assert not leftover_processes()


@pytest.mark.survey
@requires_proc
def test_program_that_ignores_signals_is_killed(script: Script) -> None:
    source = "import signal, time\nfor n in (2, 15, 1): signal.signal(n, signal.SIG_IGN)\nwhile True: time.sleep(1)"
    assert Program(script(source), timeout=1).run("{}").timeout == 1
    assert not leftover_processes()


def test_other_children_of_this_process_are_not_killed(script: Script) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as bystander:
        Program(script("pass"), timeout=20).run("{}")
        assert bystander.poll() is None
        bystander.kill()


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_large_output_takes_no_memory(script: Script, stream: str) -> None:
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
    ("command", "message"),
    [
        ("no-such-program-anywhere --flag", "no-such-program-anywhere: no such program"),
        ("/", "can't be started"),
        ("", "the command is empty"),
        ("'unclosed", "invalid command"),
    ],
)
def test_invalid_command_is_an_error(command: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Program(command_words(command), timeout=5).run("{}")


class TestLineProgram:
    def test_one_process_answers_all_requests(self, script: Script) -> None:
        source = """
            import os, sys
            for line in sys.stdin: print(os.getpid(), len(line), flush=True)
        """
        with LineProgram(script(source), timeout=20) as program:
            answers = [program.run("x" * size).answer for size in (1, 300_000, 5)]
        fields = [answer.split() for answer in answers if answer]
        assert [size for _, size in fields] == ["2", "300001", "6"]
        assert len({pid for pid, _ in fields}) == 1
        assert not leftover_processes()

    @pytest.mark.survey
    def test_program_is_restarted_after_crash_and_hang(self, script: Script) -> None:
        source = """
            import sys, time
            for line in sys.stdin:
                if "crash" in line: raise ValueError("crash")
                if "hang" in line: time.sleep(600)
                print("error: no" if "refuse" in line else "ok", flush=True)
        """
        with LineProgram(script(source), timeout=3) as program:
            outcomes = [program.run(f'"{word}"') for word in ("ok", "crash", "ok", "hang", "ok", "refuse")]
        assert [verdict_of(outcome, CRASH_PATTERN) for outcome in outcomes] == [
            "passed", "crashed", "passed", "crashed", "passed", "rejected",
        ]  # fmt: skip
        assert "ValueError: crash" in outcomes[1].stderr
        assert not leftover_processes()

    def test_program_that_never_answers_has_crashed(self, script: Script) -> None:
        with LineProgram(script("pass"), timeout=20) as program:
            outcomes = [program.run("{}") for _ in range(3)]
        assert [verdict_of(outcome, CRASH_PATTERN) for outcome in outcomes] == ["crashed"] * 3
        assert describe(outcomes[0]) == "exited without an answer, exit status 0"

    def test_program_that_exits_after_each_answer_is_restarted(self, script: Script) -> None:
        source = "import sys; print('error: no' if 'bad' in sys.stdin.readline() else 'ok', flush=True)"
        with LineProgram(script(source), timeout=20) as program:
            verdicts = [verdict_of(program.run(f'"{word}"'), CRASH_PATTERN) for word in ("good", "bad") * 4]
        assert verdicts == ["passed", "rejected"] * 4

    def test_end_of_long_answer_is_read(self, script: Script) -> None:
        source = "import sys, os; sys.stdin.readline(); os.write(1, b'error: ' + b'x' * 60000 + b'\\n'); os._exit(0)"
        with LineProgram(script(source), timeout=20) as program:
            assert [verdict_of(program.run("{}"), CRASH_PATTERN) for _ in range(8)] == ["rejected"] * 8

    def test_two_lines_per_answer_are_an_error(self, script: Script) -> None:
        source = "import sys\nfor line in sys.stdin: print('log'); print('ok', flush=True)"
        with (
            LineProgram(script(source), timeout=20) as program,
            pytest.raises(UsageError, match="got more than one line"),
        ):
            program.run("{}")

    def test_two_programs_do_not_interfere(self, script: Script) -> None:
        words = script("import sys\nfor line in sys.stdin: print('ok', flush=True)")
        with LineProgram(words, timeout=20) as first:
            first.run("{}")
            with LineProgram(words, timeout=20) as second:
                second.run("{}")
            assert first.run("{}").answer == "ok"

    @requires_proc
    def test_inner_program_does_not_kill_children_of_outer_program(self, script: Script) -> None:
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
            assert len(leftover_processes()) == 3, "the outer program and its two daemons must keep running"
        assert not leftover_processes()

    @requires_proc
    def test_nested_daemons_are_killed(self, script: Script) -> None:
        source = """
            import os, sys, time
            for _ in range(5):
                if os.fork(): os._exit(0)
                os.setsid()
                if os.fork() == 0: time.sleep(600)
        """
        Program(script(source), timeout=20).run("{}")
        assert not leftover_processes()

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a program has read")
    @pytest.mark.survey
    @pytest.mark.parametrize(
        "source",
        [
            "import json, sys; print(len(json.load(sys.stdin)))",
            "import sys; sys.stdin.read()",
            "import sys; print(len(sys.stdin.readlines()), flush=True); sys.exit(1)",
            "import sys\nfor line in sys.stdin: print(len(line))",  # Python flushes at the end
        ],
        ids=["answers", "is silent", "fails", "does not flush"],
    )
    def test_a_program_that_reads_to_the_end_is_told_at_once(self, script: Script, source: str) -> None:
        start = time.monotonic()
        with (
            LineProgram(script(source), timeout=60) as program,
            pytest.raises(UsageError, match="use --exec") as caught,
        ):
            program.run('{"a": 1}')
        assert caught.value.message == "the program answers only at the end of its input"
        assert time.monotonic() - start < 30
        assert not leftover_processes()

    @pytest.mark.survey
    @pytest.mark.parametrize("when", ["before it reads", "before it answers"])
    def test_a_program_that_is_slow_at_first_answers_lines(self, script: Script, when: str) -> None:
        source = f"""
            import sys, time
            if {when == "before it reads"}: time.sleep(2.5)
            for number, line in enumerate(sys.stdin):
                if not number: time.sleep(2.5)
                print(number, line.strip(), flush=True)
        """
        with LineProgram(script(source), timeout=60) as program:
            assert [program.run(document).answer for document in ("1", "2")] == ["0 1", "1 2"]

    @pytest.mark.survey
    def test_a_program_that_hangs_at_first_is_no_reader_to_the_end(self, script: Script) -> None:
        source = "import sys, time\nfor line in sys.stdin: time.sleep(60)"
        with LineProgram(script(source), timeout=3) as program:
            assert program.run("1").timeout == 3
        assert not leftover_processes()

    def test_what_is_printed_before_the_first_response_is_no_answer(self, script: Script) -> None:
        source = "import sys; print('ready', flush=True); sys.stdin.readline(); sys.exit(3)"
        with LineProgram(script(source), timeout=20) as program:
            assert [describe(program.run("{}")) for _ in range(3)] == ["exited without an answer, exit status 3"] * 3
        source = "import sys; print('ready' * 50_000, flush=True)\nfor line in sys.stdin: print(len(line), flush=True)"
        with LineProgram(script(source), timeout=20) as program:
            assert [program.run("{}").answer for _ in range(2)] == ["3", "3"]

    def test_a_failure_right_after_an_answer_is_one(self, script: Script) -> None:
        source = """
            import sys
            for line in sys.stdin:
                print("ok", flush=True)
                if "bad" in line: raise ValueError("late")
        """
        with LineProgram(script(source), timeout=20) as program:
            assert program.run('"bad"').answer == "ok"
            with pytest.raises(EndedAfterAnswerError):
                program.settle()
            outcomes = [program.run(f'"{word}"') for word in ("good", "bad", "good", "bad")]
            program.settle()
        assert [verdict_of(outcome, CRASH_PATTERN) for outcome in outcomes] == ["passed", "crashed"] * 2
        assert describe(outcomes[1]) == "exit status 1 after an answer"
        assert "ValueError: late" in outcomes[1].stderr

    @pytest.mark.survey
    def test_a_failure_some_time_after_an_answer_is_one(self, script: Script) -> None:
        """Each time that an end was missed, the wait for the next one is longer."""
        source = """
            import sys, time
            for line in sys.stdin:
                print("ok", flush=True)
                if "bad" in line:
                    time.sleep(0.6)
                    sys.exit(3)
        """
        with LineProgram(script(source), timeout=20) as program:
            for _ in range(3):  # waits of 0, 0.25 and 0.5 seconds
                assert program.run('"bad"').answer == "ok"
                with pytest.raises(EndedAfterAnswerError):
                    program.run('"good"')
            outcomes = [program.run(f'"{word}"') for word in ("good", "bad")]
        assert [describe(outcome) for outcome in outcomes] == ["answered 'ok'", "exit status 3 after an answer"]

    def test_endless_answer_is_cut_off(self, script: Script) -> None:
        # It reads first: output without a request is a different error.
        source = "import sys\nsys.stdin.readline()\nwhile True: sys.stdout.write('x' * 65536)"
        with LineProgram(script(source), timeout=60) as program:
            assert describe(program.run("{}")) == "answered without end"
        assert not leftover_processes()


def test_standard_output_is_captured(script: Script) -> None:
    outcome = Program(script("print('no best job'); raise SystemExit(3)"), timeout=20).run("{}")
    assert (outcome.status, outcome.stdout) == (3, "no best job\n")
