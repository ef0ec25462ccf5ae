"""The paths of generated files: a module or a package for each service, a page for each operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from shapeproof.contract import Contract, View
from shapeproof.contract.timeline import Timeline
from shapeproof.errors import UsageError
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.generate.shared.naming import module_name
from shapeproof.registry.output_paths import path_below

__all__ = ["by_service", "earlier_places", "model_files", "page_files", "page_name"]

PageFormat = Literal["markdown", "html"]
_SUFFIXES: Final[Mapping[PageFormat, str]] = {"markdown": ".md", "html": ".html"}


def by_service(contracts: Iterable[Contract]) -> dict[str, list[Contract]]:
    """The contracts of each service, in the order given and without duplicates."""
    services: dict[str, list[Contract]] = {}
    for contract in contracts:
        known = services.setdefault(contract.service, [])
        if contract.name not in {other.name for other in known}:
            known.append(contract)
    return services


def model_files(
    contracts: Sequence[Contract],
    output: Path,
    flavour: FlavourName,
    view: View,
    names: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    descriptions: bool = True,
    response_only: bool = False,
    split: bool = False,
) -> dict[Path, str]:
    """The source of each module by its path. Writes nothing.

    Args:
        contracts: contracts of one or several services.
        output: a `.py` file for one module, or a directory for a module or a package of each service.
        flavour: the kind of models.
        view: the view that the models state.
        names: by service, the names and globs that selected its contracts; default: the names of the operations.
        descriptions: whether classes and attributes have docstrings.
        response_only: whether requests and errors have no models.
        split: whether to write packages.

    Raises:
        UsageError: `output` is another kind of file, one file for several services, or one for a package; and as `generate_module` does.
        CaptureError: a path would lead out of `output`.
    """
    from shapeproof.generate.models.module import generate_module, generate_package

    services = by_service(contracts)
    _refuse_other_files(output, ".py")
    if split:
        if output.suffix == ".py":
            raise UsageError(
                "--split writes a package", where=str(output), hint="give a directory, for a package of each service"
            )
        return {
            path_below(output, module_name(service), name): text
            for service, group in services.items()
            for name, text in generate_package(
                group, flavour, view, names.get(service), descriptions=descriptions, response_only=response_only
            ).items()
        }
    if output.suffix == ".py":
        if len(services) > 1:
            raise UsageError(
                f"one module can't contain models of {len(services)} services",
                where=str(output),
                hint="give a directory, for a module of each service",
            )
        (service,) = services
        paths = {service: output}
    else:
        paths = {service: path_below(output, f"{module_name(service)}.py") for service in services}
    return {
        paths[service]: generate_module(
            group, flavour, view, names.get(service), descriptions=descriptions, response_only=response_only
        )
        for service, group in services.items()
    }


def earlier_places(files: Iterable[Path]) -> tuple[set[Path], set[Path]]:
    """Where earlier runs may have left models of the same services: the directories of packages, and modules.

    Python would import a package instead of a module that has its name.

    Args:
        files: what `model_files` returned for a directory.
    """
    packages = {path.parent for path in files if path.name == "__init__.py"}
    modules = {path for path in files if path.parent not in packages}
    return packages | {path.with_suffix("") for path in modules}, {path.with_suffix(".py") for path in packages}


def _refuse_other_files(output: Path, suffix: str) -> None:
    """Raise UsageError for a name such as `models.txt`; `v1.2` may be a directory."""
    if output.suffix[1:].isalpha() and output.suffix != suffix:
        raise UsageError(
            f"expected a directory or a {suffix} file",
            where=str(output),
            hint=f"for example {output.with_suffix(suffix)}",
        )


def page_name(contract: Contract, page_format: PageFormat) -> str:
    """The path of a page in its directory: `sagemaker/describe_hyper_parameter_tuning_job.md`."""
    return f"{contract.service}/{contract.method}{_SUFFIXES[page_format]}"


def page_files(
    contracts: Sequence[Contract],
    output: Path,
    page_format: PageFormat,
    timelines: Mapping[str, Timeline] = MappingProxyType({}),
) -> dict[Path, str]:
    """The text of each page by its path. Writes nothing.

    Args:
        contracts: contracts of one or several operations.
        output: a file with the suffix of the format for one page, or a directory for a page of each operation.
        page_format: the format of the pages.
        timelines: what came and went in responses of an operation, by its name.

    Raises:
        UsageError: `output` is another kind of file, or one file for several operations.
        CaptureError: a path would lead out of `output`.
    """
    from shapeproof.generate.docs.rendering import html, markdown

    render = markdown if page_format == "markdown" else html
    _refuse_other_files(output, _SUFFIXES[page_format])
    if output.suffix == _SUFFIXES[page_format]:
        if len(contracts) > 1:
            raise UsageError(
                f"one page can't describe {len(contracts)} operations",
                where=str(output),
                hint="give a directory, for a page of each operation",
            )
        return {output: render(contracts[0], timelines.get(contracts[0].operation_name))}
    return {
        path_below(output, *page_name(contract, page_format).split("/")): render(
            contract, timelines.get(contract.operation_name)
        )
        for contract in contracts
    }
