"""Modules of typed models: the source of one module from contracts of one service, in a flavour and a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapeproof.contract import Contract, View
from shapeproof.generate.models.classes import generate_classes
from shapeproof.generate.models.conversion_table import conversion_table
from shapeproof.generate.models.enforcement import Enforcement, measure_enforcement
from shapeproof.generate.models.flavours import FLAVOURS, FlavourName
from shapeproof.generate.models.member_types import PLACEHOLDER
from shapeproof.generate.models.module_docstring import module_docstring
from shapeproof.generate.models.module_spec import ModuleSpec, module_spec
from shapeproof.generate.models.rendering import render_frame, render_module
from shapeproof.generate.models.source.editing import (
    with_docstrings,
    with_literals,
    with_sorted_imports,
    without_placeholders,
)
from shapeproof.generate.models.source.literals import PythonCode, docstring
from shapeproof.generate.models.source.module_check import ExpectedModule, check_module
from shapeproof.generate.shared.definitions import collect_definitions

__all__ = ["enforcement_by_flavour", "enforcement_of", "generate_module"]


def generate_module(contracts: Sequence[Contract], flavour: FlavourName, view: View = "tolerant") -> str:
    """Generate a module with the models of all requests, responses and errors of some contracts.

    A shape that several operations share is in it once. The same contracts always give the same source. What models of
    the strict view don't enforce is measured, and listed in the module's docstring.

    Args:
        contracts: contracts of one service.
        flavour: the kind of models.
        view: `strict` models enforce every constraint that the flavour can; `tolerant` ones types and required members.

    Raises:
        UsageError: editions among the contracts define a shape differently.
        MissingExtraError: what generating needs isn't installed.
    """
    module = _module_of(contracts, flavour, view)
    enforcement = enforcement_of(contracts, flavour) if view == "strict" else None
    response = module.classes[contracts[0].response["title"]]
    text = module_docstring(contracts, flavour, view, enforcement, response)
    return f"{docstring(text)}\n\n{module.body}"


def enforcement_of(contracts: Sequence[Contract], flavour: FlavourName) -> Enforcement:
    """Measure what a flavour's strict models enforce, for contracts of one service. Raises as `generate_module` does."""
    # Kept with the first contract: a module's docstring and the page about enforcement need the same.
    first, *others = contracts
    return first.derived(_measure, tuple(others), flavour)


def enforcement_by_flavour(contracts: Sequence[Contract]) -> dict[FlavourName, Enforcement]:
    """Measure what the strict models of every flavour enforce. Raises as `generate_module` does."""
    return {flavour.name: enforcement_of(contracts, flavour.name) for flavour in FLAVOURS.values()}


def _measure(first: Contract, others: tuple[Contract, ...], flavour: FlavourName) -> Enforcement:
    contracts = (first, *others)
    module = _module_of(contracts, flavour, "strict")
    return measure_enforcement(module.body, contracts, module.classes, FLAVOURS[flavour])


@dataclass(frozen=True, slots=True)
class _Module:
    """A module's source without its docstring, and the class of each structure and enum, by its AWS name."""

    body: str
    classes: Mapping[str, str]


def _module_of(contracts: Sequence[Contract], flavour: FlavourName, view: View) -> _Module:
    first, *others = contracts
    return first.derived(_generate, tuple(others), flavour, view)


def _generate(first: Contract, others: tuple[Contract, ...], flavour_name: FlavourName, view: View) -> _Module:
    definitions, flavour = collect_definitions((first, *others)), FLAVOURS[flavour_name]
    spec = module_spec(definitions, flavour, view)
    classes = without_placeholders(with_literals(generate_classes(spec, flavour)), PLACEHOLDER, "model_config")
    table = conversion_table(definitions, spec.classes.__getitem__)
    source = with_sorted_imports(
        render_module(
            flavour,
            view,
            spec,
            table,
            classes=PythonCode(with_docstrings(classes, spec.docstrings)),
            open_structures=sorted(spec.classes[name] for name in definitions.errors),
        )
    )
    check_module(source, _expected_module(spec, render_frame(flavour, view, spec, table)))
    return _Module(source, spec.classes)


def _expected_module(spec: ModuleSpec, frame: str) -> ExpectedModule:
    schemas: Mapping[str, Mapping[str, Any]] = spec.schema["$defs"]
    structures = {name: schema["properties"] for name, schema in schemas.items() if "properties" in schema}
    return ExpectedModule(
        frame,
        attributes={
            name: (
                frozenset(members),
                frozenset(spec.field_names.get(f"{name}.{member}", member) for member in members),
            )
            for name, members in structures.items()
        },
        values={name: tuple(schema["enum"]) for name, schema in schemas.items() if "enum" in schema},
        aliases=spec.aliases.keys(),
    )
