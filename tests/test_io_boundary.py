"""Rooms take and return values. The modules that do input and output, by themselves or through others, are listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "codegen" / "shapeproof"

DOES_IO = {
    "capture/sources.py",  # reads service models: the installed botocore, a directory, a wheel
    "fuzz/campaign/fuzz_targets.py",  # runs programs
    "fuzz/campaign/process_streams.py",  # their standard streams
    "fuzz/campaign/process_tree.py",  # ends all that they start
    "generate/output/freshness.py",  # compares and writes generated files
    "live/recorder.py",  # writes what clients receive
    "recordings/discovery/planner.py",  # walks directories
    "recordings/discovery/streams.py",  # reads standard input and compressed files
    "recordings/discovery/unit_reader.py",  # reads recordings
    "registry/captured_files.py",  # writes captured contracts
    "registry/directories.py",  # reads committed contracts
    "settings.py",  # reads pyproject.toml
}
"""The modules that touch files, processes or streams. The command line may do so everywhere."""

CALLS_IO = {
    "fuzz/__init__.py",
    "fuzz/campaign/campaign.py",
    "live/contracts.py",
    "live/operation_filter.py",
    "live/watching.py",
    "pytest_plugin/project.py",
    "pytest_plugin/response_validator.py",
    "recordings/checking/checker.py",
    "recordings/checking/project_survey.py",
    "recordings/identification/identifier.py",
    "registry/__init__.py",
    "registry/registry.py",
}
"""The modules that call one of those, or the registry, which reads contracts when they are looked up."""

IO_CLASSES = {"ContractRegistry", "FuzzTarget", "LineProgram", "ModelSource", "Program", "Recorder"}
"""Classes whose methods do input and output. The other classes of those modules hold values."""

IO_PACKAGES = {"fileinput", "glob", "http", "io", "mmap", "multiprocessing", "os", "shutil", "socket", "subprocess"} | {
    "psutil",
    "tarfile",
    "tempfile",
    "urllib",
    "zipfile",
}
PURE_NAMES = {"io.BytesIO", "io.StringIO", "os.PathLike", "os.fspath", "os.sep"} | {
    f"os.path.{name}" for name in ("basename", "dirname", "join", "normpath", "split", "splitext")
}
"""Names of those packages that only compute values."""
PURE_PACKAGES = ("urllib.parse.",)
IO_FUNCTIONS = {"input", "open", "print"}
IO_ATTRIBUTES = {"argv", "stderr", "stdin", "stdout"}
IO_METHODS = (
    {"absolute", "cwd", "exists", "glob", "is_dir", "is_file", "iterdir", "lstat", "mkdir", "open", "read_bytes", "read_text", "rglob"}
    | {"rmdir", "scandir", "stat", "symlink_to", "touch", "unlink", "write_bytes", "write_text"}
)  # fmt: skip


def modules() -> list[str]:
    """Paths below the package, but for the command line and the public face, which may do anything."""
    paths = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    return sorted(path.as_posix() for path in paths if path.parts[0] not in {"cli", "__init__.py", "__main__.py"})


def parse(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"), module)


def imports(module: str, *, at_runtime: bool = False) -> Iterator[tuple[int, str]]:
    """The line and full dotted name of every import; `at_runtime` leaves out those for type checking."""
    tree = parse(module)
    package = ["shapeproof", *module.split("/")[:-1]]
    skipped: set[ast.AST] = set()
    if at_runtime:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                skipped.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def io_of(module: str) -> Iterator[str]:
    """Where a module does input or output itself."""
    for line, name in imports(module):
        # For a plain `import os` or `import io`, the attributes below tell.
        is_io = name.split(".")[0] in IO_PACKAGES - {"os", "io"} and not name.startswith(PURE_PACKAGES)
        if is_io or (name.startswith(("os.", "io.")) and name not in PURE_NAMES):
            yield f"{module}:{line} imports {name}"
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            is_pure = any(pure == name or pure.startswith(f"{name}.") for pure in PURE_NAMES)
            if name.startswith(("os.", "io.")) and not is_pure:
                yield f"{module}:{node.lineno} uses {name}"
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in IO_FUNCTIONS:
                yield f"{module}:{node.lineno} calls {called.id}()"
            elif isinstance(called, ast.Attribute) and called.attr in IO_METHODS:
                yield f"{module}:{node.lineno} calls .{called.attr}()"
        elif isinstance(node, ast.Attribute) and node.attr in IO_ATTRIBUTES and ast.unparse(node.value) == "sys":
            yield f"{module}:{node.lineno} uses sys.{node.attr}"


def calls_io(module: str) -> Iterator[str]:
    """What a module imports, at run time, from modules that do input or output: functions, and classes that do it."""
    sources = {path.removesuffix(".py").replace("/", ".") for path in DOES_IO} | {"registry", "registry.registry"}
    for line, name in imports(module, at_runtime=True):
        source, _, imported = name.removeprefix("shapeproof.").rpartition(".")
        if source in sources and (imported in IO_CLASSES or imported.islower()):
            yield f"{module}:{line} imports {name}"


@pytest.mark.parametrize("module", [module for module in modules() if module not in DOES_IO])
def test_other_modules_do_no_io(module: str) -> None:
    assert not list(io_of(module)), "return a value, and let a module in DOES_IO read or write"


def test_the_list_of_modules_that_do_io_is_exact() -> None:
    assert {module for module in modules() if any(io_of(module))} == DOES_IO


def test_the_list_of_modules_that_call_them_is_exact() -> None:
    assert {module for module in modules() if module not in DOES_IO and any(calls_io(module))} == CALLS_IO


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        ("from pathlib import Path\n\ndef f(p: Path) -> str: return p.read_text()", ".read_text()"),
        ("import os\n\nos.path.exists('x')", "os.path.exists"),
        ("from os.path import exists", "os.path.exists"),
        ("def f() -> None:\n    from subprocess import run", "subprocess.run"),
        ("print('hello')", "print()"),
        ("import sys\nsys.stdout.write('hello')", "sys.stdout"),
    ],
)
def test_io_is_found(source: str, reported: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert [line for line in io_of("module.py") if reported in line]


def test_computing_with_paths_is_not_io(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text("import os\n\nos.path.basename('a/b')", encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert not list(io_of("module.py"))


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("from shapeproof.registry import ContractRegistry", True),
        ("def f() -> None:\n    from shapeproof.capture.sources import installed", True),
        ("from shapeproof.registry import Edition", False),
        ("if TYPE_CHECKING:\n    from shapeproof.registry import ContractRegistry", False),
    ],
)
def test_calls_of_io_are_found(source: str, *, is_found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert any(calls_io("module.py")) is is_found
