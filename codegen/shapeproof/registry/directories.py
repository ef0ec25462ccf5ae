"""Reads directories of committed contracts: their editions, and the contract of each.

Layout: `<service>/<method>/overlay.json` beside one directory for each edition (see `capture.contract_files`), and
`<service>/overlay.json` for what holds for every operation of the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from shapeproof.capture.file_names import CAPTURE_AGAIN, CONTRACT_FILE, CONTRACT_FILES, OVERLAY_FILE
from shapeproof.capture.json_object import JsonObject
from shapeproof.capture.json_reading import parse_object
from shapeproof.capture.name_grammar import excerpt, is_name, require_name
from shapeproof.capture.versions import version_key
from shapeproof.contract import Contract, operation_key
from shapeproof.errors import CaptureError, UnknownContractError
from shapeproof.files import read_file
from shapeproof.registry.output_paths import require_below

if TYPE_CHECKING:  # slow to import, as most of capture
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
    "read_service_overlay_files",
    "read_service_overlays",
    "shipped_directory",
]

OnError = Callable[[CaptureError], object]

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
    try:
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
    _require_inside(service.parent, edition / CONTRACT_FILE)


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
        _require_inside(directory.parents[2], file)
    documents = {name: _document(file) for name, file in files.items()}
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

    return OperationModel.from_json(_document(file), where=str(file))


def read_overlay(operation: Path) -> Overlay:
    """The overlay of an operation together with those of its service; empty if there is none.

    Raises:
        CaptureError: a file can't be read.
    """
    from shapeproof.capture.overlay import Overlay

    own = _overlay(operation.parent.parent, operation / OVERLAY_FILE) or Overlay()
    return own.with_service(
        read_service_overlays(operation.parent.name, (operation.parent.parent, shipped_directory()))
    )


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
        Overlay.from_json(_parsed(content, file), where=str(file), of_service=True)
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
            _require_inside(root, file)
            contents[file] = _content(file)
    return contents


def _overlay(root: Path, file: Path) -> Overlay | None:
    from shapeproof.capture.overlay import Overlay

    if not file.exists():
        return None
    _require_inside(root, file)
    return Overlay.from_json(_document(file), where=str(file))


def _default_edition(operation: Path, committed: Sequence[str]) -> str | None:
    file = operation / OVERLAY_FILE
    if not file.exists():
        return None
    _require_inside(operation.parent.parent, file)
    overlay = JsonObject(_document(file), "overlay", where=str(file))
    default = overlay.string_or_null("default") if "default" in overlay.members else None
    if default not in {None, *committed}:
        raise CaptureError(
            f"/default: expected a committed edition, got {excerpt(default)}",
            where=str(file),
            hint=f"committed editions: {', '.join(committed)}",
        )
    return default


def _require_inside(root: Path, path: Path) -> None:
    """Check that no link leads out of a directory of contracts. Installers may link those that ship with Shapeproof."""
    if root not in {_PACKAGED, _CHECKOUT}:
        require_below(root, path)


def _document(file: Path) -> Mapping[str, Any]:
    return _parsed(_content(file), file)


def _content(file: Path) -> bytes:
    try:
        return read_file(file)
    except (OSError, ValueError) as error:
        raise CaptureError(f"this file can't be read: {error}", where=str(file)) from error


def _parsed(content: bytes, file: Path) -> Mapping[str, Any]:
    try:
        return parse_object(content)
    except ValueError as error:
        raise CaptureError(f"this file can't be read: {error}", where=str(file)) from error
