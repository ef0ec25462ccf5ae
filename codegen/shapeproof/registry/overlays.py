"""Reads the overlays of operations and services."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from shapeproof.capture.file_names import OVERLAY_FILE
from shapeproof.capture.name_grammar import is_name
from shapeproof.registry.roots import parse_document, read_content, read_document, require_inside, shipped_directory
from shapeproof.registry.service_changes import read_changes

if TYPE_CHECKING:  # slow to import
    from shapeproof.capture.overlay import Overlay
    from shapeproof.capture.rule_entries import RuleEntry

__all__ = [
    "read_operation_overlay_file",
    "read_operation_rules",
    "read_overlay",
    "read_service_overlay_files",
    "read_service_overlays",
]


def read_overlay(operation: Path) -> Overlay:
    """The overlay of an operation together with those of its service; empty if there is none.

    Raises:
        CaptureError: a file can't be read.
    """
    from shapeproof.capture.overlay import Overlay

    own = _overlay(operation.parent.parent, operation / OVERLAY_FILE) or Overlay()
    service, roots = operation.parent.name, (operation.parent.parent, shipped_directory())
    return own.with_service(read_service_overlays(service, roots), read_changes(service, roots))


def read_operation_rules(service: str, method: str, roots: Iterable[Path | None]) -> tuple[RuleEntry, ...]:
    """The rules of the first overlay of an operation in directories of contracts; they hold for other editions, too.

    Args:
        service: the service as botocore names its directory.
        method: the operation in boto3.
        roots: the directories of contracts.

    Raises:
        CaptureError: the overlay can't be read.
    """
    found = _operation_overlay(service, method, roots)
    overlay = _overlay(*found) if found else None
    return overlay.rules if overlay else ()


def read_operation_overlay_file(service: str, method: str, roots: Iterable[Path | None]) -> bytes:
    """The content of the file that `read_operation_rules` reads; empty if there is none. Raises CaptureError."""
    found = _operation_overlay(service, method, roots)
    if found is None:
        return b""
    require_inside(*found)
    return read_content(found[1])


def _operation_overlay(service: str, method: str, roots: Iterable[Path | None]) -> tuple[Path, Path] | None:
    """The first directory of contracts with an overlay of the operation, and that file."""
    if not (is_name("service", service) and is_name("method", method)):
        return None
    files = ((root, root / service / method / OVERLAY_FILE) for root in roots if root is not None)
    return next(((root, file) for root, file in files if file.exists()), None)


def read_service_overlays(service: str, roots: Iterable[Path | None]) -> list[Overlay]:
    """The overlays of a service in directories of contracts, each once; those of Shapeproof apply in every project.

    Args:
        service: the service as botocore names its directory.
        roots: the directories of contracts.

    Raises:
        CaptureError: a file can't be read.
    """
    from shapeproof.capture.overlay import Overlay

    return [
        Overlay.from_json(parse_document(content, file), where=str(file), of_service=True)
        for file, content in read_service_overlay_files(service, roots).items()
    ]


def read_service_overlay_files(service: str, roots: Iterable[Path | None]) -> dict[Path, bytes]:
    """The content of the overlays of a service in directories of contracts, each once, by its path.

    Args:
        service: the service as botocore names its directory.
        roots: the directories of contracts.

    Raises:
        CaptureError: a file can't be read.
    """
    if not is_name("service", service):
        return {}
    directories = {root.resolve(): root for root in roots if root is not None}
    contents: dict[Path, bytes] = {}
    for root in directories.values():
        file = root / service / OVERLAY_FILE
        if file.exists():
            require_inside(root, file)
            contents[file] = read_content(file)
    return contents


def _overlay(root: Path, file: Path) -> Overlay | None:
    if not file.exists():
        return None
    from shapeproof.capture.overlay import Overlay

    require_inside(root, file)
    return Overlay.from_json(read_document(file), where=str(file))
