"""The few modules that touch the outside (ARCHITECTURE.md). The arrows are contracts of import-linter in pyproject.toml."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "codegen" / "shapeproof"

TOUCHES_THE_OUTSIDE = {
    # Few, and each with a reason. The command line talks to a person and may do so everywhere.
    "capture/sources.py",
    "registry/captured_files.py",
    "registry/directories.py",
    "recordings/discovery/files.py",
    "fuzz/campaign/fuzz_targets.py",
    "fuzz/campaign/process_streams.py",
    "fuzz/campaign/process_tree.py",
    "generate/output/freshness.py",
    "live/recorder.py",
    "settings.py",
}

OUTSIDE_MODULES = {"fileinput", "glob", "http", "io", "mmap", "multiprocessing", "os", "shutil", "socket"} | {
    "subprocess",
    "tarfile",
    "tempfile",
    "urllib",
    "zipfile",
}
PURE = {"io.BytesIO", "io.StringIO", "os.PathLike", "os.fspath", "os.sep"} | {
    # Names from those modules that only reckon with values.
    f"os.path.{name}"
    for name in ("basename", "dirname", "join", "normpath", "split", "splitext")
}
PURE_MODULES = ("urllib.parse.",)
"""Modules of those packages that only reckon with values."""
OUTSIDE_FUNCTIONS = {"input", "open", "print"}
OUTSIDE_ATTRIBUTES = {"argv", "stderr", "stdin", "stdout"}
OUTSIDE_METHODS = (
    {"absolute", "cwd", "exists", "glob", "is_dir", "is_file", "iterdir", "lstat", "mkdir", "open", "read_bytes", "read_text", "rglob"}
    | {"rmdir", "scandir", "stat", "symlink_to", "touch", "unlink", "write_bytes", "write_text"}
)  # fmt: skip


def modules() -> list[str]:
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def room_of(module: str) -> str:
    return module.split("/", 1)[0].removesuffix(".py")


def parsed(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"), module)


def imported(module: str) -> Iterator[tuple[int, str]]:
    """Every import, the lazy and the type-checking ones too, as line and full dotted name of what is imported."""
    package = ["shapeproof", *module.split("/")[:-1]]
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def outside(module: str) -> Iterator[str]:
    """What a module does that a pure one doesn't."""
    for line, name in imported(module):
        # What a plain `import os` is used for, the names behind it tell, below.
        is_outside = name.split(".")[0] in OUTSIDE_MODULES - {"os", "io"} and not name.startswith(PURE_MODULES)
        if is_outside or (name.startswith(("os.", "io.")) and name not in PURE):
            yield f"{module}:{line} imports {name}"
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            known_pure = any(pure == name or pure.startswith(f"{name}.") for pure in PURE)
            if name.startswith(("os.", "io.")) and not known_pure:
                yield f"{module}:{node.lineno} uses {name}"
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in OUTSIDE_FUNCTIONS:
                yield f"{module}:{node.lineno} calls {called.id}()"
            elif isinstance(called, ast.Attribute) and called.attr in OUTSIDE_METHODS:
                yield f"{module}:{node.lineno} calls .{called.attr}()"
        elif isinstance(node, ast.Attribute) and node.attr in OUTSIDE_ATTRIBUTES and ast.unparse(node.value) == "sys":
            yield f"{module}:{node.lineno} uses sys.{node.attr}"


def lint_imports(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache", *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_a_wrong_arrow_breaks_the_contracts(tmp_path: Path) -> None:
    """The contracts in pyproject.toml are what `scripts/test` runs; here they are seen to fail."""
    shutil.copytree(PACKAGE, tmp_path / "shapeproof", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "shapeproof_models").mkdir()
    (tmp_path / "shapeproof_models" / "__init__.py").touch()
    wrong = {
        "contract/pointers.py": "from shapeproof.validation import catalog",
        "capture/build.py": "def f() -> None:\n    from ..registry import load",
        "report/formats/text.py": "from shapeproof import load",
        "report/common/plurals.py": "import shapeproof.report.formats.text",
        "recordings/syntax/json_text.py": "from shapeproof.recordings.formats import placebo",
        "cli/commands/show.py": "import shapeproof_models",
    }
    for module, line in wrong.items():
        with (tmp_path / "shapeproof" / module).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    checked = lint_imports(PACKAGE.parents[1] / "pyproject.toml", cwd=tmp_path)
    assert checked.returncode == 1
    broken = " ".join(checked.stdout.split())  # it is wrapped
    for arrow in (
        "shapeproof.contract.pointers -> shapeproof.validation",
        "shapeproof.capture.build -> shapeproof.registry",
        "shapeproof.report.formats.text -> shapeproof (l.",
        "shapeproof.report.common.plurals -> shapeproof.report.formats.text",
        "shapeproof.recordings.syntax.json_text -> shapeproof.recordings.formats",
        "shapeproof.cli.commands.show -> shapeproof_models",
    ):
        assert arrow in broken


@pytest.mark.parametrize("module", [m for m in modules() if room_of(m) != "cli" and m not in TOUCHES_THE_OUTSIDE])
def test_rooms_return_values_and_leave_the_outside_to_one_module(module: str) -> None:
    assert not list(outside(module)), "return a value, and let the room's one outside module read or write"


def test_the_list_of_outside_modules_is_true() -> None:
    assert set(modules()) >= TOUCHES_THE_OUTSIDE, "a listed module is gone: take it off the list"
    idle = [module for module in sorted(TOUCHES_THE_OUTSIDE) if not list(outside(module))]
    assert not idle, "a listed module doesn't touch the outside any more: take it off the list"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("from pathlib import Path\n\ndef f(p: Path) -> str: return p.read_text()", ".read_text()"),
        ("import os\n\nos.path.exists('x')", "os.path.exists"),
        ("from os.path import exists", "os.path.exists"),
        ("def f() -> None:\n    from subprocess import run", "subprocess.run"),
        ("print('hello')", "print()"),
        ("import sys\nsys.stdout.write('hello')", "sys.stdout"),
    ],
)
def test_the_search_itself_finds(source: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "contract.py").write_text(source, encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert [finding for finding in outside("contract.py") if what in finding]


def test_reckoning_with_paths_is_no_touch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "contract.py").write_text("import os\n\nos.path.basename('a/b')", encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert not list(outside("contract.py"))
