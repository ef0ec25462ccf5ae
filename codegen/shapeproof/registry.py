"""A name -> a contract. The only reader and writer of contract folders: the user's project, the shipped ones.

Layout: `<service>/<method>/overlay.json` beside one folder for each edition (see `capture.build.contract_files`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from shapeproof.capture.contract_files import CONTRACT_FILE, MODEL_FILE, OVERLAY_FILE, from_files
from shapeproof.contract import Contract, operation_key
from shapeproof.errors import CaptureError, MissingExtraError, UnknownContractError

if TYPE_CHECKING:  # capture takes long to import, and reading committed contracts needs none of it
    from shapeproof.capture.descriptions import Descriptions
    from shapeproof.capture.model import OperationModel
    from shapeproof.capture.overlay import Overlay
    from shapeproof.capture.sources import ModelSource

__all__ = [
    "ContractName",
    "Edition",
    "editions",
    "expected_files",
    "fresh_contract",
    "installed_descriptions",
    "installed_models",
    "known_contracts",
    "load",
    "parse_name",
    "project_contract",
    "write_edition",
]

INSTALLED: Final = "installed"
PROJECT_FOLDER: Final = "schemas"
_CHECKOUT: Final = Path(__file__).parents[2] / "schemas"
_PACKAGED: Final = Path(__file__).parent / "_schemas"


@dataclass(frozen=True, slots=True)
class ContractName:
    """`SERVICE.OPERATION[@EDITION]`, taken apart; the operation as it was written."""

    service: str
    operation: str
    edition: str | None

    def __str__(self) -> str:
        return f"{self.service}.{self.operation}" + (f"@{self.edition}" if self.edition else "")


@dataclass(frozen=True, slots=True)
class Edition:
    """One committed edition: where it lies, and whether a bare name means it."""

    folder: Path
    service: str
    method: str
    edition: str
    is_default: bool


def parse_name(name: str) -> ContractName:
    """Take a contract's name apart. Raises UnknownContractError if it has another form."""
    service, dot, rest = name.partition(".")
    operation, at, edition = rest.partition("@")
    if not (service and dot and operation) or "@" in service or (at and not edition):
        raise UnknownContractError(
            f"{name!r} is no contract's name",
            hint="a name is SERVICE.OPERATION[@EDITION], such as sagemaker.describe_hyper_parameter_tuning_job",
        )
    return ContractName(service.lower(), operation, edition or None)  # botocore's folders are all lower case


def load(name: str, schemas: str | Path | None = None) -> Contract:
    """The contract called `name`: `SERVICE.OPERATION[@EDITION]`, the operation in either case.

    Looked up in the project's contracts (`schemas`, by default the folder `schemas` here), in the shipped ones, then in
    the installed botocore. Never the network. Raises UnknownContractError if none has it, saying what to do.
    """
    wanted = parse_name(name)
    if wanted.edition != INSTALLED:
        for place in _places(schemas):
            found = _pick(_of_operation(place, wanted), wanted.edition)
            if found:
                return _read(found.folder.resolve())
    return _from_installed(wanted, schemas)


def project_contract(service: str, operation: str, schemas: Path) -> Contract | None:
    """The contract that a bare name means in the project's own folder `schemas`; None if it has none of that name."""
    found = _pick(_of_operation(schemas, ContractName(service, operation, None)), None)
    return _read(found.folder.resolve()) if found else None


def editions(schemas: str | Path | None = None) -> list[Edition]:
    """Every committed edition of the project and of the shipped contracts, by name; the project's hide shipped ones."""
    found: dict[tuple[str, str, str], Edition] = {}
    for place in reversed(_places(schemas)):
        for operation in sorted(place.glob("*/*/")):
            ours = _in_folder(operation)
            if ours:  # what was the default elsewhere is none beside these
                found = {
                    key: replace(one, is_default=False) if key[:2] == (ours[0].service, ours[0].method) else one
                    for key, one in found.items()
                }
            found |= {(one.service, one.method, one.edition): one for one in ours}
    return sorted(found.values(), key=lambda one: (one.service, one.method, _version_key(one.edition)))


def known_contracts(schemas: str | Path | None = None) -> Iterator[Contract]:
    """The contract that each bare name of the project and of the shipped contracts means."""
    names = dict.fromkeys(f"{one.service}.{one.method}" for one in editions(schemas))
    return (load(name, schemas) for name in names)


@lru_cache(maxsize=1)
def installed_models() -> ModelSource:
    """The installed botocore's models, kept for the life of the process. Raises MissingExtraError."""
    from shapeproof.capture.sources import installed

    return installed()


def installed_descriptions(contract: Contract) -> Descriptions:
    """What the installed botocore says in prose of the contract's operation, by place; nothing if it doesn't know it."""
    try:
        return installed_models().descriptions(contract.service, contract.operation)
    except (MissingExtraError, UnknownContractError):
        return {}


def expected_files(operation: Path) -> dict[Path, str]:
    """Every file that the editions under an operation's folder should hold, built from their models and the overlay.

    Raises CaptureError for an overlay's entry that matches no edition, and for a file that can't be read.
    """
    from shapeproof.capture.build import contract_files, lost_scenarios

    overlay = _overlay(operation)
    models = {folder.parent: _model(folder) for folder in sorted(operation.glob(f"*/{MODEL_FILE}"))}
    problems = overlay.unmatched(models.values())
    problems += [
        f"the scenario {name} matches no committed edition" for name in lost_scenarios(overlay, models.values())
    ]
    if problems:
        raise CaptureError(problems[0], where=str(operation / OVERLAY_FILE), hint="mend the entry, or take it out")
    return {
        folder / name: text for folder, model in models.items() for name, text in contract_files(model, overlay).items()
    }


