"""Definitions, a flavour and a view -> what a module of models is to hold, every name in it chosen.

Structures and enums go to datamodel-code-generator as `schema`. What that can't state, or would wrap in a class of its
own, is an alias that the module defines itself: scalars with constraints, containers inside of containers, maps with
constrained keys, open enums.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.contract import Schema, View, is_union
from shapeproof.generate.models.flavours import Flavour
from shapeproof.generate.shared.definitions import Definitions, is_map, shape_of
from shapeproof.generate.shared.naming import attributes, enum_members, type_name

__all__ = ["PLACEHOLDER", "ModuleSpec", "module_spec"]

PLACEHOLDER: Final = "placeholder"
"""The module that aliases and bases come from, as datamodel-code-generator sees it; no such import is in the result."""

# What the modules import and define: names that no class or alias may bear.
_RESERVED_TYPES: Final = frozenset({
    "Annotated", "Any", "AwareDatetime", "BaseModel", "ConfigDict", "Enum", "Field", "Final", "Iterable", "Iterator",
    "Literal", "LoadError", "Mapping", "Meta", "NamedTuple", "NotRequired", "Representation", "StrEnum", "StrictBool",
    "StrictBytes", "StrictFloat", "StrictInt", "StrictStr", "Struct", "TypeAlias", "TypeVar", "TypedDict", "UNSET", "UTC",
    "Union", "UnsetType", "ValidationInfo", "from_dict", "to_dict",
})  # fmt: skip
_RESERVED_ATTRIBUTES: Final = frozenset(
    ["bool", "bytes", "classmethod", "dataclass", "datetime", "dict", "field", "float", "int", "list", "str"]
)


@dataclass(frozen=True, slots=True)
class ModuleSpec:
    """What a module holds.

    `schema` is for datamodel-code-generator, `field_names` too: `Class.Member` -> attribute. `aliases` maps the name of
    an alias to its definition, each after those that it uses. `bases` maps a class to a base other than the usual one.
    `renamed` maps class -> attribute -> member where they differ though the flavour has no aliases for members.
    `unfinished` are the classes whose aliases speak of classes that come later. `documentation` maps class -> attribute
    or enum member -> text, the class's own under the empty name.
    """

    schema: Mapping[str, Any]
    field_names: Mapping[str, str]
    classes: Mapping[str, str]
    aliases: Mapping[str, str]
    bases: Mapping[str, str]
    renamed: Mapping[str, Mapping[str, str]]
    unfinished: tuple[str, ...]
    documentation: Mapping[str, Mapping[str, str]]


def module_spec(known: Definitions, flavour: Flavour, view: View) -> ModuleSpec:
    """The blueprint of one module."""
    classes = {name: type_name(name, _RESERVED_TYPES) for name in known.shapes}
    return _Drawing(known, flavour, view, classes).finished()


class _Drawing:
    def __init__(self, known: Definitions, flavour: Flavour, view: View, classes: Mapping[str, str]) -> None:
        self._known = known
        self._flavour = flavour
        self._is_strict = view == "strict"
        self._classes = classes
        self._aliases: dict[str, str] = {}
        self._definitions: dict[str, dict[str, Any]] = {}
        self._field_names: dict[str, str] = {}
        self._bases: dict[str, str] = {}
        self._renamed: dict[str, dict[str, str]] = {}
        self._documentation: dict[str, dict[str, str]] = {}

    def finished(self) -> ModuleSpec:
        for name, shape in self._known.shapes.items():
            if "enum" in shape:
                self._enum(self._classes[name], shape)
            else:
                self._structure(name, shape)
        return ModuleSpec(
            schema={"$defs": self._definitions},
            field_names=self._field_names,
            classes=self._classes,
            aliases=self._aliases,
            bases=self._bases,
            renamed=self._renamed,
            unfinished=tuple(name for name, node in self._definitions.items() if self._is_unfinished(node)),
            documentation=self._documentation,
        )

    def _enum(self, name: str, shape: Schema) -> None:
        members = enum_members(shape["enum"])
        self._definitions[name] = {"type": "string", "enum": shape["enum"], "x-enum-varnames": list(members.values())}
        texts: Mapping[str, str] = shape.get("x-values", {})
        self._documentation[name] = _told(shape) | {members[value]: text for value, text in texts.items()}

    def _structure(self, shape_name: str, shape: Schema) -> None:
        name, members = self._classes[shape_name], shape["properties"]
        taken = self._flavour.reserved() | _RESERVED_ATTRIBUTES
        names = attributes(members, taken, snake=self._flavour.has_snake_case)
        if not self._flavour.has_bases:
            self._renamed |= {name: kept} if (kept := {new: old for old, new in names.items() if new != old}) else {}
        self._field_names |= {
            f"{name}.{member}": attribute for member, attribute in names.items() if attribute != member
        }
        self._definitions[name] = {
            "type": "object",
            "properties": {
                member: self._seen_past(members, member, self._node(node)) for member, node in members.items()
            },
            "required": list(shape.get("required", ())),
        }
        if shape_name in self._known.errors and self._is_strict:
            self._bases[name] = "_OpenStructure"
        elif is_union(shape) and self._is_strict:
            self._bases[name] = "_Union"
        self._documentation[name] = _told(shape) | {
            names[member]: node["description"] for member, node in members.items() if "description" in node
        }

    def _is_unfinished(self, node: Mapping[str, Any]) -> bool:
        aliases = re.findall(rf"'{PLACEHOLDER}\.(\w+)'", str(node.get("properties", {})))
        return any(self._speaks_of_classes(self._aliases[alias]) for alias in aliases)

    def _speaks_of_classes(self, definition: str) -> bool:
        """Whether an alias speaks of classes, which it does in quotes, or another that it is made of does."""
        if re.search(r"[\[ ]\"\w+\"[,\]]", definition):
            return True
        types = re.sub(r"\"[^\"]*\"|'[^']*'", "", definition)  # words of a pattern name nothing
        named = (self._aliases[word] for word in re.findall(r"\w+", types) if word in self._aliases)
        return any(map(self._speaks_of_classes, named))

    def _seen_past(self, members: Collection[str], member: str, node: object) -> Any:
        """The node, types that other members of its class hide from it called by an alias."""
        if not self._flavour.shares_scope:
            return node
        if isinstance(node, list):
            return [self._seen_past(members, member, one) for one in cast("list[object]", node)]
        if not isinstance(node, dict):
            return node
        found = cast("dict[str, Any]", node)
        hidden = shape_of(found)
        if hidden and hidden in members and hidden != member:
            alias = type_name(f"{hidden}Shape", _RESERVED_TYPES | set(self._classes.values()))
            self._aliases[alias] = hidden
            return _custom(alias)
        return {key: self._seen_past(members, member, one) for key, one in found.items()}

    def _node(self, node: Schema, *, inside: bool = False) -> dict[str, Any]:
        """A place for datamodel-code-generator. `inside` a list or a map it writes no constraints in place."""
        if "anyOf" in node:
            return {"anyOf": [self._node(node["anyOf"][0], inside=inside), {"type": "null"}]}
        if name := shape_of(node):
            return self._reference(name, inside=inside)
        if alias := self._alias(node, inside=inside):
            return _custom(alias)
        limits = {
            keyword: node[keyword]
            for keyword in ("minItems", "maxItems", "minProperties", "maxProperties")
            if keyword in node
        }
        limits = limits if self._is_strict and self._flavour.constraint else {}
        if node.get("type") == "array":
            return {"type": "array", "items": self._node(node["items"], inside=True)} | limits
        if is_map(node):
            values = self._node(node["additionalProperties"], inside=True)
            return {"type": "object", "additionalProperties": values} | limits
        match self._kind(node):
            case "any":
                return {}
            case "time":
                return {"type": "string", "format": "date-time"}
            case "blob":
                return {"type": "string", "format": "binary"}
            case kind:
                return {"type": kind}

    def _reference(self, name: str, *, inside: bool) -> dict[str, Any]:
        reference = {"$ref": f"#/$defs/{self._classes[name]}"}
        if not self._is_open(name):
            return reference
        if self._flavour.open_enum == "text":
            return {"type": "string"}
        if inside and self._flavour.orders_unions:  # datamodel-code-generator says which comes first for members alone
            alias = f"{self._classes[name]}OrText"
            text = self._flavour.scalars["string"]
            self._aliases[alias] = (
                f'Annotated[Union["{self._classes[name]}", {text}], Field(union_mode="left_to_right")]'
            )
            return _custom(alias)
        return {"anyOf": [reference, {"type": "string"}]}

    def _is_open(self, name: str) -> bool:
        is_enum = "enum" in self._known.shapes[name]
        return is_enum and (not self._is_strict or name in self._known.error_codes)

    def _alias(self, node: Schema, *, inside: bool) -> str | None:
        """The alias for what stands in place, if it needs one in this flavour and view."""
        if not self._flavour.constraint or not self._is_strict or "x-shape" not in node or "type" not in node:
            return None
        is_container = node["type"] == "array" or is_map(node)
        limits = self._flavour.limits(node)
        has_keys = is_map(node) and "propertyNames" in node
        if is_container and not has_keys and not (inside and limits):
            return None
        name = type_name(node["x-shape"], _RESERVED_TYPES | set(self._classes.values()))
        if name in self._aliases:
            return name
        if is_container:
            self._aliases[name] = self._limited(self._expression(node), limits)
        elif self._kind(node) == "time" and self._flavour.checks_zones:
            self._aliases[name] = self._flavour.constrained("datetime", {"tz": True})
        elif limits:
            self._aliases[name] = self._flavour.constrained(self._flavour.scalars[self._kind(node)], limits)
        else:
            return None
        return name

    def _limited(self, type_text: str, limits: Mapping[str, object]) -> str:
        return self._flavour.constrained(type_text, limits) if limits else type_text

    def _expression(self, node: Schema) -> str:
        """The source text of a type, classes in quotes: aliases stand before them."""
        if "anyOf" in node:
            return f"Union[{self._expression(node['anyOf'][0])}, None]"
        if name := shape_of(node):
            return f'"{self._classes[name]}"'
        if node.get("type") == "array":
            return f"list[{self._inner(node['items'])}]"
        if is_map(node):
            keys = self._inner(node["propertyNames"]) if "propertyNames" in node else "str"
            return f"dict[{keys}, {self._inner(node['additionalProperties'])}]"
        return self._flavour.scalars[self._kind(node)]

    def _inner(self, node: Schema) -> str:
        if "anyOf" in node:
            return f"Union[{self._inner(node['anyOf'][0])}, None]"
        alias = None if shape_of(node) else self._alias(node, inside=True)
        return alias or self._expression(node)

    @staticmethod
    def _kind(shape: Schema) -> str:
        if shape.get("format") == "date-time":
            return "time"
        return "blob" if "contentEncoding" in shape else shape.get("type", "any")


def _custom(name: str) -> dict[str, Any]:
    return {"customTypePath": f"{PLACEHOLDER}.{name}"}


def _told(schema: Schema) -> dict[str, str]:
    return {"": schema["description"]} if "description" in schema else {}
