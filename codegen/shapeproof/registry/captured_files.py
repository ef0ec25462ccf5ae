"""Builds the files of captured contracts from their models and overlays, and writes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from shapeproof.atomic_files import write_atomically
from shapeproof.capture.build import build, contract_files, stale_entries
from shapeproof.capture.file_names import MODEL_FILE, OVERLAY_FILE, SCHEMA_FILES
from shapeproof.capture.model import OperationModel
from shapeproof.contract import Contract
from shapeproof.errors import CaptureError
from shapeproof.registry.directories import editions_in, read_model
from shapeproof.registry.output_paths import path_below
from shapeproof.registry.overlays import read_overlay
from shapeproof.rules.reading import has_rules

if TYPE_CHECKING:  # slow to import
    from shapeproof.capture.overlay import Overlay

__all__ = ["expected_files", "fresh_contracts", "unused_entries", "write_edition"]


def expected_files(operation: Path) -> dict[Path, str]:
    """Every file that the editions of an operation should hold, built from their models and the overlay.

    Args:
        operation: the directory of the operation.

    Returns:
        The content of each file, by path.

    Raises:
        CaptureError: an entry of the overlay matches no edition, or a file can't be read.
    """
    overlay = read_overlay(operation)
    models = {file.parent: read_model(file) for file in sorted(operation.glob(f"*/{MODEL_FILE}"))}
    if stale := stale_entries(overlay, models.values()):
        raise CaptureError(stale[0], where=str(operation / OVERLAY_FILE), hint="correct the entry, or remove it")
    return {
        edition / name: text
        for edition, model in models.items()
        for name, text in _files(model, overlay, operation).items()
    }


def unused_entries(operation: Path) -> list[str]:
    """A message for each entry of an operation's overlay that matches none of its editions.

    Args:
        operation: the directory of the operation.

    Raises:
        CaptureError: a file can't be read.
    """
    models = [read_model(file) for file in sorted(operation.glob(f"*/{MODEL_FILE}"))]
    return [f"{operation / OVERLAY_FILE}: {message}" for message in stale_entries(read_overlay(operation), models)]


def fresh_contracts(operation: Path) -> list[Contract]:
    """The editions of an operation, built anew from their models and the overlay: the default one, then the others.

    Args:
        operation: the directory of the operation.

    Raises:
        CaptureError: a file can't be read.
    """
    editions = sorted(editions_in(operation), key=lambda edition: not edition.is_default)
    overlay = read_overlay(operation)
    return [build(read_model(edition.directory / MODEL_FILE), overlay) for edition in editions]


def write_edition(directory: Path, model: OperationModel, *, below: Path | None = None) -> Path:
    """Write the contract of a model, its overlay applied if it has one.

    Args:
        directory: the directory of contracts to write below.
        model: the operation's model.
        below: a directory that no link may leave; default: `directory`.

    Returns:
        The directory of the edition.

    Raises:
        CaptureError: the model or the overlay is invalid, or a path would lead out of `directory`.
        OSError: a file can't be written; it names the file.
    """
    names = *model.name.split("."), model.edition
    edition = path_below(directory, *names)
    files = {
        path_below(directory, *names, name): text
        for name, text in _files(model, read_overlay(edition.parent), edition.parent).items()
    }
    for path, text in files.items():
        write_atomically(path, text, below=below or directory)
    return edition


def _files(model: OperationModel, overlay: Overlay, operation: Path) -> dict[str, str]:
    """The files of an edition, by name. Raises CaptureError if they, or the examples of its rules, are invalid."""
    files = contract_files(model, overlay)
    response = json.loads(files[SCHEMA_FILES["response"]])
    if has_rules(response):
        from shapeproof.registry.rule_examples import check_rule_examples  # few contracts have rules

        check_rule_examples(response, where=str(operation / OVERLAY_FILE))
    return files
