"""Shapeproof on systems that aren't POSIX: no module names what they lack, and whole runs without it do the same."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.program.forks import environment
from tests.program.other_systems import MODULES, environment_of_another_system, names_that_windows_lacks

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = ROOT / "codegen" / "shapeproof"
FLAGSHIP: Final = "sagemaker.describe_hyper_parameter_tuning_job"
MAY_LOOK: Final = ("operating_system/", "generate/models/loading/")
"""What may look for names that not every system has: the room for it, and a program that imports nothing of Shapeproof, with who starts it."""
ANSWERING: Final = "import sys\nfor line in sys.stdin:\n    print(len(line), flush=True)\n"
ENDING: Final = "import json, sys\njson.load(sys.stdin)\n"
FLOODING: Final = (
    "import sys\nsys.stdout.write('x' * 3_000_000)\nsys.stderr.write('y' * 3_000_000 + 'end')\nsys.exit(3)\n"
)
LEAVING: Final = (
    "import subprocess, sys\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "with open('children', 'a') as file:\n    file.write(f'{child.pid}\\n')\n"
    "child.returncode = 0  # no warning about it\nsys.exit(5)\n"
)


def uses(tree: ast.Module, module: str) -> Iterator[tuple[int, str, bool]]:
    """The line of each use of a name of a module, the name, and whether it is asked for, as `getattr` does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == module:
            yield node.lineno, node.attr, False
        elif isinstance(node, ast.ImportFrom) and node.module == module:
            yield from ((node.lineno, alias.name, False) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"getattr", "hasattr"}:
            first, second, *_ = node.args
            if ast.unparse(first) == module and isinstance(second, ast.Constant):
                yield node.lineno, str(second.value), True


def faults(path: Path, source: str) -> Iterator[str]:
    """What a module does that it can't do on every system."""
    name = path.relative_to(PACKAGE).as_posix()
    tree = ast.parse(source)
    for module in ("os", "signal"):
        for line, attribute, is_asked in uses(tree, module):
            if attribute in names_that_windows_lacks(module) and not (is_asked and name.startswith(MAY_LOOK)):
                yield f"{name}:{line} uses {module}.{attribute}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            yield from (f"{name}:{node.lineno} imports {module}" for module in names if module in MODULES)


def test_no_module_names_what_not_every_system_has() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert not [fault for path, source in sources.items() for fault in faults(path, source)]