def fresh_contract(operation: Path) -> Contract:
    """The edition that a bare name means of an operation's folder, built anew from its model and the overlay.

    Raises CaptureError for a file that can't be read.
    """
    from shapeproof.capture.build import build

    (default,) = (one for one in _in_folder(operation) if one.is_default)
    return build(_model(default.folder / MODEL_FILE), _overlay(operation))


def write_edition(schemas: Path, model: OperationModel) -> Path:
    """Write the contract of `model` below `schemas`, its overlay applied if it has one; returns the edition's folder."""
    from shapeproof.capture.build import contract_files

    operation = schemas.joinpath(*model.name.split("."))
    folder = operation / model.edition
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contract_files(model, _overlay(operation)).items():
        (folder / name).write_text(text, encoding="utf-8")
    _read.cache_clear()
    return folder


def _places(schemas: str | Path | None) -> tuple[Path, ...]:
    if schemas is not None and not Path(schemas).is_dir():
        raise UnknownContractError("there is no such folder of contracts", where=str(schemas))
    project = Path(schemas) if schemas is not None else Path(PROJECT_FOLDER)
    shipped = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return tuple(place for place in (project, shipped) if place.is_dir())


def _of_operation(place: Path, wanted: ContractName) -> list[Edition]:
    service = place / wanted.service
    if not service.is_dir():
        return []
    key = operation_key(wanted.operation)
    folder = next((entry for entry in sorted(service.iterdir()) if operation_key(entry.name) == key), None)
    return _in_folder(folder) if folder else []


def _in_folder(operation: Path) -> list[Edition]:
    folders = sorted(
        (file.parent for file in operation.glob(f"*/{CONTRACT_FILE}")), key=lambda one: _version_key(one.name)
    )
    if not folders:
        return []
    default = _default_edition(operation) or folders[-1].name
    return [Edition(one, operation.parent.name, operation.name, one.name, one.name == default) for one in folders]


def _pick(found: list[Edition], edition: str | None) -> Edition | None:
    if edition is None:
        return next((one for one in found if one.is_default), None)
    exact = next((one for one in found if one.edition == edition), None)
    return exact or next((one for one in found if _covers(one, edition)), None)


def _covers(one: Edition, edition: str) -> bool:
    through = _document(one.folder / CONTRACT_FILE).get("through") or one.edition
    return _version_key(one.edition) <= _version_key(edition) <= _version_key(through)


def _version_key(version: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))


@lru_cache(maxsize=1024)
def _built(service: str, operation: str) -> Contract:
    """The installed botocore's contract of an operation, in the spelling that was asked for."""
    from shapeproof.capture.build import build

    return build(installed_models().find(service, operation))


def _from_installed(wanted: ContractName, schemas: str | Path | None) -> Contract:
    try:
        source = installed_models()
        if wanted.edition in {None, INSTALLED, source.version}:
            return _built(wanted.service, wanted.operation)
    except MissingExtraError as missing:
        raise UnknownContractError(
            f"no committed contract is called {wanted}, and botocore, which might have it, isn't installed",
            hint=_nearest(wanted, schemas)
            or (missing.hint if wanted.edition in {None, INSTALLED} else _how_to_capture(wanted)),
        ) from None
    except UnknownContractError as unknown:
        raise UnknownContractError(
            unknown.message, hint=unknown.hint or _nearest(wanted, schemas) or _how_to_capture(wanted)
        ) from None
    raise UnknownContractError(
        f"no committed contract is called {wanted}, and the installed botocore is {source.version}",
        hint=_how_to_capture(wanted),
    )


def _how_to_capture(wanted: ContractName) -> str:
    version = "VERSION" if wanted.edition in {None, INSTALLED} else wanted.edition
    return (
        f"capture it from a botocore that has it: shapeproof capture {wanted.service}.{wanted.operation} "
        f"--botocore botocore-{version}-py3-none-any.whl"
    )


def _nearest(wanted: ContractName, schemas: str | Path | None) -> str | None:
    from difflib import get_close_matches

    names = {f"{one.service}.{one.method}" for one in editions(schemas)}
    if any(operation_key(name) == operation_key(f"{wanted.service}.{wanted.operation}") for name in names):
        return None  # it is the edition that is unknown
    near = get_close_matches(f"{wanted.service}.{wanted.operation}", sorted(names), n=2)
    return f"did you mean {' or '.join(near)}?" if near else None


@lru_cache(maxsize=512)
def _read(folder: Path) -> Contract:
    documents = {file.name: _document(file) for file in folder.glob("*.json") if file.name != MODEL_FILE}
    try:
        return from_files(documents)
    except (KeyError, TypeError) as error:
        raise CaptureError(
            f"this contract lacks {error}", where=str(folder), hint="capture it again: shapeproof capture NAME"
        ) from None


def _default_edition(operation: Path) -> str | None:
    file = operation / OVERLAY_FILE
    return _document(file).get("default") if file.is_file() else None


def _overlay(operation: Path) -> Overlay:
    from shapeproof.capture.overlay import Overlay

    file = operation / OVERLAY_FILE
    return Overlay.from_json(_document(file), where=str(file)) if file.is_file() else Overlay()


def _model(file: Path) -> OperationModel:
    from shapeproof.capture.model import OperationModel

    return OperationModel.from_json(_document(file), where=str(file))


def _document(file: Path) -> Mapping[str, Any]:
    try:
        document: Any = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CaptureError(f"this file can't be read: {error}", where=str(file)) from None
    if not isinstance(document, dict):
        raise CaptureError("this file holds no JSON object", where=str(file))
    return cast("dict[str, Any]", document)
