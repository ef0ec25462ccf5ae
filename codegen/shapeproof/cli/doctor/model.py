"""What was looked at, and whether it is well."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from shapeproof.errors import ShapeproofError

__all__ = ["INSTALL_AGAIN", "Check", "Section", "problem_of", "section_of", "short_path"]

Status = Literal["ok", "note", "problem"]
INSTALL_AGAIN: Final = "install Shapeproof again: pip install --force-reinstall shapeproof"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        value: what was found.
        status: `problem` for what will hurt; `note` for what may be wanted, but isn't there.
        hint: what to do about it.
    """

    name: str
    value: str
    status: Status = "ok"
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The checks of one part of an installation or a project."""

    name: str
    checks: tuple[Check, ...]


def section_of(name: str, checks: Callable[[], Iterable[Check]]) -> Section:
    """Make the checks of a section. One that fails is a problem: what is examined may be broken in any way."""
    made: list[Check] = []
    try:
        made.extend(checks())
    except ShapeproofError as error:
        made.append(problem_of(name, error))
    except Exception as error:  # noqa: BLE001 - a broken package may raise anything
        reason = f"can't be examined: {type(error).__name__}: {error}"
        made.append(Check(name, reason, "problem", INSTALL_AGAIN))
    return Section(name, tuple(made))


def problem_of(name: str, error: ShapeproofError) -> Check:
    """The check that found an error."""
    where = f"{error.where}: " if error.where else ""
    return Check(name, f"{where}{error.message}", "problem", error.hint)


def short_path(path: str | Path) -> str:
    """A path, with `~` for the home directory: reports are pasted into issues."""
    absolute = Path(path)
    try:
        home = Path.home()
        return f"~/{absolute.relative_to(home).as_posix()}" if absolute.is_relative_to(home) else str(path)
    except (OSError, RuntimeError):  # there is no home directory
        return str(path)
