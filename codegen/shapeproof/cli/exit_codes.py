"""The message and the exit code of a command that failed."""

from __future__ import annotations

import io
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final

import click

from shapeproof.cli.terminal import print_text, release_standard_output
from shapeproof.cli.usage_errors import usage_error
from shapeproof.errors import InternalError, ShapeproofError, did_you_mean, one_line
from shapeproof.files import names_beside
from shapeproof.operating_system.command_lines import join_words

__all__ = ["BUG", "EXIT_CODES", "TRACEBACK_OPTION", "report_failure"]

EXIT_CODES: Final = "Exit codes: 0 no error found; 1 at least one; 2 the job could not be done; 3 a bug in Shapeproof."

_NOT_DONE: Final = 2
BUG: Final = 3
_TRACEBACK_VARIABLE: Final = "SHAPEPROOF_TRACEBACK"

TRACEBACK_OPTION: Final = "--traceback"


def report_failure(error: BaseException) -> int:
    """Print what stopped a command to standard error.

    Args:
        error: what was raised.

    Returns:
        The exit code: 2 if the job could not be done, 3 for a bug in Shapeproof.
    """
    if _shows_traceback() and not isinstance(error, click.ClickException):
        text = "".join(traceback.format_exception(error)) + (error.details if isinstance(error, InternalError) else "")
        _print(f"{text}\n")
    match error:
        case InternalError():
            return _report_bug(str(error))
        case ShapeproofError():
            _print(f"shapeproof: {error}\n")
        case click.exceptions.NoArgsIsHelpError():
            _print(error.format_message() + "\n")
        case click.UsageError():
            _print(f"shapeproof: {usage_error(error)}\n")
        case click.ClickException():
            shown = io.StringIO()
            error.show(shown)
            _print(shown.getvalue())
        case click.Abort() | KeyboardInterrupt():
            _print("shapeproof: stopped\n")
        case BrokenPipeError():
            release_standard_output()
        case OSError():
            place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | Path) else "the output"
            _print(f"shapeproof: {ShapeproofError(str(error.strerror), where=place, hint=_hint(error))}\n")
            if error.filename is None:
                release_standard_output()
        case MemoryError():
            _print("shapeproof: out of memory\n  check fewer files at a time, or use fewer --jobs\n")
        case _:
            return _report_bug(one_line(f"{type(error).__name__}: {error}"))
    return _NOT_DONE


def _hint(error: OSError) -> str | None:
    """What to do about an error of the system."""
    if not isinstance(error, FileNotFoundError) or not isinstance(error.filename, str | Path):
        return None
    return did_you_mean(os.path.basename(error.filename), names_beside(error.filename)) or "check the path"


def _shows_traceback() -> bool:
    return TRACEBACK_OPTION in sys.argv or os.environ.get(_TRACEBACK_VARIABLE, "0") not in {"", "0"}


def _report_bug(message: str) -> int:
    command = join_words(["shapeproof", TRACEBACK_OPTION, *(word for word in sys.argv[1:] if word != TRACEBACK_OPTION)])
    _print(
        f"shapeproof: internal error: {message}\n"
        "  This is a bug in Shapeproof. Please report it to its issue tracker, with the output of:\n"
        f"  {one_line(command)}\n"
    )
    return BUG


def _print(text: str) -> None:
    with suppress(OSError):  # standard error is closed or full: the exit code still reports the failure
        print_text(text, end="", to_stderr=True)
