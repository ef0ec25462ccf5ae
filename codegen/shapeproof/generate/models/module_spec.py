"""The specification of a module of models: its classes, type aliases and documentation, with every name chosen."""

from __future__ import annotations

import keyword
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.contract import Schema, View, is_union
from shapeproof.contract.schema import objects_in
from shapeproof.generate.models.flavours import Flavour
from shapeproof.generate.models.frame import reserved_names
from shapeproof.generate.models.member_types import MemberTypes
from shapeproof.generate.models.source.editing import NAME_MARK
from shapeproof.generate.shared.definitions import Definitions
from shapeproof.generate.shared.naming import api_name, attribute_names, enum_member_names, type_name, type_names

__all__ = ["ModuleSpec", "module_spec"]

# Types that attributes of the same name would hide from the annotations below them.
_RESERVED_ATTRIBUTES: Final = frozenset(
    ["bool", "bytes", "classmethod", "dataclass", "datetime", "dict", "field", "float", "int", "list", "str"]
)


@dataclass(frozen=True, slots=True)
class ModuleSpec:
    """What a module of models contains.

    Attributes:
        schema: the JSON Schema that datamodel-code-generator makes the classes of.
        field_names: the attribute of each `Class.Member` that has another name, or would get one; for
            datamodel-code-generator.
        classes: the class of each structure and enum, by its AWS name.
        aliases: the definition of each type alias by its name, after those of the aliases that it uses.
        same: by the second name of a class, its own.
        bases: the base of each class that doesn't have the usual one.
        is_camel: whether most members begin with a small letter; members that `api_name` makes of their attributes have
            no other name in `schema`.
        renamed: by class, the member of each attribute that has another name; for flavours that can't alias members.
        docstrings: by class, the text of each attribute or enum member; that of the class is under the empty name.
    """

    schema: Mapping[str, Any]
    field_names: Mapping[str, str]
    classes: Mapping[str, str]
    aliases: Mapping[str, str]
    same: Mapping[str, str]
    bases: Mapping[str, str]
    is_camel: bool
    renamed: Mapping[str, Mapping[str, str]]
    docstrings: Mapping[str, Mapping[str, str]]


def module_spec(definitions: Definitions, flavour: Flavour, view: View) -> ModuleSpec:
    """Specify the module that holds the models of all definitions."""
    return _SpecBuilder(definitions, flavour, view).build()


class _SpecBuilder:
    def __init__(self, definitions: Definitions, flavour: Flavour, view: View) -> None:
        self._definitions = definitions
        self._flavour = flavour
        self._is_strict = view == "strict"
        reserved = reserved_names() | flavour.reserved_attributes()
        self._classes = type_names((*definitions.shapes, *definitions.same), reserved)
        # An attribute with the name of a type hides that type from the annotations of its class.
        inlined = (members.get("x-shape") for members in objects_in(definitions.shapes))
        names_of_types = (type_name(name, ()) for name in inlined if isinstance(name, str))
        self._type_names = {*self._classes.values(), *names_of_types}
        # So does one with the name of what classes are made with, such as `Field`. Those of functions are in lower case.
        self._imported = {name for name in reserved if name[:1].isupper()}
        self._types = MemberTypes(definitions, flavour, view, self._classes, reserved | set(self._classes.values()))
        self._is_camel = _is_camel(definitions)
        self._class_schemas: dict[str, dict[str, Any]] = {}
        self._field_names: dict[str, str] = {}
        self._bases: dict[str, str] = {}
        self._renamed: dict[str, dict[str, str]] = {}
        self._docstrings: dict[str, dict[str, str]] = {}

    def build(self) -> ModuleSpec:
        for name, shape in self._definitions.shapes.items():
            if "enum" in shape:
                self._add_enum(self._classes[name], shape)
            else:
                self._add_structure(name, shape)
        return ModuleSpec(
            schema={"$defs": self._class_schemas},
            field_names=self._field_names,
            classes=self._classes,
            aliases=self._types.aliases,
            same={self._classes[name]: self._classes[other] for name, other in self._definitions.same.items()},
            bases=self._bases,
            is_camel=self._is_camel,
            renamed=self._renamed,
            docstrings=self._docstrings,
        )

    def _add_enum(self, class_name: str, shape: Schema) -> None:
        names = enum_member_names(shape["enum"])
        self._class_schemas[class_name] = {
            "type": "string",
            "enum": shape["enum"],
            "x-enum-varnames": list(names.values()),
        }
        texts: Mapping[str, str] = shape.get("x-values", {})
        self._docstrings[class_name] = _class_text(shape) | {names[value]: text for value, text in texts.items()}

    def _add_structure(self, name: str, shape: Schema) -> None:
        class_name, members = self._classes[name], shape["properties"]
        taken = self._flavour.reserved_attributes() | _RESERVED_ATTRIBUTES
        if self._flavour.has_snake_case:  # the others keep the names of members, and get aliases of types
            taken |= self._type_names | self._imported
        attributes = attribute_names(members, taken, snake_case=self._flavour.has_snake_case)
        if self._flavour.are_dicts and not any(map(keyword.iskeyword, members)):
            # Keys of dicts hide nothing. Where one is a keyword, datamodel-code-generator writes all as strings.
            attributes = {member: member for member in members}
        renamed = {attribute: member for member, attribute in attributes.items() if attribute != member}
        if renamed and not self._flavour.has_bases:
            self._renamed[class_name] = renamed
        named = attributes if self._flavour.are_dicts else {member: name for name, member in renamed.items()}
        if self._flavour.has_bases:
            named = attributes
        keys = {member: self._key(member, attribute, members) for member, attribute in attributes.items()}
        self._field_names |= {
            f"{class_name}.{keys[member]}": name
            for member, name in named.items()
            if keys[member] != name or self._flavour.are_dicts
        }
        properties = {
            keys[member]: self._types.without_hidden_types(members, member, self._types.schema_of(node))
            for member, node in members.items()
        }
        if self._flavour.are_dicts and name in self._definitions.responses:
            # boto3-stubs has every member of a response as present. A type with absent ones takes such a dict only if
            # nobody can remove them.
            properties = {member: schema | {"readOnly": True} for member, schema in properties.items()}
        self._class_schemas[class_name] = {
            "type": "object",
            "properties": properties,
            "required": [keys.get(member, member) for member in shape.get("required", ())],
        }
        if name in self._definitions.open_structures and self._is_strict:
            self._bases[class_name] = "_OpenStructure"
        elif is_union(shape) and self._is_strict:
            self._bases[class_name] = "_Union"
        self._docstrings[class_name] = _class_text(shape) | {
            attributes[member]: node["description"] for member, node in members.items() if "description" in node
        }

    def _key(self, member: str, attribute: str, members: Collection[str]) -> str:
        """The key of a member for datamodel-code-generator, which writes it down where it isn't the attribute's name.

        It is the attribute's where the module can tell the member's name from it, and marked where it must be written down.
        """
        if not self._flavour.has_bases:
            return member
        if api_name(attribute, is_camel=self._is_camel) == member and (attribute not in members or attribute == member):
            return attribute
        return f"{NAME_MARK}{member}"


def _is_camel(definitions: Definitions) -> bool:
    members: list[str] = [member for shape in definitions.shapes.values() for member in shape.get("properties", ())]
    return sum(member[:1].islower() for member in members) * 2 > len(members)


def _class_text(shape: Schema) -> dict[str, str]:
    return {"": shape["description"]} if "description" in shape else {}
