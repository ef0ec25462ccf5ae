"""A module of models without its docstring: generated, edited and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shapeproof.contract import Contract, Part, View
from shapeproof.generate.models.classes import generate_classes
from shapeproof.generate.models.conversion_table import ConversionTable, conversion_table
from shapeproof.generate.models.flavours import FLAVOURS, Flavour, FlavourName
from shapeproof.generate.models.frame import Parts, render_frame
from shapeproof.generate.models.member_types import NULLABLE_CONTAINERS, PLACEHOLDER, STREAM_TYPES
from shapeproof.generate.models.module_spec import ModuleSpec, module_spec
from shapeproof.generate.models.rendering import module_parts, render_module
from shapeproof.generate.models.source.editing import (
    with_docstrings,
    with_generics,
    with_literals,
    with_sorted_imports,
    without_marks,
    without_placeholders,
)
from shapeproof.generate.models.source.literals import PythonCode
from shapeproof.generate.models.source.module_check import ExpectedModule, check_module
from shapeproof.generate.shared.definitions import ALL_PARTS, Definitions, collect_definitions
from shapeproof.generate.shared.naming import ALIASED_SUFFIX

__all__ = ["ModuleBody", "ModuleContent", "generate_body"]


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """What a module is rendered from.

    Attributes:
        flavour: the kind of models.
        definitions: the structures and enums of the contracts.
        spec: the specification of the module.
        table: the conversions of its structures.
        needed: the parts of the template that it needs.
        own_types: the types that the template may define.
    """

    flavour: Flavour
    definitions: Definitions
    spec: ModuleSpec
    table: ConversionTable
    needed: Parts
    own_types: tuple[str, ...]

    @property
    def open_structures(self) -> list[str]:
        """The classes that allow unknown members in every view."""
        return sorted(self.spec.classes[name] for name in self.definitions.open_structures)


@dataclass(frozen=True, slots=True)
class ModuleBody:
    """A module without its docstring.

    Attributes:
        source: its source.
        content: what it was rendered from.
        classes: the class of each structure and enum, by its AWS name.
        expected: what its source was found to contain, and nothing else.
    """

    source: str
    content: ModuleContent
    classes: Mapping[str, str]
    expected: ExpectedModule


def generate_body(
    contracts: Sequence[Contract],
    flavour: FlavourName,
    view: View,
    *,
    descriptions: bool = True,
    parts: tuple[Part, ...] = ALL_PARTS,
) -> ModuleBody:
    """Generate a module without its docstring, once for the same contracts.

    Args:
        contracts: contracts of one service.
        flavour: the kind of models.
        view: the view that they state.
        descriptions: whether classes and attributes have docstrings.
        parts: which parts of the contracts the models are of.

    Raises:
        UsageError: editions among the contracts define a shape differently.
        MissingExtraError: what generating needs isn't installed.
        UnexpectedSourceError: the source contains what neither its template nor its specification has.
    """
    first, *others = contracts
    return first.derived(_generate, tuple(others), flavour, view, descriptions, parts)


def _generate(
    first: Contract,
    others: tuple[Contract, ...],
    flavour_name: FlavourName,
    view: View,
    descriptions: bool,
    parts: tuple[Part, ...],
) -> ModuleBody:
    contracts = (first, *others)
    flavour = FLAVOURS[flavour_name].for_contracts(contracts)
    definitions = collect_definitions(contracts, view, are_dicts=flavour.are_dicts, parts=parts)
    spec = module_spec(definitions, flavour, view)
    if not descriptions:
        spec = replace(spec, docstrings={})
    table = conversion_table(definitions, spec.classes.__getitem__)
    classes = without_marks(with_literals(generate_classes(spec, flavour)))
    classes = without_placeholders(classes, PLACEHOLDER, "model_config")
    containers: Mapping[str, str] = {} if view == "strict" or flavour.are_dicts else NULLABLE_CONTAINERS
    classes = with_generics(classes, containers)
    own_types = (*STREAM_TYPES, *containers.values(), *([flavour.own_blob] if flavour.own_blob else []))
    code = PythonCode(with_docstrings(classes, spec.docstrings))
    content = ModuleContent(flavour, definitions, spec, table, module_parts(view, spec, table, classes), own_types)
    source = with_sorted_imports(
        render_module(flavour, content.needed, spec, table, classes=code, open_structures=content.open_structures)
    )
    expected = _expected_module(content)
    check_module(source, expected)
    return ModuleBody(source, content, spec.classes, expected)


def _expected_module(content: ModuleContent) -> ExpectedModule:
    spec = content.spec
    schemas: Mapping[str, Mapping[str, Any]] = spec.schema["$defs"]
    structures = {name: schema["properties"] for name, schema in schemas.items() if "properties" in schema}
    names = {
        name: frozenset(spec.field_names.get(f"{name}.{member}", member) for member in members)
        for name, members in structures.items()
    }
    return ExpectedModule(
        render_frame(content.flavour, content.needed),
        # Dicts have the API's names, or Python's if all are possible in a class.
        attributes={
            name: (own, frozenset(structures[name])) if content.flavour.are_dicts else (own,)
            for name, own in names.items()
        },
        values={name: tuple(schema["enum"]) for name, schema in schemas.items() if "enum" in schema},
        # datamodel-code-generator imports an alias under another name where an attribute hides it.
        aliases={*spec.aliases, *(f"{name}{ALIASED_SUFFIX}" for name in spec.aliases), *content.own_types},
        same=spec.same,
    )
