"""Schema nodes as datamodel-code-generator reads them, and the type aliases that a module defines beside its classes.

What datamodel-code-generator can't state, or would wrap in a class of its own, becomes an alias: scalars with
constraints, containers inside containers, maps with constrained keys, open enums.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, cast

from shapeproof.contract import Schema, View, reference
from shapeproof.contract.wire import SDK_DOCUMENT, SDK_NULL, SDK_STREAM
from shapeproof.generate.models.flavours import Flavour
from shapeproof.generate.shared.definitions import Definitions, is_map
from shapeproof.generate.shared.naming import NumberedNames, type_name
from shapeproof.representations.botocore_decoding import sdk_form

__all__ = ["NULLABLE_CONTAINERS", "PLACEHOLDER", "STREAM_TYPES", "MemberTypes"]

PLACEHOLDER: Final = "placeholder"
"""The module that datamodel-code-generator imports aliases and bases from; the import is removed afterwards."""

_BYTES: Final = "StreamingBody"
_EVENTS: Final = "EventStream"
STREAM_TYPES: Final = (_BYTES, _EVENTS)
"""The types of streams of bytes and of events, which templates define."""

NULLABLE_CONTAINERS: Final[Mapping[str, str]] = {"list": "_List", "dict": "_Dict"}
"""What templates call the types of containers that may have null in them."""


class MemberTypes:
    """The types of the members of one module's classes.

    Attributes:
        aliases: the definition of each type alias by its name, after those of the aliases that it uses.
    """

    def __init__(
        self,
        definitions: Definitions,
        flavour: Flavour,
        view: View,
        classes: Mapping[str, str],
        taken: Collection[str],
    ) -> None:
        self.aliases: dict[str, str] = {}
        self._definitions = definitions
        self._flavour = flavour
        self._is_strict = view == "strict"
        self._classes = classes
        self._taken = taken
        self._free_names = NumberedNames(taken)
        self._names: dict[tuple[str, str], str] = {}

    def schema_of(self, node: Schema, *, is_element: bool = False) -> dict[str, Any]:
        """The node as datamodel-code-generator reads it.

        Args:
            node: the schema of a member, or of an element.
            is_element: whether the node is an item of a list or a value of a map. Of these, datamodel-code-generator
                writes no constraints, so that they need an alias.
        """
        if "anyOf" in node:
            return {"anyOf": [self.schema_of(node["anyOf"][0], is_element=is_element), {"type": "null"}]}
        # Pydantic's optional members may be None anyway, and its unions of an enum and null have no order to state.
        if not self._flavour.orders_unions and sdk_form({"$defs": self._definitions.shapes}, node) == SDK_NULL:
            return {"anyOf": [*_alternatives(self._type_schema(node, is_element=is_element)), {"type": "null"}]}
        return self._type_schema(node, is_element=is_element)

    def _type_schema(self, node: Schema, *, is_element: bool) -> dict[str, Any]:
        if node.get("x-sdk") == SDK_STREAM:
            return _alias_schema(_BYTES)
        if "x-events" in node:
            event = self._classes[reference(node["x-events"]) or ""]
            return _alias_schema(self._defined(f"{event}Stream", f'{_EVENTS}["{event}"]'))
        if name := reference(node):
            return self._reference(name, is_element=is_element)
        if alias := self._alias(node, is_element=is_element):
            return _alias_schema(alias)
        sizes = {
            keyword: node[keyword]
            for keyword in ("minItems", "maxItems", "minProperties", "maxProperties")
            if keyword in node and self._is_strict and self._flavour.constraint_class
        }
        if node.get("type") == "array":
            return {"type": "array", "items": self.schema_of(node["items"], is_element=True)} | sizes
        if is_map(node):
            values = self.schema_of(node["additionalProperties"], is_element=True)
            return {"type": "object", "additionalProperties": values} | sizes
        match _scalar_type(node):
            case "any":
                return {}
            case "time":
                return {"type": "string", "format": "date-time"}
            case "blob":
                own = self._flavour.own_blob
                return _alias_schema(own) if own else {"type": "string", "format": "binary"}
            case scalar_type:
                return {"type": scalar_type}

    def without_hidden_types(self, members: Collection[str], member: str, schema: object) -> Any:
        """The schema of a member with an alias for each type that another member of the class hides by its name."""
        if not self._flavour.shares_scope:
            return schema
        if isinstance(schema, list):
            items = cast("list[object]", schema)
            return [self.without_hidden_types(members, member, item) for item in items]
        if not isinstance(schema, dict):
            return schema
        node = cast("dict[str, Any]", schema)
        name = reference(node) if "$ref" in node else None
        if name and name in members and name != member:
            return _alias_schema(self._defined(f"{name}Shape", name))
        return {key: self.without_hidden_types(members, member, value) for key, value in node.items()}

    def _reference(self, name: str, *, is_element: bool) -> dict[str, Any]:
        schema = {"$ref": f"#/$defs/{self._classes[name]}"}
        if not self._is_open_enum(name):
            return schema
        if self._flavour.open_enum == "string":
            return {"type": "string"}
        if is_element and self._flavour.orders_unions:  # datamodel-code-generator writes union_mode for members only
            union = f'Union["{self._classes[name]}", {self._flavour.scalars["string"]}]'
            definition = f'Annotated[{union}, Field(union_mode="left_to_right")]'
            return _alias_schema(self._defined(f"{self._classes[name]}OrString", definition))
        return {"anyOf": [schema, {"type": "string"}]}

    def _is_open_enum(self, name: str) -> bool:
        is_enum = "enum" in self._definitions.shapes[name]
        return is_enum and (not self._is_strict or name in self._definitions.error_codes)

    def _alias(self, node: Schema, *, is_element: bool) -> str | None:
        """The name of the alias for a node that isn't a reference; None if it needs none in this flavour and view."""
        if not self._flavour.constraint_class or not self._is_strict or "x-shape" not in node or "type" not in node:
            return None
        if _scalar_type(node) == "any":
            return None
        is_container = node["type"] == "array" or is_map(node)
        constraints = self._flavour.constraints(node)
        has_keys = is_map(node) and "propertyNames" in node
        if is_container and not has_keys and not (is_element and constraints):
            return None
        if is_container:
            expression = self._expression(node)
            definition = self._flavour.annotated(expression, constraints) if constraints else expression
        elif _scalar_type(node) == "time" and self._flavour.needs_zone_constraint:
            definition = self._flavour.annotated("datetime", {"tz": True})
        elif constraints:
            definition = self._flavour.annotated(self._flavour.scalars[_scalar_type(node)], constraints)
        else:
            return None
        return self._defined(node["x-shape"], definition)

    def _defined(self, shape: str, definition: str) -> str:
        """The name of the alias with a definition: that of a shape, with a number if another definition has it."""
        wanted = type_name(shape, self._taken), definition
        if wanted not in self._names:
            self._names[wanted] = self._free_names.take(wanted[0])
            self.aliases[self._names[wanted]] = definition
        return self._names[wanted]

    def _expression(self, node: Schema) -> str:
        """The type as source text. Classes are in quotes, since aliases stand before them."""
        if "anyOf" in node:
            return f"Union[{self._expression(node['anyOf'][0])}, None]"
        if name := reference(node):
            return f'"{self._classes[name]}"'
        if node.get("type") == "array":
            return f"list[{self._element_expression(node['items'])}]"
        if is_map(node):
            keys = self._element_expression(node["propertyNames"]) if "propertyNames" in node else "str"
            return f"dict[{keys}, {self._element_expression(node['additionalProperties'])}]"
        return self._flavour.scalars[_scalar_type(node)]

    def _element_expression(self, node: Schema) -> str:
        if "anyOf" in node:
            return f"Union[{self._element_expression(node['anyOf'][0])}, None]"
        alias = None if reference(node) else self._alias(node, is_element=True)
        return alias or self._expression(node)


def _scalar_type(shape: Schema) -> str:
    """JSON Schema's type, or `time`, `blob`, `any`: the keys of `Flavour.scalars`."""
    if shape.get("x-sdk") == SDK_DOCUMENT:  # an object in boto3, a string on the wire
        return "any"
    if shape.get("format") == "date-time":
        return "time"
    return "blob" if "contentEncoding" in shape else shape.get("type", "any")


def _alternatives(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", schema.get("anyOf", [schema]))


def _alias_schema(alias: str) -> dict[str, Any]:
    return {"customTypePath": f"{PLACEHOLDER}.{alias}"}
