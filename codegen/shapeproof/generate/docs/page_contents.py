"""A contract -> what its page of reference holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shapeproof.contract import Contract, Part, Schema, is_union
from shapeproof.generate.docs.member_words import member, values
from shapeproof.generate.docs.page import EnumSection, EnumValue, Page, StructureSection, Tree
from shapeproof.generate.docs.page_example import example
from shapeproof.generate.docs.path_tree import PathTree
from shapeproof.generate.shared.definitions import with_named_error

__all__ = ["page"]

_PREFIXES: Final[Mapping[Part, str]] = {"response": "", "request": "request:", "error": "error:"}


def page(contract: Contract) -> Page:
    """The page of a contract; its example satisfies it, and is None where none can be found."""
    uses: dict[str, list[str]] = {}
    trees: dict[Part, Tree] = {}
    title = contract.errors["title"]
    errors = {**contract.errors, "$defs": with_named_error(contract.errors["$defs"], title)}
    schemas: dict[Part, Schema] = {"response": contract.response, "request": contract.request, "error": errors}
    for part, schema in schemas.items():
        trees[part] = PathTree(schema, _PREFIXES[part], uses).root()
    definitions = _definitions(schemas)
    return Page(
        contract=contract,
        description=contract.response.get("description", ""),
        request=trees["request"],
        response=trees["response"],
        error=trees["error"],
        structures=tuple(
            _structure(root, name, uses.get(name, []))
            for name, root in definitions.items()
            if "properties" in _at(root, name)
        ),
        enums=tuple(
            _enum(root, name, uses.get(name, [])) for name, root in definitions.items() if "enum" in _at(root, name)
        ),
        codes=values(errors["$defs"].get(f"{title}Code", {})),
        rules=tuple(EnumValue(rule["id"], rule["message"]) for rule in contract.response.get("x-rules", ())),
        example=example(contract),
    )


def _definitions(schemas: Mapping[Part, Schema]) -> dict[str, Schema]:
    """Name -> the schema that defines it: what the three parts consist of first, then all others by name."""
    found: dict[str, Schema] = {}
    for schema in schemas.values():
        for name in schema["$defs"]:
            found.setdefault(name, schema)
    first = [schema["title"] for schema in schemas.values()]
    return {name: found[name] for name in (*first, *sorted(found.keys() - set(first)))}


def _at(root: Schema, name: str) -> Schema:
    definition: Schema = root["$defs"][name]
    return definition


def _structure(root: Schema, name: str, uses: list[str]) -> StructureSection:
    shape = _at(root, name)
    return StructureSection(
        name=name,
        description=shape.get("description", ""),
        is_union=is_union(shape),
        members=tuple(member(root, shape, name, node) for name, node in shape["properties"].items()),
        uses=tuple(uses),
    )


def _enum(root: Schema, name: str, uses: list[str]) -> EnumSection:
    shape = _at(root, name)
    return EnumSection(name, shape.get("description", ""), values(shape), tuple(uses))
