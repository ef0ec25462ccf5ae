"""Only listed modules do input and output, directly or through other modules; all others take and return values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "codegen" / "shapeproof"

DOES_IO = {
    "atomic_files.py",  # writes files
    "baseline/files.py",  # reads and writes baselines
    "capture/model_files.py",  # reads a directory or a wheel
    "capture/sources.py",  # reads service models: the installed botocore, a directory, a wheel
    "far/file_reading.py",  # reads files at URLs
    "far/listing.py",  # lists directories at URLs
    "far/shipped_contracts.py",  # reads a project's contracts, and writes them where a worker looks for them
    "files.py",  # opens files that others wrote
    "fuzz/campaign/fuzz_targets.py",  # runs programs
    "fuzz/campaign/process_streams.py",  # reads and writes their standard streams
    "fuzz/campaign/process_tree.py",  # kills their child processes
    "generate/models/loading/process.py",  # runs generated models in a process of their own
    "generate/models/loading/program.py",  # is that process
    "generate/output/freshness.py",  # compares and writes generated files
    "live/contract_cache.py",  # hashes the code that its content depends on
    "live/line_file.py",  # writes what clients receive
    "operating_system/descriptors.py",  # reads, locks and protects open files
    "operating_system/directory_entries.py",  # asks for links and identities of files
    "operating_system/guard_program.py",  # kills processes
    "operating_system/pipe_threads.py",  # reads and writes pipes
    "operating_system/pipe_watch.py",  # reads and writes pipes
    "operating_system/process_guard.py",  # starts the program that kills processes
    "operating_system/processes.py",  # ends processes
    "operating_system/user_directories.py",  # asks for the home directory
    "pytest_plugin/report_files.py",  # looks for the file that stands for code outside of tests
    "pytest_plugin/response_suppressions.py",  # tells directories from files in pytest's arguments
    "recordings/discovery/planner.py",  # walks directories
    "recordings/discovery/streams.py",  # reads standard input and compressed files
    "recordings/discovery/unit_reader.py",  # reads recordings
    "registry/captured_files.py",  # writes captured contracts
    "registry/directories.py",  # finds committed contracts
    "registry/overlays.py",  # finds overlays
    "registry/roots.py",  # reads committed contracts
    "registry/service_changes.py",  # finds what changed between releases
    "registry/timelines.py",  # finds histories
    "releases/model_cache.py",  # hashes the code that its content depends on
    "releases/pip_downloads.py",  # runs pip
    "releases/wheel_directory.py",  # finds wheels
    "report/outputs/options.py",  # finds the same file under two names
    "report/outputs/report_writers.py",  # writes report files
    "settings/model.py",  # asks for the working directory
    "settings/reading.py",  # reads pyproject.toml
    "usage/project_files.py",  # finds and reads files of a project
    "user_cache/directory.py",  # makes and checks the user's directory of caches
    "user_cache/signed_files.py",  # keeps files there
}
"""The modules that use files, processes or streams. All modules of the command line may do so."""

CALLS_IO = {
    "digest/resume_file.py",
    "far/dask_execution.py",
    "far/parquet.py",
    "far/planner.py",
    "far/run_plan.py",
    "far/shipped_models.py",
    "far/unit_reading.py",
    "far/worker_task.py",
    "fuzz/__init__.py",
    "fuzz/campaign/campaign.py",
    "generate/models/enforcement.py",
    "live/contracts.py",
    "live/operation_filter.py",
    "live/recorder.py",
    "live/watching.py",
    "pytest_plugin/project.py",
    "pytest_plugin/response_baseline.py",
    "pytest_plugin/response_validator.py",
    "recordings/checking/checker.py",
    "recordings/checking/project_survey.py",
    "recordings/identification/identifier.py",
    "recordings/identification/named_wrongly.py",
    "registry/__init__.py",
    "registry/built_contracts.py",
    "registry/committed_contracts.py",
    "registry/default.py",
    "registry/edition_choice.py",
    "registry/editions_by_day.py",
    "registry/newer_editions.py",
    "registry/registry.py",
    "registry/selection.py",
    "releases/__init__.py",
    "releases/releases.py",
    "settings/__init__.py",
}
"""The modules that call one of these, or the registry, which reads contracts on lookup."""

IO_CLASSES = {
    "AtomicFile",
    "BaselineFile",
    "ContractCache",
    "ContractRegistry",
    "FuzzTarget",
    "LineFile",
    "LineProgram",
    "ModelCache",
    "ModelSource",
    "PipDownloads",
    "ProcessGuard",
    "Program",
    "Recorder",
    "Releases",
    "WheelDirectory",
}
"""The classes whose methods do input and output. The other classes of these modules only contain values."""

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
"""Names in these packages that only compute values."""
PURE_PACKAGES = ("urllib.parse.",)
IO_FUNCTIONS = {"input", "open", "print"}
IO_ATTRIBUTES = {"argv", "stderr", "stdin", "stdout"}
IO_METHODS = (
    {"absolute", "cat_file", "cwd", "exists", "glob", "is_dir", "is_file", "iterdir", "ls", "lstat", "mkdir", "open", "read_bytes", "read_text", "rglob"}
    | {"rmdir", "scandir", "stat", "symlink_to", "touch", "unlink", "write_bytes", "write_text"}
)  # fmt: skip


def checked_modules() -> list[str]:
    """Paths of the package's modules, except the command line and the top-level modules, which are not restricted."""
    paths = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    return sorted(path.as_posix() for path in paths if path.parts[0] not in {"cli", "__init__.py", "__main__.py"})


