"""Writes witnesses as recording lines, a file for each change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from shapeproof.atomic_files import make_directories, write_atomically
from shapeproof.contract import Contract
from shapeproof.diff.catalog import Reader
from shapeproof.diff.changes.contract_changes import PARTS
from shapeproof.diff.changes.model import Change
from shapeproof.diff.verdicts.diff_result import DiffEntry
from shapeproof.diff.verdicts.verdict import refusing_reader
from shapeproof.diff.witnesses.search import WitnessSearch
from shapeproof.diff.witnesses.witness import Witness
from shapeproof.markup.json_text import printable_json
from shapeproof.sample.recording_lines import recording_line

__all__ = ["write_witnesses"]

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9]+")
_MOST_LINES: Final = 1_000


def write_witnesses(
    directory: Path, entries: Iterable[DiffEntry], old: Contract, new: Contract, reader: Reader
) -> tuple[int, int]:
    """Write the witnesses of responses and errors; of values that were added to an enum, one for each value.

    Args:
        directory: where to.
        entries: the changes.
        old: the contract before.
        new: the contract after, in which the witnesses are valid.
        reader: who refuses them.

    Returns:
        The number of files, and the number of witnesses that are requests, which no recording line holds.
    """
    make_directories(directory)
    searches = {part: WitnessSearch(old.schema(part), new.schema(part), part) for part in PARTS}
    files = requests = 0
    for number, entry in enumerate(entries, start=1):
        change, witness = entry.verdict.change, entry.verdict.witness
        if witness is None:
            continue
        if change.part == "request":
            requests += 1
            continue
        refusing = refusing_reader(reader, entry.verdict.change_class)
        is_of_values = change.keyword == "enum"
        shown = searches[change.part].witnesses(change, refusing) if is_of_values else [witness]
        lines = [json.dumps(_line(one, change, new), ensure_ascii=False) for one in islice(shown, _MOST_LINES)]
        text = "".join(f"{printable_json(line)}\n" for line in lines)
        write_atomically(directory / _file_name(number, change), text, below=directory)
        files += 1
    return files, requests


def _line(witness: Witness, change: Change, new: Contract) -> dict[str, Any]:
    part = {"part": "error"} if change.part == "error" else {}
    shown = {"code": change.code.number, "pointer": witness.pointer, "path": witness.path, "keyword": witness.keyword}
    return {**recording_line(new, change.part, witness.response, "cli"), **part, "witness": shown}


def _file_name(number: int, change: Change) -> str:
    words = _UNSAFE.sub("-", f"{change.shape} {change.member} {change.keyword}").strip("-")
    return f"{number:04}-{change.code.number}-{words[:80]}.jsonl"
