"""What a new user does first with an installed Shapeproof: the README's sessions, and a command of each kind.

    python scripts/releasing/first_steps.py

Run it with the Python of the environment that is tried: `shapeproof[all]`, pytest and boto3. It works in a directory of its
own, prints a line for each command, and exits with 1 if one did not do what is expected of it. It needs no shell.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
_CODE: Final = re.compile(r"\bSP\d{3}\b")
_BLOCK: Final = re.compile(
    r"(?:^<!-- file: (?P<file>.+?) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SECONDS: Final = 300


@dataclass(frozen=True, slots=True)
class Step:
    """A command and what is expected of it.

    Attributes:
        command: as a user types it; it starts with `shapeproof`, `pytest` or `python`.
        says: patterns that its output has.
        exit_code: how it ends; None for any but that of wrong use, or of a bug.
        codes: the codes of the findings that it prints; None if that isn't looked at.
    """

    command: str
    says: tuple[str, ...] = ()
    exit_code: int | None = 0
    codes: frozenset[str] | None = None


STEPS: Final = (
    Step("shapeproof --version", (rf"version {re.escape(version('shapeproof'))}$",)),
    Step("shapeproof doctor", ("botocore", "jiter")),
    Step("python -m shapeproof list", (re.escape(FLAGSHIP),)),
    Step("shapeproof validate examples/recordings/good", ("no findings",)),
    Step("shapeproof validate examples/recordings/bad", ("SP302",), exit_code=1),
    Step("shapeproof validate examples/recordings --jobs 2 --format json", ('"SP302"',), exit_code=1),
    Step(
        "shapeproof validate examples/recordings/good --report html=r.html --report junit=r.xml --report sarif=r.sarif"
    ),
    Step("shapeproof explain SP302", ("enum",)),
    Step(f"shapeproof show {FLAGSHIP}", ("HyperParameterTuningJobName",)),
    Step("shapeproof show s3.list_buckets@installed", ("Buckets",)),
    Step("shapeproof validate nothing.json", ("no such file",), exit_code=2),
    Step(f"shapeproof generate models {FLAGSHIP} --output tuning.py"),
    Step("python -c 'import tuning'"),
    Step(f"shapeproof generate docs {FLAGSHIP} --output pages"),
    Step(f"shapeproof fuzz corpus {FLAGSHIP} -n 3 --seed 1", ("HyperParameterTuningJobArn",)),
    Step(f"shapeproof fuzz run {FLAGSHIP} --exec 'python examples/consumers/tuning_report.py' -n 30", exit_code=None),
    Step("shapeproof rules s3.list_objects_v2"),
)


def readme_steps(text: str, directory: Path) -> Iterator[Step]:
    """The sessions of the README, whose files are written when they are needed. What is printed must have the same codes."""
    for block in _BLOCK.finditer(text):
        if block["file"]:
            (directory / block["file"]).write_text(block["text"], encoding="utf-8")
        elif block["language"] == "console":
            for session in block["text"].split("$ ")[1:]:
                command, _, output = session.partition("\n")
                yield Step(command, exit_code=None, codes=frozenset(_CODE.findall(output)))


def run(step: Step, directory: Path) -> list[str]:
    """What is wrong with a step: nothing, or its output and the reasons."""
    words = shlex.split(step.command)
    modules = {"shapeproof": ["-m", "shapeproof"], "pytest": ["-m", "pytest", "-p", "no:cacheprovider"], "python": []}
    variables = {**os.environ, "COLUMNS": "120", "PYTHONUTF8": "1"}
    scripts = os.path.dirname(sys.executable)
    variables["PATH"] = f"{scripts}{os.pathsep}{variables.get('PATH', '')}"
    done = subprocess.run(
        [sys.executable, *modules[words[0]], *words[1:]],
        cwd=directory, env=variables, capture_output=True, encoding="utf-8", errors="replace",
        timeout=_SECONDS, check=False,
    )  # fmt: skip
    output = done.stdout + done.stderr
    wrong = [f"it does not say {says!r}" for says in step.says if not re.search(says, output, re.MULTILINE)]
    if done.returncode != step.exit_code if step.exit_code is not None else done.returncode not in {0, 1}:
        wrong.append(f"exit code {done.returncode}")
    if step.codes is not None and (found := frozenset(_CODE.findall(output))) != step.codes:
        wrong.append(f"findings {sorted(found)}, expected {sorted(step.codes)}")
    if "Traceback (most recent call last)" in output:
        wrong.append("a traceback")
    return [output, *wrong] if wrong else []


def main() -> int:
    """Run all steps; return the exit code."""
    import shapeproof

    print(f"Python {platform.python_version()} on {platform.system()}, Shapeproof {version('shapeproof')}", flush=True)
    print(f"from {Path(shapeproof.__file__).parent}", flush=True)
    failed = count = 0
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        shutil.copytree(ROOT / "examples", directory / "examples", ignore=shutil.ignore_patterns("__pycache__"))
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        for steps in (readme_steps(readme, directory), iter(STEPS)):
            for step in steps:
                wrong = run(step, directory)
                print("\n".join([f"{'FAILED' if wrong else 'ok'}: {step.command}", *wrong]), flush=True)
                failed, count = failed + bool(wrong), count + 1
            for file in ("pyproject.toml", "test_policies.py"):  # rules of the README, and its test, hold for it alone
                (directory / file).unlink(missing_ok=True)
    print(f"{count - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.pop(0)  # the directory of this file, which no user has there
    sys.exit(main())
