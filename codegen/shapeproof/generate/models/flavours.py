"""The flavours of models: what each calls things, how it states constraints, what datamodel-code-generator is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

__all__ = ["FLAVOURS", "Flavour", "FlavourName"]

FlavourName = Literal["pydantic", "msgspec", "dataclass", "typeddict"]


@dataclass(frozen=True, slots=True)
class Flavour:
    """One kind of models.

    `output` is datamodel-code-generator's name for it, `options` what else that is told. `scalars` maps a JSON type to
    the flavour's own. `constraint` is what holds constraints in an `Annotated`; a flavour without one holds none.
    `shares_scope` says that attributes hide types of the same name from those below them. `open_enum` is what an enum
    that may have unknown values becomes: a union with text, or text; in `orders_unions` such a union says that the enum
    is tried first. With `checks_zones` a timestamp needs a constraint to have a zone.
    `library` is what its modules import; the library's `ValidationError` says that a value isn't what a class describes.
    `reserved` are attributes that its classes have already. `compiles` tells whether its engine reads a pattern.
    """

    name: FlavourName
    output: str
    options: Mapping[str, Any]
    scalars: Mapping[str, str]
    constraint: str | None = None
    end_of_text: str = "$"
    has_snake_case: bool = False
    has_bases: bool = False
    shares_scope: bool = False
    open_enum: Literal["union", "text"] = "union"
    orders_unions: bool = False
    checks_zones: bool = False
    library: str | None = None
    reserved: Callable[[], frozenset[str]] = frozenset
    compiles: Callable[[str], bool] = bool

    def constrained(self, type_text: str, limits: Mapping[str, object]) -> str:
        """The type with limits, given by the names that both pydantic and msgspec use: `Annotated[…, Field(…)]`."""
        given = ", ".join(f"{name}={_literal(limit)}" for name, limit in limits.items())
        return f"Annotated[{type_text}, {self.constraint}({given})]"

    def limits(self, shape: Mapping[str, Any]) -> dict[str, object]:
        """The constraints of a schema that this flavour can hold, by its own names for them; those of a blob in bytes."""
        if self.constraint is None:
            return {}
        if "contentEncoding" in shape:
            return {
                _LIMITS[bound]: _bytes(bound, shape[bound]) for bound in ("minLength", "maxLength") if bound in shape
            }
        held: dict[str, object] = {name: shape[keyword] for keyword, name in _LIMITS.items() if keyword in shape}
        if "pattern" in shape:
            pattern = shape["pattern"].removesuffix("$") + self.end_of_text
            if self.compiles(pattern):
                held["pattern"] = pattern
        return held


_LIMITS: Final = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minProperties": "min_length",
    "maxProperties": "max_length",
    "minimum": "ge",
    "maximum": "le",
}


def _bytes(bound: str, characters: int) -> int:
    """The bytes that so many characters of base64 stand for: four of them for three, or for what is left of three."""
    return characters // 4 * 3 - (2 if bound == "minLength" else 0)


def _literal(value: object) -> str:
    """The value as source text; patterns as raw strings where that says the same."""
    if not isinstance(value, str):
        return repr(value)
    is_plain = value.isascii() and value.isprintable() and '"' not in value and not value.endswith("\\")
    return f'r"{value}"' if is_plain and "\\" in value else f'"{value}"' if is_plain else repr(value)


@lru_cache(maxsize=4096)
def _compiles_in_rust(pattern: str) -> bool:
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except SchemaError:
        return False
    return True


@lru_cache(maxsize=4096)
def _compiles_in_python(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _of_pydantic() -> frozenset[str]:
    from pydantic import BaseModel

    return frozenset(dir(BaseModel)) | {"model_config"}


def _of_structs() -> frozenset[str]:
    from msgspec import Struct

    return frozenset(dir(Struct))


FLAVOURS: Final[Mapping[str, Flavour]] = {
    flavour.name: flavour
    for flavour in (
        Flavour(
            name="pydantic",
            output="PydanticV2BaseModel",
            options={
                "strict_types": ("str", "bytes", "int", "float", "bool"),
                "output_datetime_class": "AwareDatetime",
            },
            scalars={
                "string": "StrictStr",
                "integer": "StrictInt",
                "number": "StrictFloat",
                "boolean": "StrictBool",
                "blob": "StrictBytes",
                "time": "AwareDatetime",
                "any": "Any",
            },
            constraint="Field",
            has_snake_case=True,
            has_bases=True,
            orders_unions=True,
            library="pydantic",
            reserved=_of_pydantic,
            compiles=_compiles_in_rust,
        ),
        Flavour(
            name="msgspec",
            output="MsgspecStruct",
            options={"keyword_only": True},
            scalars={"string": "str", "integer": "int", "number": "float", "boolean": "bool", "blob": "bytes"}
            | {"time": "datetime", "any": "Any"},
            constraint="Meta",
            end_of_text=r"\Z",  # Python's `$` lets a trailing newline pass
            has_snake_case=True,
            has_bases=True,
            open_enum="text",  # a union holds an enum as its only text
            checks_zones=True,
            library="msgspec",
            reserved=_of_structs,
            compiles=_compiles_in_python,
        ),
        Flavour(
            name="dataclass",
            output="DataclassesDataclass",
            options={"keyword_only": True, "frozen_dataclasses": True},
            scalars={},
            shares_scope=True,
        ),
        Flavour(name="typeddict", output="TypingTypedDict", options={}, scalars={}),
    )
}
