"""The directories of contracts: a project's own, and those that ship with Shapeproof; and the files in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from shapeproof.capture.json_reading import parse_object
from shapeproof.errors import CaptureError, UnknownContractError
from shapeproof.files import read_file
from shapeproof.registry.output_paths import require_below

__all__ = [
    "PROJECT_DIRECTORY",
    "existing_directory",
    "parse_document",
    "project_directory",
    "read_content",
    "read_document",
    "require_inside",
    "shipped_directory",
]

PROJECT_DIRECTORY: Final = "schemas"
_CHECKOUT: Final = Path(__file__).parents[3] / "schemas"
_PACKAGED: Final = Path(__file__).parents[1] / "_schemas"


def existing_directory(directory: str | Path) -> Path:
    """The resolved path of a directory of contracts. Raises UnknownContractError if it doesn't exist."""
    if not Path(directory).is_dir():
        raise UnknownContractError(
            "there is no such directory of contracts",
            where=str(directory),
            hint="shapeproof capture NAME --output DIR writes one",
        )
    return Path(directory).resolve()


def project_directory(root: Path) -> Path | None:
    """The directory of a project's own contracts; None if it has none."""
    directory = root / PROJECT_DIRECTORY
    return directory.resolve() if directory.is_dir() else None


def shipped_directory() -> Path | None:
    """The directory of the shipped contracts, in the wheel or in a checkout; None if there is none."""
    return next((directory for directory in (_PACKAGED, _CHECKOUT) if directory.is_dir()), None)


def require_inside(root: Path, path: Path) -> None:
    """Check that no link leads out of a directory of contracts. Installers may link those that ship with Shapeproof."""
    if root not in {_PACKAGED, _CHECKOUT}:
        require_below(root, path)


def read_document(file: Path) -> Mapping[str, Any]:
    return parse_document(read_content(file), file)


def read_content(file: Path) -> bytes:
    try:
        return read_file(file)
    except (OSError, ValueError) as error:
        raise CaptureError(f"this file can't be read: {error}", where=str(file)) from error


def parse_document(content: bytes, file: Path) -> Mapping[str, Any]:
    try:
        return parse_object(content)
    except ValueError as error:
        raise CaptureError(f"this file can't be read: {error}", where=str(file)) from error
