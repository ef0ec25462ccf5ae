"""Versions, and whether what Shapeproof depends on can be imported."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any, Final

from shapeproof.cli.doctor.model import Check, short_path
from shapeproof.errors import MODULES_OF_EXTRAS

__all__ = ["check_extras", "check_packages", "check_versions"]

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA: Final = re.compile(r"extra *== *['\"]([\w-]+)['\"]")
_BOUND: Final = re.compile(r"(>=|<) *([0-9][0-9.]*)")
_BESIDE: Final = ("boto3", "pytest")
"""What Shapeproof works with, but doesn't require."""
_CORE_MODULES: Final = ("click", "jiter", "jsonschema_rs")
_NAMESPACES: Final = frozenset({"google", "pydantic_core"})
_SECONDS: Final = 60
_ABSENT: Final = "-"
_FILES_MISSING: Final = "its files are missing"
_IMPORTING: Final = """\
import contextlib, io, json, sys
from importlib import import_module
for name in sys.argv[1:]:
    print(json.dumps([name, None]), flush=True)
    reason = ""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            import_module(name)
    except ModuleNotFoundError as error:
        reason = "-" if error.name == name.split(".")[0] or error.name == name else f"ModuleNotFoundError: {error}"
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}"
    print(json.dumps([name, reason]), flush=True)
"""
"""Imports modules one after another, and says of each what happened: nothing, `-` for one that isn't there, or an error."""


@dataclass(frozen=True, slots=True)
class _Requirement:
    name: str
    bounds: tuple[tuple[str, str], ...]
    extra: str | None


def check_versions() -> Iterator[Check]:
    """Shapeproof, Python, and the system."""
    version = _version("shapeproof")
    if version is None:
        yield Check("shapeproof", "not installed", "problem", "pip install shapeproof")
    else:
        yield Check("shapeproof", version)
    yield Check(
        "python", f"{platform.python_version()} ({platform.python_implementation()}), {short_path(sys.executable)}"
    )
    yield Check("system", platform.platform())


def check_packages() -> Iterator[Check]:
    """What the core requires, and what it works with."""
    faults = _import_faults()
    for requirement in _requirements():
        if requirement.extra is None:
            yield _required(requirement, faults)
    for name in _BESIDE:
        version = _version(name)
        yield Check(name, version or "not installed", "ok" if version else "note")


def check_extras() -> Iterator[Check]:
    """The extras: which are installed, and how to install the others."""
    faults = _import_faults()
    by_extra: defaultdict[str, list[_Requirement]] = defaultdict(list)
    for requirement in _requirements():
        if requirement.extra in MODULES_OF_EXTRAS:
            by_extra[str(requirement.extra)].append(requirement)
    for extra, modules in sorted(MODULES_OF_EXTRAS.items()):
        install = f'pip install "shapeproof[{extra}]"'
        checks = [_required(requirement, faults) for requirement in by_extra[extra]]
        present = [f"{check.name} {check.value}" for check in checks if check.status == "ok"]
        wrong = [check for check in checks if check.status == "problem" and check.value != "not installed"]
        missing = [check.name for check in checks if check.value == "not installed"]
        broken = {module: _FILES_MISSING if fault == _ABSENT else fault for module, fault in faults.items()}
        broken = {
            module: fault
            for module, fault in broken.items()
            if module in modules and not (missing and fault == _FILES_MISSING)
        }
        if wrong:
            yield Check(extra, "; ".join(f"{check.name}: {check.value}" for check in wrong), "problem", install)
        elif broken:
            yield Check(
                extra, "; ".join(f"{name}: {fault}" for name, fault in sorted(broken.items())), "problem", install
            )
        elif missing:
            kind = "incomplete, without" if present else "not installed:"
            yield Check(extra, f"{kind} {', '.join(missing)}", "note", install)
        else:
            yield Check(extra, ", ".join(present))


def _required(requirement: _Requirement, faults: Mapping[str, str]) -> Check:
    version = _version(requirement.name)
    install = (
        f"pip install --upgrade '{requirement.name}{','.join(sign + bound for sign, bound in requirement.bounds)}'"
    )
    if version is None:
        return Check(requirement.name, "not installed", "problem", install)
    if not all(_is_kept(version, sign, bound) for sign, bound in requirement.bounds):
        wanted = ", ".join(f"{sign} {bound}" for sign, bound in requirement.bounds)
        return Check(requirement.name, f"{version}, but Shapeproof needs {wanted}", "problem", install)
    fault = faults.get(requirement.name.replace("-", "_"))
    if fault:
        reason = _FILES_MISSING if fault == _ABSENT else fault
        again = f"pip install --force-reinstall {requirement.name}"
        return Check(requirement.name, f"{version} can't be imported: {reason}", "problem", again)
    return Check(requirement.name, version)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _requirements() -> Iterator[_Requirement]:
    """What the metadata of the installed Shapeproof says."""
    try:
        lines: Iterable[str] = metadata.requires("shapeproof") or ()
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        requirement, _, marker = line.partition(";")
        if name := _NAME.match(requirement):
            extra = _EXTRA.search(marker)
            bounds = tuple(sorted(_BOUND.findall(requirement), reverse=True))
            yield _Requirement(name[0], bounds, extra[1] if extra else None)


def _is_kept(version: str, sign: str, bound: str) -> bool:
    numbers, limit = ([int(part) for part in re.findall(r"[0-9]+", text)] for text in (version, bound))
    return numbers >= limit if sign == ">=" else numbers < limit


@cache  # one process imports them all
def _import_faults() -> Mapping[str, str]:
    """What happens when each module is imported, in a process of its own: what is broken may end it, or never end.

    Nothing is imported from the working directory, which may be a stranger's.
    """
    extras = {module for modules in MODULES_OF_EXTRAS.values() for module in modules} - _NAMESPACES
    pending = [*_CORE_MODULES, *sorted(extras)]
    faults: dict[str, str] = {}
    while pending:
        output, ending = _run(pending)
        done = dict(json.loads(line) for line in output.splitlines() if line.startswith("["))
        faults |= {name: str(reason) for name, reason in done.items() if reason}
        faults |= {name: f"importing it {ending}" for name, reason in done.items() if reason is None}
        pending = [name for name in pending if name not in done] if done else []
    return faults


def _run(modules: list[str]) -> tuple[str, str]:
    """What the program prints, and how it ended."""
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", _IMPORTING, *modules],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            env=environment,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        output: Any = error.stdout or b""  # bytes, even where the output is text
        return output.decode(errors="replace") if isinstance(output, bytes) else output, f"takes more than {_SECONDS} s"
    return done.stdout, f"ends Python (exit code {done.returncode})"
