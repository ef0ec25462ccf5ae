"""The arrows between the rooms, and the few modules that touch the outside (ARCHITECTURE.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "codegen" / "shapeproof"

ARROWS = (
    ("errors",),
    ("contract",),
    ("capture",),
    ("schemas",),
    ("validate",),
    ("recordings",),
    ("sample",),
    ("fuzz",),
    ("generate", "diff", "mock", "live"),
    ("report",),
    ("settings",),
    ("cli", "pytest_plugin"),
)
"""A room imports itself and what stands in an earlier group; rooms of one group don't import each other."""

RANK = {room: rank for rank, group in enumerate(ARROWS) for room in group}
ADAPTERS = ARROWS[-1]

TOUCHES_THE_OUTSIDE = {
    # At most one module a room. The command line talks to a person and may do so everywhere.
    "capture/sources.py",
    "schemas.py",
    "recordings/files.py",
    "fuzz/consumers.py",
    "generate/freshness.py",
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


def wrong_arrows(module: str) -> Iterator[str]:
    room = room_of(module)
    for line, name in imported(module):
        top, *rest = name.split(".")
        place = f"{module}:{line} imports {name}"
        if top == "shapeproof_models":
            yield f"{place}: hand-written code knows nothing of what was generated"
        if top != "shapeproof":
            continue
        target = rest[0] if rest else ""
        if target not in RANK:
            # The package's own names are the public face, which stands on all the rooms.
            if room not in ADAPTERS:
                yield f"{place}: a room imports the room it needs, not the public face"
        elif target != room and RANK[target] >= RANK[room]:
            yield f"{place}: {target} doesn't stand left of {room}"


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


# The public face and the start of the command line may import anything.
@pytest.mark.parametrize("module", sorted({*modules()} - {"__init__.py", "__main__.py"}))
def test_a_room_imports_only_what_stands_left_of_it(module: str) -> None:
    assert room_of(module) in RANK, f"{module} is in no room; name its room in ARROWS"
    assert not list(wrong_arrows(module))


@pytest.mark.parametrize("module", [m for m in modules() if room_of(m) != "cli" and m not in TOUCHES_THE_OUTSIDE])
def test_rooms_return_values_and_leave_the_outside_to_one_module(module: str) -> None:
    assert not list(outside(module)), "return a value, and let the room's one outside module read or write"


def test_the_list_of_outside_modules_is_true() -> None:
    rooms = [room_of(module) for module in TOUCHES_THE_OUTSIDE]
    assert len(rooms) == len(set(rooms)), "a room has at most one module that touches the outside"
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


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("contract.py", "from shapeproof.validate import codes"),
        ("capture/build.py", "def f() -> None:\n    from ..schemas import load"),
        ("report/text.py", "from shapeproof import load"),
        ("mock/server.py", "import shapeproof.live.watch"),
        ("cli/show.py", "import shapeproof_models"),
    ],
)
def test_a_wrong_arrow_is_found(module: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / module).parent.mkdir(exist_ok=True)
    (tmp_path / module).write_text(source, encoding="utf-8")
    monkeypatch.setitem(globals(), "PACKAGE", tmp_path)
    assert list(wrong_arrows(module))
