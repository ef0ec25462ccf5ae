"""The definitions of error responses: the names of what is inside them, and one for all that say the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapeproof.contract import Contract, Schema

__all__ = ["NamedErrors", "named_errors", "with_named_error"]

_COMMON: Final = "CommonError"
"""The error response of operations that list no errors. EC2 has 830 of them, and they made a sixth of its models."""


@dataclass(frozen=True, slots=True)
class NamedErrors:
    """The error responses of contracts of one service.

    Attributes:
        definitions: contracts, and the definitions of their error response.
        names: the name of each contract's error response.
        same: the name of the error response that an operation has in common with others, by the name that it would have.
    """

    definitions: Sequence[tuple[Contract, Mapping[str, Schema]]]
    names: Sequence[str]
    same: Mapping[str, str]

    @property
    def responses(self) -> Iterator[str]:
        """The names of the error responses."""
        return (next(iter(named)) for _, named in self.definitions)

    @property
    def structures(self) -> Iterator[str]:
        """The names of all structures."""
        return (name for _, named in self.definitions for name, shape in named.items() if "enum" not in shape)

    @property
    def codes(self) -> Iterator[str]:
        """The names of the enums of error codes."""
        return (name for _, named in self.definitions for name, shape in named.items() if "enum" in shape)


def named_errors(contracts: Sequence[Contract], taken: Collection[str]) -> NamedErrors:
    """The definitions of the error responses of contracts of one service.

    Args:
        contracts: the contracts.
        taken: the names of the shapes of the service.
    """
    titles = {contract.errors["title"] for contract in contracts}
    common_name = _free_name(_COMMON, {*taken, *titles})
    common: Mapping[str, Schema] | None = None
    definitions: list[tuple[Contract, Mapping[str, Schema]]] = []
    names = [_free_name(contract.errors["title"], taken) for contract in contracts]
    same: dict[str, str] = {}
    for contract, name in zip(contracts, names, strict=True):
        schema: Schema = contract.errors["$defs"][contract.errors["title"]]
        if "enum" not in schema["properties"]["Error"]["properties"]["Code"]:
            named = with_named_error({common_name: schema}, common_name)
            if common is None:
                common = named
                definitions.append((contract, named))
            if named == common:
                same[name] = common_name
                continue
        definitions.append((contract, with_named_error({name: schema}, name)))
    return NamedErrors(definitions, names, same)


def _free_name(name: str, taken: Collection[str]) -> str:
    """The name of an error response. The service may have shapes of the names that it, and what is inside it, get."""
    while not {name, f"{name}Detail", f"{name}Code"}.isdisjoint(taken):
        name += "Response"
    return name


def with_named_error(definitions: Mapping[str, Schema], root: str) -> dict[str, Schema]:
    """The definitions of an error response, with definitions of their own for the schemas inside it.

    Args:
        definitions: the `$defs` of the error schema.
        root: the name of the error response. Its member `Error` becomes `<root>Detail`; the enum of its codes, if there
            is one, `<root>Code`.
    """
    error: dict[str, Any] = dict(definitions[root])
    detail: dict[str, Any] = dict(error["properties"]["Error"])
    code: Schema = detail["properties"]["Code"]
    hoisted = dict(definitions)
    if "enum" in code:
        hoisted[f"{root}Code"] = code
        detail["properties"] = detail["properties"] | {"Code": {"$ref": f"#/$defs/{root}Code"} | _description(code)}
    error["properties"] = error["properties"] | {"Error": {"$ref": f"#/$defs/{root}Detail"}}
    return hoisted | {root: error, f"{root}Detail": detail}


def _description(schema: Schema) -> dict[str, str]:
    return {"description": schema["description"]} if "description" in schema else {}
