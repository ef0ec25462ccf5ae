"""Reads directories of committed contracts: their editions, and the contract of each.

Layout: `<service>/<method>/overlay.json` beside one directory for each edition (see `capture.contract_files`), and
`<service>/overlay.json` for what holds for every operation of the service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from shapeproof.capture.file_names import CAPTURE_AGAIN, CONTRACT_FILE, CONTRACT_FILES, OVERLAY_FILE
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.name_grammar import excerpt, is_name, require_name
from shapeproof.capture.versions import version_key
from shapeproof.contract import Contract, operation_key
from shapeproof.errors import CaptureError
from shapeproof.registry.roots import read_document, require_inside, shipped_directory

if TYPE_CHECKING:  # slow to import, as most of capture
    from shapeproof.capture.model import OperationModel

__all__ = [
    "Edition",
    "editions_below",
    "editions_in",
    "editions_of_operation",
    "read_contract",
    "read_model",
]

OnError = Callable[[CaptureError], object]


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


def editions_below(directory: Path, on_error: OnError) -> list[Edition]:
    """Every edition that a directory of contracts holds. What is wrong with some of them goes to `on_error`."""
    return [edition for operation in sorted(directory.glob("*/*/")) for edition in editions_in(operation, on_error)]


def editions_of_operation(directory: Path, service: str, operation: str) -> list[Edition]:
    """The editions of one operation, named in either spelling, oldest first."""
    service_directory = directory / service
    if not is_name("service", service) or not service_directory.is_dir():
        return []
    key = operation_key(operation)
    entries = sorted(service_directory.iterdir())
    operation_directory = next((entry for entry in entries if operation_key(entry.name) == key), None)
    return editions_in(operation_directory) if operation_directory else []


def _raise(error: CaptureError) -> NoReturn:
    raise error


def editions_in(operation: Path, on_error: OnError = _raise) -> list[Edition]:
    """The editions in the directory of one operation, oldest first.

    Args:
        operation: the directory.
        on_error: called for a directory that can't be that of an edition, and for an overlay that can't be read.

    Raises:
        CaptureError: `on_error` is not given, and there is an error.
    """
    directories: list[Path] = []
    for file in operation.glob(f"*/{CONTRACT_FILE}"):
        try:
            _check_directories(file.parent)
        except CaptureError as error:
            on_error(error)
        else:
            directories.append(file.parent)
    if not directories:
        return []
    directories.sort(key=lambda directory: version_key(directory.name))
    default = directories[-1].name
    is_shipped = shipped_directory() == operation.parents[1]
    try:
        # An overlay may have a hundred rules: of shipped operations with one edition, it isn't read at each start.
        if not (is_shipped and len(directories) == 1):
            default = _default_edition(operation, [directory.name for directory in directories]) or default
    except CaptureError as error:
        on_error(error)
    return [
        Edition(directory, operation.parent.name, operation.name, directory.name, directory.name == default)
        for directory in directories
    ]


def _check_directories(edition: Path) -> None:
    """Check that an edition's directories have names of contracts, and that no link leads out of the root of them."""
    operation, service = edition.parent, edition.parent.parent
    require_name("edition", edition.name, where=str(edition))
    require_name("method", operation.name, where=str(edition))
    require_name("service", service.name, where=str(edition))
    require_inside(service.parent, edition / CONTRACT_FILE)


def read_contract(edition: Edition) -> Contract:
    """The contract of an edition.

    Raises:
        CaptureError: a file of it is missing, can't be read, isn't what capturing writes, or is about another operation
            or edition than its directories say.
    """
    from shapeproof.capture.contract_files import from_files  # slow to import; most contracts are built, not read

    directory = edition.directory
    files = {name: directory / name for name in CONTRACT_FILES if (directory / name).exists()}
    for file in files.values():
        require_inside(directory.parents[2], file)
    documents = {name: read_document(file) for name, file in files.items()}
    is_shipped = shipped_directory() == directory.parents[2]
    contract = from_files(documents, where=str(directory), is_shipped=is_shipped)
    for fact in ("service", "method", "edition"):
        stated, expected = getattr(contract, fact), getattr(edition, fact)
        if stated != expected:
            raise CaptureError(
                f"/{fact}: expected {expected}, the name of its directory, got {stated}",
                where=str(directory / CONTRACT_FILE),
                hint=CAPTURE_AGAIN,
            )
    return contract


def read_model(file: Path) -> OperationModel:
    """The model that an edition was captured from. Raises CaptureError for a file that can't be read."""
    from shapeproof.capture.model import OperationModel

    return OperationModel.from_json(read_document(file), where=str(file))


def _default_edition(operation: Path, committed: Sequence[str]) -> str | None:
    file = operation / OVERLAY_FILE
    if not file.exists():
        return None
    require_inside(operation.parent.parent, file)
    overlay = JsonObject(read_document(file), "overlay", where=str(file))
    default = overlay.string_or_null("default") if "default" in overlay.members else None
    if default not in {None, *committed}:
        raise CaptureError(
            f"/default: expected a committed edition, got {excerpt(default)}",
            where=str(file),
            hint=f"committed editions: {', '.join(committed)}",
        )
    return default
