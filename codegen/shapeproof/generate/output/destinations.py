"""Where generated files go: a module for each service, a page for each operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from shapeproof.contract import Contract, View
from shapeproof.errors import UsageError
from shapeproof.generate.models.flavours import FlavourName
from shapeproof.generate.shared.naming import module_name

__all__ = ["by_service", "model_files", "page_files", "page_name"]

PageFormat = Literal["markdown", "html"]
_SUFFIXES: Final[Mapping[PageFormat, str]] = {"markdown": ".md", "html": ".html"}


def by_service(contracts: Iterable[Contract]) -> dict[str, list[Contract]]:
    """The contracts of each service, in the order in which they were named; one that was named twice is there once."""
    services: dict[str, list[Contract]] = {}
    for contract in contracts:
        known = services.setdefault(contract.service, [])
        if contract.name not in {one.name for one in known}:
            known.append(contract)
    return services


def model_files(contracts: Sequence[Contract], output: Path, flavour: FlavourName, view: View) -> dict[Path, str]:
    """Path -> text: one module where `output` is a `.py` file, else one for each service in that folder.

    Raises UsageError for a file of another kind, for a file and several services, and as `models` does.
    """
    from shapeproof.generate.models.models import models

    services = by_service(contracts)
    _refuse_other_files(output, ".py")
    if output.suffix == ".py":
        if len(services) > 1:
            raise UsageError(
                f"one module can't hold the models of {len(services)} services",
                where=str(output),
                hint="name a folder: it gets a module for each",
            )
        (found,) = services.values()
        return {output: models(found, flavour, view)}
    return {output / f"{module_name(service)}.py": models(found, flavour, view) for service, found in services.items()}


def _refuse_other_files(output: Path, suffix: str) -> None:
    """`models.txt` is hardly meant as a folder; `v1.2` may be."""
    if output.suffix[1:].isalpha() and output.suffix != suffix:
        raise UsageError("this names neither a folder nor such a file", where=str(output), hint=f"end it in {suffix}")


def page_name(contract: Contract, page_format: PageFormat) -> str:
    """`sagemaker/describe_hyper_parameter_tuning_job.md`"""
    return f"{contract.service}/{contract.method}{_SUFFIXES[page_format]}"


def page_files(contracts: Sequence[Contract], output: Path, page_format: PageFormat) -> dict[Path, str]:
    """Path -> text: one page where `output` ends as the format does, else one for each operation below that folder.

    Raises UsageError for a file of another kind, and for a file and several operations.
    """
    from shapeproof.generate.docs.rendering import html, markdown

    write = markdown if page_format == "markdown" else html
    _refuse_other_files(output, _SUFFIXES[page_format])
    if output.suffix == _SUFFIXES[page_format]:
        if len(contracts) > 1:
            raise UsageError(
                f"one page can't describe {len(contracts)} operations",
                where=str(output),
                hint="name a folder: it gets a page for each",
            )
        return {output: write(contracts[0])}
    return {output / page_name(contract, page_format): write(contract) for contract in contracts}
