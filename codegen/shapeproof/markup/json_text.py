"""JSON that can be printed anywhere: its strings hold nothing that a terminal, a script or a CI service obeys."""

from __future__ import annotations

import json
import re
from typing import Final

from shapeproof.errors import printable

__all__ = ["ascii_json", "readable_json"]

_UNPRINTABLE: Final = re.compile(r"[^\x20-\x7e\n]")


def ascii_json(value: object) -> str:
    """JSON on one line, in ASCII. A `##` can only be in a string, and CI services take `##[name]` for a command."""
    return json.dumps(value).replace("##", r"#\u0023")


def readable_json(value: object) -> str:
    """JSON as a person reads it, indented; letters of other scripts are kept, what can't be seen is escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _UNPRINTABLE.sub(_as_json_escape, text).replace("##", r"#\u0023")


def _as_json_escape(match: re.Match[str]) -> str:
    character = match.group()
    return character if printable(character) == character else json.dumps(character)[1:-1]