def parse_module(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"), module)


def iter_imports(module: str, *, at_runtime: bool = False) -> Iterator[tuple[int, str]]:
    """The line and full dotted name of every import; `at_runtime` excludes imports for type checking."""
    tree = parse_module(module)
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


def direct_io(module: str) -> Iterator[str]:
    """Descriptions of a module's direct input and output."""
    for line, name in iter_imports(module):
        # For a plain `import os` or `import io`, the attributes are checked below.
        is_io = name.split(".")[0] in IO_PACKAGES - {"os", "io"} and not name.startswith(PURE_PACKAGES)
        if is_io or (name.startswith(("os.", "io.")) and name not in PURE_NAMES):
            yield f"{module}:{line} imports {name}"
    for node in ast.walk(parse_module(module)):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            is_pure = any(pure == name or pure.startswith(f"{name}.") for pure in PURE_NAMES)
            if name.startswith(("os.", "io.")) and not is_pure:
                yield f"{module}:{node.lineno} uses {name}"
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name) and function.id in IO_FUNCTIONS:
                yield f"{module}:{node.lineno} calls {function.id}()"
            elif isinstance(function, ast.Attribute) and function.attr in IO_METHODS:
                yield f"{module}:{node.lineno} calls .{function.attr}()"
        elif isinstance(node, ast.Attribute) and node.attr in IO_ATTRIBUTES and ast.unparse(node.value) == "sys":
            yield f"{module}:{node.lineno} uses sys.{node.attr}"


def io_imports(module: str) -> Iterator[str]:
    """A module's runtime imports of functions and IO classes from modules that do input or output."""
    io_modules = {path.removesuffix(".py").replace("/", ".") for path in DOES_IO} | {
        "releases",
        "releases.releases",
        "registry",
        "registry.default",
        "registry.registry",
    }
    for line, name in iter_imports(module, at_runtime=True):
        source, _, imported_name = name.removeprefix("shapeproof.").rpartition(".")
        if source in io_modules and (imported_name in IO_CLASSES or imported_name.islower()):
            yield f"{module}:{line} imports {name}"


@pytest.mark.parametrize("module", [module for module in checked_modules() if module not in DOES_IO])
def test_unlisted_module_does_no_io(module: str) -> None:
    assert not list(direct_io(module)), "return a value, and let a module in DOES_IO read or write"


def test_list_of_modules_that_do_io_is_exact() -> None:
    assert {module for module in checked_modules() if any(direct_io(module))} == DOES_IO


def test_list_of_modules_that_call_io_is_exact() -> None:
    assert {module for module in checked_modules() if module not in DOES_IO and any(io_imports(module))} == CALLS_IO


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from pathlib import Path\n\ndef f(p: Path) -> str: return p.read_text()", ".read_text()"),
        ("import os\n\nos.path.exists('x')", "os.path.exists"),
        ("from os.path import exists", "os.path.exists"),
        ("def f() -> None:\n    from subprocess import run", "subprocess.run"),
        ("print('hello')", "print()"),
        ("import sys\nsys.stdout.write('hello')", "sys.stdout"),
    ],
)
def test_io_is_detected(source: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert [line for line in direct_io("module.py") if expected in line]


def test_path_computation_is_not_io(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text("import os\n\nos.path.basename('a/b')", encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert not list(direct_io("module.py"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from shapeproof.registry import ContractRegistry", True),
        ("def f() -> None:\n    from shapeproof.capture.sources import installed", True),
        ("from shapeproof.registry import Edition", False),
        ("if TYPE_CHECKING:\n    from shapeproof.registry import ContractRegistry", False),
    ],
)
def test_io_imports_are_detected(
    source: str, *, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "module.py").write_text(source, encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert any(io_imports("module.py")) is expected
