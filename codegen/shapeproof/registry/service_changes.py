"""Finds what changed in a service between releases of botocore, in `changes.jsonl` of a directory of contracts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from shapeproof.capture.file_names import CHANGES_FILE
from shapeproof.registry.roots import read_content, require_inside

if TYPE_CHECKING:  # slow to import
    from shapeproof.capture.changes import ServiceChanges

__all__ = ["read_changes", "read_changes_content"]


def read_changes(service: str, roots: Iterable[Path | None]) -> ServiceChanges | None:
    """What changed in a service; None if no directory says anything about it.

    Args:
        service: the service as botocore names its directory.
        roots: the directories of contracts. The first one counts that knows the service.

    Raises:
        CaptureError: the file can't be read, or is invalid.
    """
    lines = read_changes_content(service, roots)
    if not lines:
        return None
    from shapeproof.capture.changes import ServiceChanges

    return ServiceChanges.from_lines(*lines, where=CHANGES_FILE)


def read_changes_content(service: str, roots: Iterable[Path | None]) -> tuple[bytes, ...]:
    """The first line of the file, and that of a service; empty if no directory says anything about it.

    The file is not parsed as a whole: its other lines are of services that a run mostly doesn't need.

    Args:
        service: the service as botocore names its directory.
        roots: the directories of contracts. The first one counts that knows the service.

    Raises:
        CaptureError: the file can't be read.
    """
    sought = b'\n{"service":%b,' % json.dumps(service).encode()
    for root in roots:
        if root is None or not (file := root / CHANGES_FILE).is_file():
            continue
        require_inside(root, file)
        content = read_content(file)
        if found := content.find(sought) + 1:
            first, _, _ = content.partition(b"\n")
            line, _, _ = content[found:].partition(b"\n")
            return first, line
    return ()
