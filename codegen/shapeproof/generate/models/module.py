"""Typed models: the source of a module or a package from contracts of one service, in a flavour and a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from shapeproof.contract import Contract, Part, View
from shapeproof.errors import needs_extra
from shapeproof.generate.models.enforcement import Enforcement, measure_enforcement
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.module_body import ModuleBody, generate_body
from shapeproof.generate.models.module_docstring import module_docstring
from shapeproof.generate.models.module_header import module_header
from shapeproof.generate.models.package_body import package_body
from shapeproof.generate.models.source.literals import docstring
from shapeproof.generate.models.source.module_names import BASE
from shapeproof.generate.shared.definitions import ALL_PARTS, RESPONSE_ONLY

__all__ = ["enforcement_by_flavour", "enforcement_of", "generate_module", "generate_package"]


_PART_TEXT: Final = "A part of the package: import models from the package itself, which says how to regenerate it."


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
    options = _Options(flavour, view, descriptions, response_only)
    body, text = _body_and_docstring(contracts, names, options)
    return f"{module_header(contracts)}{docstring(text)}\n\n{body.source}"


def generate_package(
    contracts: Sequence[Contract],
    flavour: FlavourName,
    view: View = "tolerant",
    names: Sequence[str] | None = None,
    *,
    descriptions: bool = True,
    response_only: bool = False,
) -> dict[str, str]:
    """Generate the modules of a package that has the models of `generate_module` under the same names.

    Args and errors are those of `generate_module`.

    Returns:
        The source of each module, by the name of its file.
    """
    options = _Options(flavour, view, descriptions, response_only, is_split=True)
    body, text = _body_and_docstring(contracts, names, options)
    package = package_body(body)
    header = module_header(contracts, of_package=True)
    sources = {BASE: package.base, **package.modules}
    return {
        "__init__.py": f"{header}{docstring(text)}\n\n{package.init}",
        **{f"{name}.py": f"{header}{docstring(_PART_TEXT)}\n\n{source}" for name, source in sources.items()},
    }


_needs_its_extra: Final = needs_extra("generating models", extra="generate")
"""A flavour looks at its library in many places, and others may have brought some of what is needed."""


class _Options(NamedTuple):
    """What is generated: as options of the command line say it, too."""

    flavour: FlavourName
    view: View
    has_descriptions: bool
    is_response_only: bool
    is_split: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        return RESPONSE_ONLY if self.is_response_only else ALL_PARTS

    @property
    def flags(self) -> list[str]:
        """The options of the command line that aren't as they are by default."""
        flags = {
            "--no-descriptions": not self.has_descriptions,
            "--response-only": self.is_response_only,
            "--split": self.is_split,
        }
        return [flag for flag, is_given in flags.items() if is_given]


@_needs_its_extra
def _body_and_docstring(
    contracts: Sequence[Contract], names: Sequence[str] | None, options: _Options
) -> tuple[ModuleBody, str]:
    flavour, view, parts = options.flavour, options.view, options.parts
    body = generate_body(contracts, flavour, view, descriptions=options.has_descriptions, parts=parts)
    enforcement = enforcement_of(contracts, flavour, parts) if view == "strict" else None
    response = body.classes[contracts[0].response["title"]]
    return body, module_docstring(contracts, flavour, view, enforcement, response, names, flags=options.flags)


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


@_needs_its_extra
def _measure(
    first: Contract, others: tuple[Contract, ...], flavour: FlavourName, parts: tuple[Part, ...]
) -> Enforcement:
    contracts = (first, *others)
    module = generate_body(contracts, flavour, "strict", parts=parts)
    return measure_enforcement(module.source, contracts, module.classes, FLAVOURS[flavour], parts)
