"""The cache, pytest, the command on PATH, the terminal, and the completion of the shell."""

from __future__ import annotations

import os
import shutil
import sysconfig
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from shapeproof.cli.doctor.model import INSTALL_AGAIN, Check, short_path
from shapeproof.cli.terminal import screen_of_standard_output, standard_output_encoding
from shapeproof.files import read_file
from shapeproof.report.common.plurals import pluralize

__all__ = ["check_cache", "check_command", "check_completion", "check_pytest", "check_terminal"]

_MAX_FILES: Final = 100_000
_PLUGIN: Final = "shapeproof.pytest_plugin"
_SIGNS: Final = (b"shapeproof completion", b"_SHAPEPROOF_COMPLETE")
_START_FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "bash": (
        ".bashrc", ".bash_profile", ".profile", ".bash_completion", ".local/share/bash-completion/completions/shapeproof",
    ),
    "zsh": (".zshrc", ".zprofile", ".zshenv"),
    "fish": (".config/fish/config.fish", ".config/fish/completions/shapeproof.fish"),
}  # fmt: skip
"""The files that a shell reads when it starts, below the home directory."""


def check_cache() -> Iterator[Check]:
    """The user's cache of contracts: where it is, whether it can be used, and its size. Nothing is created."""
    from shapeproof.user_cache.directory import CACHE_VARIABLE, cache_directory, open_directory, signing_key

    hint = f"set {CACHE_VARIABLE} to a directory of your own, or remove this one; without a cache every run builds contracts anew"
    try:
        directory = cache_directory(os.environ)
    except OSError as error:
        yield Check("directory", str(error), "problem", hint)
        return
    if not os.path.lexists(directory):
        parent = next(parent for parent in directory.parents if parent.exists())
        is_usable = parent.is_dir() and os.access(parent, os.W_OK)
        value = f"{short_path(directory)}, not there yet"
        yield Check("directory", value) if is_usable else Check("directory", f"{value}; can't be made", "problem", hint)
        return
    try:
        open_directory(directory)
        if (directory / "key").exists():
            signing_key(directory)
        if not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(0, "you may not read and write it", str(directory))
        count, size = _size_below(directory)
    except OSError as error:
        reason = error.strerror or str(error)
        yield Check("directory", f"{short_path(str(error.filename or directory))}: {reason}", "problem", hint)
        return
    yield Check("directory", short_path(directory))
    yield Check("size", f"{size / 2**20:.1f} MiB in {pluralize(count, 'file')}")


def _size_below(directory: Path) -> tuple[int, int]:
    count = size = 0
    for root, _, names in os.walk(directory):
        for name in names:
            try:
                size += os.lstat(os.path.join(root, name)).st_size
            except OSError:  # another process has removed it
                continue
            count += 1
            if count >= _MAX_FILES:
                return count, size
    return count, size


def check_pytest() -> Iterator[Check]:
    """Whether pytest finds the plugin."""
    try:
        yield Check("pytest", metadata.version("pytest"))
    except metadata.PackageNotFoundError:
        yield Check("pytest", "not installed", "note", "pip install pytest, for pytest --shapeproof")
        return
    points = metadata.entry_points(group="pytest11")
    if not any(point.value == _PLUGIN for point in points):
        yield Check("plugin", "not registered", "problem", INSTALL_AGAIN)
    elif os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        hint = f"pytest -p {_PLUGIN}, or unset PYTEST_DISABLE_PLUGIN_AUTOLOAD"
        yield Check("plugin", "not loaded: PYTEST_DISABLE_PLUGIN_AUTOLOAD is set", "problem", hint)
    elif "no:shapeproof" in os.environ.get("PYTEST_ADDOPTS", ""):
        yield Check("plugin", "not loaded: PYTEST_ADDOPTS turns it off", "problem", "take -p no:shapeproof out of it")
    else:
        yield Check("plugin", "active: pytest --shapeproof")


def check_command() -> Iterator[Check]:
    """Whether `shapeproof` on PATH is the one of this Python."""
    found = shutil.which("shapeproof")
    scripts = sysconfig.get_path("scripts")
    if found is None:
        yield Check("on PATH", "no", "note", f"put {short_path(scripts)} on PATH, or use: python -m shapeproof")
    elif not os.path.exists(scripts) or os.path.samefile(os.path.dirname(os.path.realpath(found)), scripts):
        yield Check("on PATH", short_path(found))
    else:
        value = f"{short_path(found)}, of another Python than the one that runs this"
        yield Check("on PATH", value, "note", f"this one's is in {short_path(scripts)}")


def check_terminal() -> Iterator[Check]:
    """What standard output can show."""
    screen = screen_of_standard_output()
    yield Check(
        "output", f"a terminal of {screen.columns} columns and {screen.lines} lines" if screen else "no terminal"
    )
    reason = next((f", by {name}" for name in ("NO_COLOR", "FORCE_COLOR") if os.environ.get(name)), "")
    has_colour = not os.environ.get("NO_COLOR") and (screen is not None or bool(os.environ.get("FORCE_COLOR")))
    yield Check("colour", f"{'yes' if has_colour else 'no'}{reason}")
    encoding = standard_output_encoding() or "unknown"
    try:
        "…─└✓é".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        hint = "set PYTHONUTF8=1 in the environment; characters that it lacks are printed as escapes"
        yield Check("encoding", encoding, "note", hint)
    else:
        yield Check("encoding", encoding)


def check_completion() -> Iterator[Check]:
    """Whether a file that the user's shell reads at its start turns completion on."""
    shell = os.path.basename(os.environ.get("SHELL", ""))
    if shell not in _START_FILES:
        yield Check("completion", f"none for the shell {shell}" if shell else "SHELL names no shell", "note")
        return
    home = Path(os.path.expanduser("~"))
    for name in _START_FILES[shell]:
        try:
            text = read_file(home / name)
        except OSError:
            continue
        if any(sign in text for sign in _SIGNS):
            yield Check(shell, f"in {short_path(home / name)}")
            return
    yield Check(shell, "not installed", "note", f"shapeproof completion --help; the line for {shell} is there")
