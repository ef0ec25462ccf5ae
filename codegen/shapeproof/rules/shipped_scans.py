"""The functions of rules that ship with Shapeproof, for its own contracts.

`scripts/regenerate` writes them to `shapeproof_rules`, as modules that Python compiles once, when it installs them. They are
found by what they were made from: a contract with other rules or other members isn't in the table. Without the package,
all rules are compiled when they are needed.
"""

from __future__ import annotations

import marshal
import zlib
from importlib import import_module
from typing import Any, Final

from shapeproof.contract import Schema
from shapeproof.contract.schema import RULES_KEYWORD
from shapeproof.rules.outcome import Scan

__all__ = ["PACKAGE", "fingerprint", "shipped_scan"]

PACKAGE: Final = "shapeproof_rules"
_READ: Final = ("when", "rule")
_FORMAT: Final = 2
"""A version of marshal's format that writes the same in each version of Python."""


def fingerprint(schema: Schema) -> str | None:
    """What tells apart schemas whose rules don't have the same function; None for what isn't plain JSON.

    It protects from functions that are out of date, not from attackers, who could as well leave out the rules.
    """
    definitions: dict[str, Any] = {
        name: {**node, RULES_KEYWORD: [[entry.get(key) for key in _READ] for entry in node[RULES_KEYWORD]]}
        if RULES_KEYWORD in node
        else node
        for name, node in schema["$defs"].items()
    }
    try:
        content = marshal.dumps({**schema, "$defs": definitions}, _FORMAT)
    except ValueError:
        return None
    return f"{len(content):x}-{zlib.crc32(content):08x}"


def shipped_scan(schema: Schema) -> Scan | None:
    """The function that finds which rules of a schema a response may break; None if Shapeproof has none for it."""
    try:
        package = import_module(PACKAGE)
    except ModuleNotFoundError as error:
        if error.name != PACKAGE:
            raise
        return None
    module = package.MODULES.get(fingerprint(schema))
    scan: Scan | None = None if module is None else import_module(f"{PACKAGE}.{module}").response
    return scan
