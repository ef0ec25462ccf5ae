"""The selector of a finding, as reports print it (see `selectors` for the grammar)."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from shapeproof.contract import operation_of
from shapeproof.suppression.wildcards import escape
from shapeproof.validation.catalog import INCOMPLETE

if TYPE_CHECKING:  # a run of tests prints selectors, and mostly suppresses nothing
    from shapeproof.suppression.model import Suppressible

__all__ = ["selector_of"]

_GLOB_CHARACTERS: Final = re.compile(r"[*?\[]")
_SPECIAL_IN_TARGET: Final = "*:@"


def selector_of(finding: Suppressible, contract: str | None, file: str = "") -> str | None:
    """The selector of exactly the kind of a finding: its code or rule, operation and path; None if it can't be suppressed.

    Args:
        finding: the finding.
        contract: the name of its contract; None if it belongs to none. Then the selector has the code and the file.
        file: the path of the file.
    """
    if finding.code in INCOMPLETE:
        return None
    name = finding.rule or finding.code
    if contract is None:
        path = os.path.normpath(file)
        glob = _GLOB_CHARACTERS.sub(r"[\g<0>]", path if path.startswith("/") else f"./{path}")
        return f"{name}@{escape(glob, ':@')}"
    return f"{name}@{escape(operation_of(contract), _SPECIAL_IN_TARGET)}:{escape(finding.path)}"
