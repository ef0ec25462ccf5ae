"""What is reported where checking a part of a file fails unexpectedly: the rest of the run goes on."""

from __future__ import annotations

import traceback
from pathlib import PurePath
from typing import Final

from shapeproof.errors import InternalError, ShapeproofError
from shapeproof.recordings.model import ReadFailure
from shapeproof.validation.catalog import reading

__all__ = ["failure_from_crash", "internal_error"]

_PACKAGE: Final = str(PurePath(__file__).parents[2])
_MAX_DETAILS: Final = 20_000


def failure_from_crash(error: Exception, index: int = 0, line: int | None = None) -> ReadFailure:
    """The failure to check a part of a file, without any of its data.

    Args:
        error: what was raised: MemoryError, or a bug of Shapeproof's.
        index: the number of the response in its file or unit, from 0.
        line: its line, from 1; None if it is not known.

    Raises:
        ShapeproofError: the error, if it was raised on purpose; it is about more than this file.
    """
    if isinstance(error, MemoryError):
        return ReadFailure(reading.TOO_LARGE, "too large for the memory; split it, or use fewer --jobs", index, line)
    if isinstance(error, ShapeproofError) and not isinstance(error, InternalError):
        raise error
    message = f"internal error: {_place_of(error)}; the rest of the run is not affected"
    return ReadFailure(reading.INTERNAL_ERROR, message, index, line)


def internal_error(error: Exception, path: str) -> InternalError | None:
    """The error that ends the run with exit code 3 once everything is reported; None if it is not a bug."""
    if isinstance(error, MemoryError):
        return None
    details = "".join(traceback.format_exception(error))[-_MAX_DETAILS:]
    return InternalError(_place_of(error), where=path, details=details)


def _place_of(error: Exception) -> str:
    """The type of an error, and the function that raised it: the innermost of Shapeproof, or of all."""
    codes = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
    code = next((code for code in reversed(codes) if code.co_filename.startswith(_PACKAGE)), codes[-1])
    file = PurePath(code.co_filename)
    name = file.relative_to(_PACKAGE).as_posix() if file.is_relative_to(_PACKAGE) else file.name
    return f"{type(error).__name__} in {name}, {code.co_name}"
