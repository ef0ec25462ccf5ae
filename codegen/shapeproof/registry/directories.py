"""Reads directories of committed contracts: their editions, and the contract of each.

Layout: `<service>/<method>/overlay.json` beside one directory for each edition (see `capture.contract_files`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from shapeproof.capture.contract_files import CAPTURE_AGAIN, CONTRACT_FILE, MODEL_FILE, OVERLAY_FILE, from_files
from shapeproof.capture.json_object import JsonObject
from shapeproof.contract import Contract, operation_key
from shapeproof.errors import CaptureError, UnknownContractError
from shapeproof.files import read_file

if TYPE_CHECKING:  # the rest of capture is slow to import, and reading committed contracts needs none of it
    from shapeproof.capture.model import OperationModel
    from shapeproof.capture.overlay import Overlay

__all__ = [
    "PROJECT_DIRECTORY",
    "Edition",
    "editions_below",
    "editions_of_operation",
    "existing_directory",
    "pick_edition",
    "project_directory",
    "read_contract",
    "read_model",
    "read_overlay",
    "shipped_directory",
    "version_key",
]

PROJECT_DIRECTORY: Final = "schemas"
_CHECKOUT: Final = Path(__file__).parents[3] / "schemas"
_PACKAGED: Final = Path(__file__).parents[1] / "_schemas"


@dataclass(frozen=True, slots=True)
class Edition:
    """One committed edition of an operation's contract.

    Attributes:
        directory: the directory of its files.
        service: the service as botocore names its directory.
        method: the operation in boto3.
        edition: the botocore version.
        is_default: whether a name without an edition means it.
    """

    directory: Path
    service: str
    method: str
    edition: str
    is_default: bool

    @property
    def operation_name(self) -> str:
        """`sagemaker.describe_hyper_parameter_tuning_job`."""
        return f"{self.service}.{self.method}"


def existing_directory(directory: str | Path) -> Path:
    """The resolved path of a directory of contracts. Raises UnknownContractError if it doesn't exist."""
    if not Path(directory).is_dir():
        raise UnknownContractError("there is no such directory of contracts", where=str(directory))
    return Path(directory).resolve()


def project_directory(root: Path) -> Path | None:
    """The directory of a project's own contracts; None if it has none."""
    directory = root / PROJECT_DIRECTORY
    return directory.resolve() if directory.is_dir() else None


def shipped_directory() -> Path | None:
    """The directory of the shipped contracts, in the wheel or in a checkout; None if there is none."""
    return next((directory for directory in (_PACKAGED, _CHECKOUT) if directory.is_dir()), None)


def editions_below(directory: Path) -> list[Edition]:
    """Every edition that a directory of contracts holds."""
    return [edition for operation in sorted(directory.glob("*/*/")) for edition in editions_in(operation)]


def editions_of_operation(directory: Path, service: str, operation: str) -> list[Edition]:
    """The editions of one operation, named in either spelling, oldest first."""
    service_directory = directory / service
    if not service_directory.is_dir():
        return []
    key = operation_key(operation)
    entries = sorted(service_directory.iterdir())
    operation_directory = next((entry for entry in entries if operation_key(entry.name) == key), None)
    return editions_in(operation_directory) if operation_directory else []


def editions_in(operation: Path) -> list[Edition]:
    """The editions in the directory of one operation, oldest first."""
    directories = sorted(
        (file.parent for file in operation.glob(f"*/{CONTRACT_FILE}")),
        key=lambda directory: version_key(directory.name),
    )
    if not directories:
        return []
    default = _default_edition(operation) or directories[-1].name
    return [
        Edition(directory, operation.parent.name, operation.name, directory.name, directory.name == default)
        for directory in directories
    ]


def pick_edition(editions: Sequence[Edition], version: str | None) -> Edition | None:
    """The default edition where no version is asked for; else the one of that version, or the one that covers it."""
    if version is None:
        return next((edition for edition in editions if edition.is_default), None)
    exact = next((edition for edition in editions if edition.edition == version), None)
    return exact or next((edition for edition in editions if _covers(edition, version)), None)


def _covers(edition: Edition, version: str) -> bool:
    file = edition.directory / CONTRACT_FILE
    contract = JsonObject(_document(file), "file", where=str(file), hint=CAPTURE_AGAIN)
    through = contract.string_or_null("through") or edition.edition
    return version_key(edition.edition) <= version_key(version) <= version_key(through)


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """The key by which versions are ordered: numeric parts by value, after any others."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))


def read_contract(directory: Path) -> Contract:
    """The contract in the directory of an edition.

    Raises:
        CaptureError: a file of it is missing, can't be read, or lacks what a contract has.
    """
    documents = {file.name: _document(file) for file in directory.glob("*.json") if file.name != MODEL_FILE}
    return from_files(documents, where=str(directory))


def read_model(file: Path) -> OperationModel:
    """The model that an edition was captured from. Raises CaptureError for a file that can't be read."""
    from shapeproof.capture.model import OperationModel

    return OperationModel.from_json(_document(file), where=str(file))


def read_overlay(operation: Path) -> Overlay:
    """The overlay of an operation, empty if it has none. Raises CaptureError for a file that can't be read."""
    from shapeproof.capture.overlay import Overlay

    file = operation / OVERLAY_FILE
    return Overlay.from_json(_document(file), where=str(file)) if file.is_file() else Overlay()


def _default_edition(operation: Path) -> str | None:
    file = operation / OVERLAY_FILE
    if not file.is_file():
        return None
    overlay = JsonObject(_document(file), "overlay", where=str(file))
    return overlay.string_or_null("default") if "default" in overlay.members else None


def _document(file: Path) -> Mapping[str, Any]:
    try:
        document: Any = json.loads(read_file(file))
    except (OSError, ValueError) as error:
        raise CaptureError(f"this file can't be read: {error}", where=str(file)) from error
    if not isinstance(document, dict):
        raise CaptureError("this file does not hold a JSON object", where=str(file))
    return cast("dict[str, Any]", document)
