"""The catalogue of changes: one definition for each code, with its class for each reader."""

from shapeproof.diff.catalog.change_code import (
    CHANGE_CLASSES,
    READERS,
    ChangeClass,
    ChangeCode,
    Reader,
    at_least_as_bad,
)
from shapeproof.diff.catalog.codes import CHANGE_CODES, MIRRORED

__all__ = [
    "CHANGE_CLASSES",
    "CHANGE_CODES",
    "MIRRORED",
    "READERS",
    "ChangeClass",
    "ChangeCode",
    "Reader",
    "at_least_as_bad",
]
