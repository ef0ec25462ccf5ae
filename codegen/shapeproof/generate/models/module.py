"""Modules of typed models: the source of one module from contracts of one service, in a flavour and a view."""

from __future__ import annotations

from collections.abc import Sequence

from shapeproof.contract import Contract, Part, View
from shapeproof.generate.models.enforcement import Enforcement, measure_enforcement
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_body import generate_body
from shapeproof.generate.models.module_docstring import module_docstring
from shapeproof.generate.models.module_header import module_header
from shapeproof.generate.models.source.literals import docstring
from shapeproof.generate.shared.definitions import ALL_PARTS, RESPONSE_ONLY

__all__ = ["enforcement_by_flavour", "enforcement_of", "generate_module"]


def generate_module(
    contracts: Sequence[Contract],
    flavour: FlavourName,
    view: View = "tolerant",
    names: Sequence[str] | None = None,
    *,
    descriptions: bool = True,
    response_only: bool = False,
) -> str:
    """Generate a module with the models of the responses of some contracts, and of their requests and errors.

    A shape that several operations share is in it once. The same contracts always give the same source. What models of
    the strict view don't enforce is measured, and listed in the module's docstring.

    Args:
        contracts: contracts of one service.
        flavour: the kind of models.
        view: `strict` models enforce every constraint that the flavour can; `tolerant` ones types and required members.
        names: the names and globs that select these contracts on a command line; default: the names of the operations.
        descriptions: whether classes and attributes have docstrings.
        response_only: whether requests and errors have no models.

    Raises:
        UsageError: editions among the contracts define a shape differently.
        MissingExtraError: what generating needs isn't installed.
    """
    parts = RESPONSE_ONLY if response_only else ALL_PARTS
    module = generate_body(contracts, flavour, view, descriptions=descriptions, parts=parts)
    enforcement = enforcement_of(contracts, flavour, parts) if view == "strict" else None
    response = module.classes[contracts[0].response["title"]]
    flags = _flags(descriptions=descriptions, response_only=response_only)
    text = module_docstring(contracts, flavour, view, enforcement, response, names, flags=flags)
    return f"{module_header(contracts)}{docstring(text)}\n\n{module.source}"


def _flags(*, descriptions: bool, response_only: bool) -> list[str]:
    """The options of the command line that aren't as they are by default."""
    flags = {"--no-descriptions": not descriptions, "--response-only": response_only}
    return [flag for flag, is_given in flags.items() if is_given]


def enforcement_of(
    contracts: Sequence[Contract], flavour: FlavourName, parts: tuple[Part, ...] = ALL_PARTS
) -> Enforcement:
    """Measure what a flavour's strict models enforce, for contracts of one service. Raises as `generate_module` does."""
    # Kept with the first contract: a module's docstring and the page about enforcement need the same.
    first, *others = contracts
    return first.derived(_measure, tuple(others), flavour, parts)


def enforcement_by_flavour(contracts: Sequence[Contract]) -> dict[FlavourName, Enforcement]:
    """Measure what the strict models of every flavour enforce. Raises as `generate_module` does."""
    return {flavour.name: enforcement_of(contracts, flavour.name) for flavour in FLAVOURS.values()}


def _measure(
    first: Contract, others: tuple[Contract, ...], flavour: FlavourName, parts: tuple[Part, ...]
) -> Enforcement:
    contracts = (first, *others)
    module = generate_body(contracts, flavour, "strict", parts=parts)
    return measure_enforcement(module.source, contracts, module.classes, FLAVOURS[flavour], parts)
