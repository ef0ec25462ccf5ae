"""The flavours of models: for each, how it writes types and constraints, and the options of datamodel-code-generator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal

from shapeproof.capture.patterns.backtracking import slow_patterns
from shapeproof.contract import Contract, Schema
from shapeproof.contract.schema import objects_in
from shapeproof.generate.models.source.literals import literal

__all__ = ["FLAVOURS", "Flavour", "FlavourName"]

FlavourName = Literal["pydantic", "msgspec", "dataclass", "typeddict"]


@dataclass(frozen=True, slots=True)
class Flavour:
    """A kind of models.

    Attributes:
        name: the name that users give.
        output: datamodel-code-generator's name for it.
        options: more options of datamodel-code-generator.
        scalars: the flavour's type for each JSON type, and for `blob`, `time` and `any`.
        constraint_class: what states constraints in an `Annotated`; None if the flavour has no constraints.
        end_anchor: what a pattern ends with, so that it matches the whole string.
        has_snake_case: whether attributes are in snake case; otherwise they have the names of members.
        are_dicts: whether models are boto3's own dicts, so that what boto3 always returns is required.
        has_structure: whether classes have a base that the module defines, with methods.
        has_bases: whether it defines others for unions and errors, and attributes have the names of members as aliases.
        shares_scope: whether an attribute hides the type of the same name from the annotations below it.
        open_enum: how an enum with unknown values is typed: as a union with string, or as string.
        orders_unions: whether the union of an open enum must say that the enum is tried first.
        needs_zone_constraint: whether only a constraint demands that a timestamp has a time zone.
        own_blob: the type of bytes that the module defines; None if it is the library's.
        library: the package that its modules import, whose `ValidationError` means that data was refused.
        reserved_attributes: returns the attributes that its classes already have.
        compiles: whether its regex engine can compile a pattern.
        backtracks: whether that engine is Python's `re`, which a hostile string can keep busy for hours.
        slow_patterns: the patterns on which it could, each with the `maxLength` beside it.
    """

    name: FlavourName
    output: str
    options: Mapping[str, Any]
    scalars: Mapping[str, str]
    constraint_class: str | None = None
    end_anchor: str = "$"
    has_snake_case: bool = False
    are_dicts: bool = False
    has_structure: bool = False
    has_bases: bool = False
    shares_scope: bool = False
    open_enum: Literal["union", "string"] = "union"
    orders_unions: bool = False
    needs_zone_constraint: bool = False
    own_blob: str | None = None
    library: str | None = None
    reserved_attributes: Callable[[], frozenset[str]] = frozenset
    compiles: Callable[[str], bool] = bool
    backtracks: bool = False
    slow_patterns: frozenset[tuple[str, int | None]] = frozenset()

    def for_contracts(self, contracts: Iterable[Contract]) -> Flavour:
        """The flavour for the models of some contracts, with their slow patterns."""
        if not self.backtracks:
            return self
        return replace(
            self, slow_patterns=frozenset().union(*(contract.derived(_slow_patterns) for contract in contracts))
        )

    def annotated(self, type_expression: str, constraints: Mapping[str, str | float]) -> str:
        """The source of a type with constraints: `Annotated[str, Field(max_length=5)]`."""
        arguments = ", ".join(f"{name}={literal(value)}" for name, value in constraints.items())
        return f"Annotated[{type_expression}, {self.constraint_class}({arguments})]"

    def constraints(self, shape: Schema) -> dict[str, str | float]:
        """The constraints of a schema that the flavour can state, by its parameters. Lengths of a blob are in bytes."""
        if self.constraint_class is None:
            return {}
        if "contentEncoding" in shape:
            return {
                _PARAMETERS[keyword]: _byte_length(keyword, shape[keyword])
                for keyword in ("minLength", "maxLength")
                if keyword in shape
            }
        constraints: dict[str, str | float] = {
            parameter: shape[keyword] for keyword, parameter in _PARAMETERS.items() if keyword in shape
        }
        if "pattern" in shape:
            pattern = shape["pattern"].removesuffix("$") + self.end_anchor
            if self.compiles(pattern) and not self.leaves_out_pattern(shape):
                constraints["pattern"] = pattern
        return constraints

    def leaves_out_pattern(self, shape: Schema) -> bool:
        """Whether the pattern of a schema isn't stated, since a hostile string of the allowed lengths could take hours."""
        if not self.backtracks or "pattern" not in shape or "contentEncoding" in shape:
            return False
        # The library checks lengths first.
        return (shape["pattern"], shape.get("maxLength")) in self.slow_patterns


def _slow_patterns(contract: Contract) -> frozenset[tuple[str, int | None]]:
    return slow_patterns(
        (string["pattern"], string.get("maxLength"))
        for part in (contract.response, contract.request, contract.errors)
        for string in objects_in(part)
        if isinstance(string.get("pattern"), str) and "contentEncoding" not in string
    )


# Pydantic and msgspec have the same names.
_PARAMETERS: Final = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minProperties": "min_length",
    "maxProperties": "max_length",
    "minimum": "ge",
    "maximum": "le",
}


def _byte_length(keyword: str, characters: int) -> int:
    """The length in bytes of a blob that has `characters` in base64: four for three bytes, or for the last one or two."""
    return characters // 4 * 3 - (2 if keyword == "minLength" else 0)


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


_METHODS: Final = frozenset({"from_boto3", "to_boto3"})
"""What the base of every class defines."""


def _pydantic_attributes() -> frozenset[str]:
    from pydantic import BaseModel

    return frozenset(dir(BaseModel)) | {"model_config"} | _METHODS


def _msgspec_attributes() -> frozenset[str]:
    from msgspec import Struct

    return frozenset(dir(Struct)) | _METHODS


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
                "blob": "_Blob",
                "time": "AwareDatetime",
                "any": "Any",
            },
            constraint_class="Field",
            has_snake_case=True,
            has_structure=True,
            has_bases=True,
            orders_unions=True,
            own_blob="_Blob",
            library="pydantic",
            reserved_attributes=_pydantic_attributes,
            compiles=_compiles_in_rust,
        ),
        Flavour(
            name="msgspec",
            output="MsgspecStruct",
            options={"keyword_only": True},
            scalars={"string": "str", "integer": "int", "number": "float", "boolean": "bool", "blob": "bytes"}
            | {"time": "datetime", "any": "Any"},
            constraint_class="Meta",
            end_anchor=r"\Z",  # Python's `$` also matches before a trailing newline
            has_snake_case=True,
            has_structure=True,
            has_bases=True,
            open_enum="string",  # in a union, msgspec allows one string type, enums included
            needs_zone_constraint=True,
            library="msgspec",
            reserved_attributes=_msgspec_attributes,
            compiles=_compiles_in_python,
            backtracks=True,
        ),
        Flavour(
            name="dataclass",
            output="DataclassesDataclass",
            options={"keyword_only": True, "frozen_dataclasses": True},
            scalars={},
            has_structure=True,
            shares_scope=True,
            reserved_attributes=lambda: _METHODS,
        ),
        Flavour(
            name="typeddict",
            are_dicts=True,
            output="TypingTypedDict",
            options={"use_frozen_field": True},  # read-only members
            scalars={},
        ),
    )
}
