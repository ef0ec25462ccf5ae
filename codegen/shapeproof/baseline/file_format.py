"""The format of a baseline file: how many findings of each kind are known.

    {"shapeproof_baseline": 1, "findings": [
    {"file", "contract", "code", "path", "count"},
    …
    ]}

An entry about a rule has its id, too: "rule".

There is one entry per line, and entries are sorted, so that a change can be reviewed. Files are named relative to the
baseline's directory, so that the baseline holds in every checkout. A contract is named without its edition: otherwise
another botocore would make every known finding new. What really differs in the next edition shows as another path or
another count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NamedTuple, cast

from shapeproof.errors import UsageError

__all__ = ["Entry", "parse", "to_text"]

VERSION: Final = 1
_HINT: Final = "write it again with --write-baseline"
_HINT_ANOTHER: Final = "name another file: --baseline FILE"


class Entry(NamedTuple):
    """What identifies known findings: file, contract without its edition ("" for none), code, path, rule ("" for none)."""

    file: str
    contract: str
    code: str
    path: str
    rule: str = ""


def to_text(counts: Mapping[Entry, int]) -> str:
    """Return the text of a baseline file.

    Args:
        counts: the number of findings of each entry.
    """
    lines = [json.dumps({**_members(entry), "count": count}) for entry, count in sorted(counts.items())]
    return f'{{"shapeproof_baseline": {VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "]}\n"


def _members(entry: Entry) -> dict[str, str]:
    return {name: value for name, value in entry._asdict().items() if value or name != "rule"}


def parse(data: bytes, where: str) -> dict[Entry, int]:
    """Read a baseline file.

    Args:
        data: the content of the file.
        where: the name of the file, for messages.

    Returns:
        The number of findings of each entry.

    Raises:
        UsageError: the data is not a baseline of this version.
    """
    if b'"shapeproof_baseline"' not in data:
        raise UsageError("this file is not a baseline", where=where, hint=_HINT_ANOTHER)
    try:
        document: object = json.loads(data)
    except json.JSONDecodeError as error:
        raise UsageError(f"invalid JSON: {error.msg}", where=f"{where}:{error.lineno}", hint=_HINT) from error
    except (ValueError, RecursionError) as error:
        raise UsageError("invalid JSON", where=where, hint=_HINT) from error
    members = cast("dict[str, object]", document) if isinstance(document, dict) else {}
    rows = members.get("findings")
    if "shapeproof_baseline" not in members or not isinstance(rows, list):
        raise UsageError("this file is not a baseline", where=where, hint=_HINT_ANOTHER)
    if members["shapeproof_baseline"] != VERSION:
        raise UsageError("this baseline was written by another version of Shapeproof", where=where, hint=_HINT)
    counts: dict[Entry, int] = {}
    for number, row in enumerate(cast("list[object]", rows), start=1):
        entry, count = _parse_row(row, f"{where}: entry {number}")
        if entry in counts:
            raise UsageError("duplicate entry", where=f"{where}: entry {number}", hint=_HINT)
        counts[entry] = count
    return counts


def _parse_row(row: object, where: str) -> tuple[Entry, int]:
    members = cast("dict[str, object]", row) if isinstance(row, dict) else {}
    values = [members.get(name, Entry._field_defaults.get(name)) for name in Entry._fields]
    count = members.get("count")
    if not all(isinstance(value, str) for value in values) or not isinstance(count, int) or count < 1:
        raise UsageError("this is not an entry of a baseline", where=where, hint=_HINT)
    return Entry(*cast("list[str]", values)), count
