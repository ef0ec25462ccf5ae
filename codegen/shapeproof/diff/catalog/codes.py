"""All change codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.diff.catalog import members, operations, promises, values
from shapeproof.diff.catalog.change_code import ChangeCode

__all__ = ["CHANGE_CODES", "MIRRORED"]

CHANGE_CODES: Final[Mapping[str, ChangeCode]] = {
    code.number: code
    for code in sorted(
        (
            code
            for module in (members, values, promises, operations)
            for code in vars(module).values()
            if isinstance(code, ChangeCode)
        ),
        key=str,
    )
}
"""Every code that a module of the catalogue defines, by number, in the order of the numbers."""

MIRRORED: Final[Mapping[str, ChangeCode]] = {code.number: CHANGE_CODES[code.mirror] for code in CHANGE_CODES.values()}
"""The code of the reverse of a change, by the number of the change's code."""
