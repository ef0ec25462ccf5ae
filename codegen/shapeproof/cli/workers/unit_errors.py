"""Turns unexpected errors during the check of a unit into InternalErrors that name the file."""

from __future__ import annotations

from shapeproof.errors import InternalError, ShapeproofError
from shapeproof.recordings.checking.checker import Checker
from shapeproof.recordings.checking.unit_result import UnitResult
from shapeproof.recordings.discovery.units import Planned

__all__ = ["check_unit"]


def check_unit(checker: Checker, planned: Planned) -> UnitResult:
    """Check a unit. Raises InternalError, with the path of the file, for a bug in Shapeproof."""
    try:
        return checker.check(planned)
    except (ShapeproofError, MemoryError):
        raise
    except Exception as error:
        raise InternalError(f"{type(error).__name__}: {error}", where=planned.path) from error