@pytest.mark.parametrize(
    "source",
    [
        "import os\nos.killpg(1, 9)",
        "from os import fork",
        "import fcntl",
        "import signal\nsignal.SIGKILL",
        "import os\ngetattr(os, 'geteuid', None)",
    ],
)
def test_names_that_not_every_system_has_are_seen(source: str) -> None:
    assert list(faults(PACKAGE / "files.py", source))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of an environment without what POSIX alone has."""
    return environment_of_another_system(tmp_path_factory.mktemp("hiding"), environment())


def run_python(code: str, variables: dict[str, str], directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=directory, env=variables, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


def test_every_module_is_imported(elsewhere: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import pkgutil, shapeproof\nfrom importlib import import_module\n"
        "names = [module.name for module in pkgutil.walk_packages(shapeproof.__path__, 'shapeproof.')]\n"
        "[import_module(name) for name in names if not name.endswith('guard_program')]\n"
        "from shapeproof.operating_system import descriptors, processes\n"
        "print(len(names), descriptors.HAS_OWNERS, processes.has_blocked_interrupts, processes.MAX_WORKERS)"
    )
    done = run_python(code, elsewhere, tmp_path)
    assert done.returncode == 0, done.stderr
    count, *facts = done.stdout.split()
    assert int(count) > 600
    assert facts == ["False", "False", "60"], "the fallbacks are in use"


RUNS: Final = {
    "version": (0, "--version"),
    "validate": (1, "validate", "good", "bad"),
    "jobs": (0, "validate", "many", "--jobs", "2"),
    "corpus": (0, "fuzz", "corpus", FLAGSHIP, "-n", "5", "--output", "out/corpus.jsonl"),
    "baseline": (0, "validate", "bad", "--baseline", "out/baseline.json", "--write-baseline"),
    "flooding": (1, "fuzz", "replay", "kept.json", "--exec", f"{sys.executable} flooding.py"),
    "leaving": (1, "fuzz", "replay", "kept.json", "--exec", f"{sys.executable} leaving.py"),
    "hanging": (1, "fuzz", "replay", "kept.json", "--exec-lines", "sleep 60", "--timeout", "1"),
    "no such program": (2, "fuzz", "run", FLAGSHIP, "--exec", "no-such-program"),
}
"""Exit codes and arguments, by what they try."""
LONG_RUNS: Final = {
    "lines": (0, "validate", "corpus.jsonl", "--jobs", "2"),
    "report": (1, "validate", "bad", "--report", "json=out/report.json", "--report", "html=out/report.html"),
    "init": (0, "init"),
    "models": (0, "generate", "models", FLAGSHIP, "--flavour", "dataclass", "--output", "out/models"),
    "capture": (0, "capture", "sts.get_caller_identity", "--output", "out/schemas"),
    "exec": (0, "fuzz", "run", FLAGSHIP, "--exec", f"{sys.executable} ending.py", "-n", "3", "--seed", "1"),
    "exec-lines": (0, "fuzz", "run", FLAGSHIP, "--exec-lines", f"{sys.executable} answering.py", "-n", "20"),
}


def outcome(
    arguments: Iterable[str], variables: dict[str, str], directory: Path
) -> tuple[int, str, str, dict[str, bytes]]:
    """How a run ends, what it prints, and the files that it writes."""
    shutil.copytree(ROOT / "examples" / "recordings", directory, dirs_exist_ok=True)
    for name, source in (
        ("answering.py", ANSWERING), ("ending.py", ENDING), ("flooding.py", FLOODING), ("leaving.py", LEAVING)
    ):  # fmt: skip
        (directory / name).write_text(source, encoding="utf-8")
    example = (directory / "good" / "churn_completed.json").read_bytes()
    (directory / "corpus.jsonl").write_bytes((b" ".join(example.split()) + b"\n") * 1500)
    (directory / "many").mkdir()
    for number in range(150):
        (directory / "many" / f"{number}.json").write_bytes(example)
    (directory / "kept.json").write_text(json.dumps({"response": {}, "operation": FLAGSHIP}), encoding="utf-8")
    (directory / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "shapeproof", *arguments], cwd=directory, env=variables, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    written = {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted([*(directory / "out").rglob("*"), directory / "pyproject.toml"])
        if path.is_file()
    }
    # Hypothesis draws other values where there are other modules than those of Python.
    printed = re.sub(r"[0-9]+ of [0-9]+ features", "some features", done.stdout)
    return done.returncode, printed, done.stderr, written


def require_like_ends(run: tuple[Any, ...], elsewhere: dict[str, str], directory: Path) -> None:
    expected_code, *arguments = run
    usual, other = directory / "usual", directory / "other"
    expected = outcome(arguments, environment(), usual)
    found = outcome(arguments, elsewhere, other)
    assert found == expected
    assert found[0] == expected_code, found
    assert "Traceback" not in found[2]
    for place in (usual, other):
        children = place / "children"
        for process in children.read_text(encoding="utf-8").split() if children.exists() else ():
            assert not is_running(int(process)), "what a program starts is ended, too"


@pytest.mark.survey
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_runs_end_alike(run: tuple[Any, ...], elsewhere: dict[str, str], tmp_path: Path) -> None:
    require_like_ends(run, elsewhere, tmp_path)


@pytest.mark.survey
@pytest.mark.parametrize("run", LONG_RUNS.values(), ids=LONG_RUNS)
def test_long_runs_end_alike(run: tuple[Any, ...], elsewhere: dict[str, str], tmp_path: Path) -> None:
    require_like_ends(run, elsewhere, tmp_path)


def is_running(process: int) -> bool:
    import psutil

    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_guard_ends_processes_without_groups_and_signals_of_posix(tmp_path: Path) -> None:
    program = PACKAGE / "operating_system" / "guard_program.py"
    code = (
        "import os, runpy, signal\ndel os.getpgid, os.killpg, signal.SIGHUP, signal.SIGKILL\n"
        f"runpy.run_path({str(program)!r}, run_name='__main__')"
    )
    with (
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as guarded,
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as released,
    ):
        try:
            lines = f"+{guarded.pid}\n+{released.pid}\n-{released.pid}\n"
            done = subprocess.run(
                [sys.executable, "-c", code], input=lines, cwd=tmp_path, capture_output=True, text=True, timeout=60,
                check=False,
            )  # fmt: skip
            assert (done.returncode, done.stderr) == (0, "")
            assert guarded.wait(30) != 0
            assert released.poll() is None
        finally:
            guarded.kill()
            released.kill()


def test_models_are_measured_without_limits_of_posix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from shapeproof.generate.models.loading import process

    program, original = tmp_path / "program.py", Path(process.__file__).with_name("program.py")
    program.write_text(
        "import os, runpy, signal, sys\nsys.modules['resource'] = None\ndel signal.setitimer, signal.ITIMER_PROF\n"
        f"vars(os).pop('unshare', None)\nrunpy.run_path({str(original)!r}, run_name='__main__')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(process, "_PROGRAM", program)
    source = "class LoadError(Exception):\n    pass\n\n\nclass A:\n    pass\n\n\ndef from_dict(model, response, form):\n    if response:\n        raise LoadError\n"
    batch = process.ResponseBatch("A", "A", [({}, {"X": 1}), ({}, {})])
    assert process.loaded_responses(source, [batch], None, "measuring") == [[False, True]]


@pytest.mark.survey
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_types_are_those_of_every_system(platform: str, tmp_path: Path) -> None:
    """mypy and pyright read the code as on another system; scripts/test has them read it as on this one."""
    mypy = [sys.executable, "-m", "mypy", "--strict", "--platform", platform, "--cache-dir", str(tmp_path), "codegen"]
    pyright = [
        sys.executable, "-m", "pyright", "--pythonplatform", {"win32": "Windows", "darwin": "Darwin"}[platform],
        "codegen",
    ]  # fmt: skip
    variables = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    for command in (mypy, pyright):
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.survey
def test_programs_are_run_with_threads(tmp_path: Path) -> None:
    """All tests of programs pass where pipes can't be waited for, but for one that needs what only Linux tells."""
    (tmp_path / "threads.py").write_text(
        "from shapeproof.operating_system import pipe_watch\npipe_watch._controls = None\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "threads", "--basetemp", str(tmp_path / "tests"),
         "tests/fuzz/test_fuzz_targets.py", "tests/fuzz/test_campaign.py",
         "-k", "not printed_before_the_first_response"],
        cwd=ROOT, env={**environment(), "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert " passed" in done.stdout
