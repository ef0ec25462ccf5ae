"""The format of a baseline file: which findings are known, of recordings and of live responses.

    {"shapeproof_baseline": 1, "findings": [
    {"file", "contract", "code", "path", "count"},
    …
    {"test", "contract", "code", "path"},
    …
    ]}

An entry about a rule has its id, too: "rule". An entry about live responses names a test instead of a file, and has no
count: how often a test polls is chance.

There is one entry per line, and entries are sorted, so that a change can be reviewed. Files are named relative to the
baseline's directory, so that the baseline holds in every checkout. A contract is named without its edition: otherwise
another botocore would make every known finding new. What really differs in the next edition shows as another path or
another count.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple, cast

from shapeproof.errors import UsageError

__all__ = ["ANY_TEST", "OUTSIDE_TESTS", "Baseline", "Entry", "LiveEntry", "OptionNames", "parse", "to_text"]

VERSION: Final = 1
ANY_TEST: Final = "*"
"""The test of an entry that holds for every test, and outside of tests."""
OUTSIDE_TESTS: Final = "(outside of tests)"
"""The test of an entry about responses outside of tests, such as those while modules are imported."""


class OptionNames(NamedTuple):
    """The options of an adapter, for hints: the one that names the file, and the one that writes it."""

    file: str
    write: str


class Entry(NamedTuple):
    """What identifies known findings: file, contract without its edition ("" for none), code, path, rule ("" for none)."""

    file: str
    contract: str
    code: str
    path: str
    rule: str = ""


class LiveEntry(NamedTuple):
    """What identifies known findings in live responses: as `Entry`, with the id of a test instead of a file."""

    test: str
    contract: str
    code: str
    path: str
    rule: str = ""


class Baseline(NamedTuple):
    """The known findings.

    Attributes:
        recorded: the number of findings of each entry about recordings.
        live: the entries about live responses.
    """

    recorded: Mapping[Entry, int]
    live: Collection[LiveEntry]


def to_text(baseline: Baseline) -> str:
    """Return the text of a baseline file."""
    rows: list[Mapping[str, object]] = [
        {**_members(entry), "count": count} for entry, count in sorted(baseline.recorded.items())
    ]
    rows += [_members(entry) for entry in sorted(baseline.live)]
    lines = [json.dumps(row) for row in rows]
    return f'{{"shapeproof_baseline": {VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "]}\n"


def _members(entry: Entry | LiveEntry) -> dict[str, str]:
    return {name: value for name, value in entry._asdict().items() if value or name != "rule"}


def parse(data: bytes, where: str, options: OptionNames) -> Baseline:
    """Read a baseline file.

    Args:
        data: the content of the file.
        where: the name of the file, for messages.
        options: the names of options, for hints.

    Raises:
        UsageError: the data is not a baseline of this version.
    """
    hint, hint_another = f"write it again with {options.write}", f"name another file: {options.file} FILE"
    if b'"shapeproof_baseline"' not in data:
        raise UsageError("this file is not a baseline", where=where, hint=hint_another)
    try:
        document: object = json.loads(data)
    except json.JSONDecodeError as error:
        raise UsageError(f"invalid JSON: {error.msg}", where=f"{where}:{error.lineno}", hint=hint) from error
    except (ValueError, RecursionError) as error:
        raise UsageError("invalid JSON", where=where, hint=hint) from error
    members = cast("dict[str, object]", document) if isinstance(document, dict) else {}
    rows = members.get("findings")
    if "shapeproof_baseline" not in members or not isinstance(rows, list):
        raise UsageError("this file is not a baseline", where=where, hint=hint_another)
    if members["shapeproof_baseline"] != VERSION:
        raise UsageError("this baseline was written by another version of Shapeproof", where=where, hint=hint)
    recorded: dict[Entry, int] = {}
    live: set[LiveEntry] = set()
    for number, row in enumerate(cast("list[object]", rows), start=1):
        entry, count = _parse_row(row)
        if entry is None:
            raise UsageError("this is not an entry of a baseline", where=f"{where}: entry {number}", hint=hint)
        if entry in (live if isinstance(entry, LiveEntry) else recorded):  # tuples of both kinds may be equal
            raise UsageError("duplicate entry", where=f"{where}: entry {number}", hint=hint)
        if isinstance(entry, LiveEntry):
            live.add(entry)
        else:
            recorded[entry] = count
    return Baseline(recorded, live)


def _parse_row(row: object) -> tuple[Entry | LiveEntry | None, int]:
    """Return an entry and its count, 0 for a live one; None if the row is not an entry."""
    members = cast("dict[str, object]", row) if isinstance(row, dict) else {}
    kind = LiveEntry if "test" in members else Entry
    values = [members.get(name, kind._field_defaults.get(name)) for name in kind._fields]
    if not all(isinstance(value, str) for value in values):
        return None, 0
    entry = kind(*cast("list[str]", values))
    count = members.get("count")
    if isinstance(entry, LiveEntry):
        return (entry, 0) if count is None and "file" not in members else (None, 0)
    return (entry, count) if isinstance(count, int) and count >= 1 else (None, 0)
