"""Environments in which Shapeproof finds only what every system has, as on Windows; the standard library finds all.

Shapeproof's modules get copies of `os` and `signal` without what Windows lacks, and no module that it lacks can be
imported. What Windows lacks is read from typeshed, which mypy brings: what is declared for other systems only.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

__all__ = ["MODULES", "environment_of_another_system", "names_that_windows_lacks"]

MODULES: Final = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
"""The modules that Windows lacks."""
_HIDING: Final = """\
import builtins
import os
import signal
import sys
from types import ModuleType

_HIDDEN = {hidden!r}
_MODULES = frozenset({modules!r})


def _copy(module):
    copy = ModuleType(module.__name__)
    copy.__dict__.update((name, value) for name, value in vars(module).items() if name not in _HIDDEN[module.__name__])
    return copy


_copies = {{"os": _copy(os), "signal": _copy(signal)}}
_import = builtins.__import__


def _import_less(name, globals=None, locals=None, fromlist=(), level=0):
    if ((globals or {{}}).get("__name__") or "").partition(".")[0] == "shapeproof":
        if name in _MODULES:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
        if name in _copies and not level:
            return _copies[name]
    return _import(name, globals, locals, fromlist, level)


builtins.__import__ = _import_less
import importlib

_import_module = importlib.import_module


def _import_less_module(name, package=None):
    if name in _MODULES and sys._getframe(1).f_globals.get("__name__", "").partition(".")[0] == "shapeproof":
        raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
    return _import_module(name, package)


importlib.import_module = _import_less_module
"""


@cache
def names_that_windows_lacks(module: str) -> frozenset[str]:
    """The names of a module of the standard library that exist on other systems only."""
    spec = find_spec("mypy")
    if spec is None or spec.origin is None:
        pytest.skip("mypy isn't installed, which brings typeshed")
    directory = Path(spec.origin).parent / "typeshed" / "stdlib"
    file = next(path for path in (directory / f"{module}.pyi", directory / module / "__init__.pyi") if path.exists())
    tree = ast.parse(file.read_text(encoding="utf-8"))
    everywhere = set(_declared(tree.body, of_others=False))
    return frozenset(set(_declared(tree.body, of_others=True)) - everywhere)


def _declared(body: Iterable[ast.stmt], *, of_others: bool, is_other: bool = False) -> Iterator[str]:
    """The names that statements declare: those for all systems or Windows, or those for others."""
    for node in body:
        if isinstance(node, ast.If):
            test = ast.unparse(node.test)
            excludes = "sys.platform" in test and ("!= 'win32'" in test or "== '" in test) and "== 'win32'" not in test
            yield from _declared(node.body, of_others=of_others, is_other=is_other or excludes)
            yield from _declared(node.orelse, of_others=of_others, is_other=is_other or "== 'win32'" in test)
        elif is_other == of_others:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def environment_of_another_system(directory: Path, base: dict[str, str]) -> dict[str, str]:
    """The variables of an environment in which Shapeproof's modules find only what every system has.

    Args:
        directory: an empty directory, for the file that hides the rest.
        base: the other variables.
    """
    hidden = {module: names_that_windows_lacks(module) for module in ("os", "signal")}
    script = _HIDING.format(hidden=hidden, modules=MODULES)
    (directory / "sitecustomize.py").write_text(script, encoding="utf-8")
    return {**base, "PYTHONPATH": os.pathsep.join(filter(None, (str(directory), base.get("PYTHONPATH"))))}
