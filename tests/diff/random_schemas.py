"""Schemas that are made from a seed, and edits of them: one change each."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple, cast

from shapeproof.contract import iter_schema

Schema = dict[str, Any]


class Edit(NamedTuple):
    """An edit of a schema in place: what it changes, and the code of the change."""

    code: str
    apply: Callable[[], object]
    path: str
    keyword: str = ""


def random_schema(seed: int) -> Schema:
    """A schema of up to eight definitions, some of which contain themselves."""
    maker = _Maker(random.Random(seed))
    definitions = {f"D{number}": maker.definition(number) for number in range(maker.size)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "D0",
        "$ref": "#/$defs/D0",
        "$defs": definitions,
    }


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.size = chance.randint(2, 8)
        self.kinds = ["structure", *chance.choices(["structure", "structure", "enum", "union"], k=self.size - 1)]
        self.names = iter(range(1_000_000))

    def definition(self, number: int) -> Schema:
        if self.kinds[number] == "enum":
            return {"type": "string", "enum": [f"V{index}" for index in range(self.chance.randint(1, 4))]}
        members = {f"M{index}": self.node(number) for index in range(self.chance.randint(1, 4))}
        structure: Schema = {"type": "object", "properties": members, "additionalProperties": False}
        if self.kinds[number] == "union":
            return structure | {"minProperties": 1, "maxProperties": 1}
        required = [
            name for name, node in members.items() if not _leads_back(node, number) and self.chance.random() < 0.4
        ]
        return structure | ({"required": required} if required else {})

    def node(self, number: int, depth: int = 0) -> Schema:
        kind = self.chance.choice(["ref", "ref", "string", "integer", "number", "boolean", "time", "list", "map"])
        shape = {"x-shape": f"S{next(self.names)}"}
        if kind == "ref":
            # Back to itself at times; otherwise to a later one, so that each other circle is short.
            later = range(number + 1, self.size)
            target = number if self.chance.random() < 0.1 or not later else self.chance.choice(later)
            if self.kinds[target] == "union" and target == number:
                return {"type": "boolean", **shape}
            return {"$ref": f"#/$defs/D{target}"}
        if kind in {"list", "map"} and depth < 2:
            inner = self.node(number, depth + 1)
            if self.chance.random() < 0.2:
                inner = {"anyOf": [inner, {"type": "null"}]}
            if kind == "list":
                return {"type": "array", "items": inner, "maxItems": 5, **shape}
            keys = {"type": "string", "minLength": 2, "maxLength": 9, "x-shape": f"S{next(self.names)}"}
            return {"type": "object", "additionalProperties": inner, "propertyNames": keys, **shape}
        if kind == "time":
            return {"type": "string", "format": "date-time", "x-wire": {"time": "iso8601"}, **shape}
        if kind in {"integer", "number"}:
            return {"type": kind, "minimum": 1, "maximum": 99, **shape}
        if kind == "boolean":
            return {"type": "boolean", **shape}
        pattern = {"pattern": "^(?:[a-z]{2,8})$"} if self.chance.random() < 0.5 else {}
        return {"type": "string", "minLength": 2, "maxLength": 8, **pattern, **shape}


def _leads_back(node: Schema, number: int) -> bool:
    return f"'#/$defs/D{number}'" in repr(node)


def reachable(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Each shape once that a response can have, at its first path."""
    seen: set[int] = set()
    for path, _, shape in iter_schema(schema, each_once=True):
        if id(shape) not in seen:
            seen.add(id(shape))
            yield path, shape  # type: ignore[misc]


def edits(schema: Schema) -> Iterator[Edit]:
    """All edits of a schema that widen what is valid, or are their own reverse."""
    for path, shape in reachable(schema):
        if "properties" in shape:
            yield from _structure_edits(path, shape)
        elif "items" in shape:
            yield Edit("SP625", partial(shape.update, maxItems=7), path, "maxItems")
            yield Edit("SP625", partial(shape.pop, "maxItems", None), path, "maxItems")
            if "anyOf" not in shape["items"]:
                sparse = {"anyOf": [shape["items"], {"type": "null"}]}
                yield Edit("SP609", partial(shape.update, items=sparse), f"{path}[]")
        elif "additionalProperties" in shape:
            keys = shape["propertyNames"]
            yield Edit("SP625", partial(keys.update, maxLength=12), f"{path}{{}}", "maxLength")
        elif shape["type"] in {"integer", "number"}:
            yield Edit("SP625", partial(shape.update, minimum=0), path, "minimum")
            yield Edit("SP625", partial(shape.update, maximum=100), path, "maximum")
            if shape["type"] == "integer":
                yield Edit("SP612", partial(shape.update, type="number"), path)
        elif "enum" in shape:
            added = [*shape["enum"], "V9"]
            yield Edit("SP621", partial(shape.update, enum=added), path)
            yield Edit("SP623", partial(shape.pop, "enum", None), path)
        elif "pattern" in shape:
            wider = "^(?:[a-z0-9]{2,8})$"
            yield Edit("SP627", partial(shape.update, pattern=wider), path)
            yield Edit("SP628", partial(shape.pop, "pattern", None), path)
        elif shape["type"] == "string" and "format" not in shape:
            yield Edit("SP625", partial(shape.update, minLength=1), path, "minLength")
            yield Edit("SP625", partial(shape.pop, "maxLength", None), path, "maxLength")
        elif shape["type"] == "boolean":
            yield Edit("SP611", partial(shape.update, type="integer"), path)


def _structure_edits(path: str, shape: Schema) -> Iterator[Edit]:
    members = shape["properties"]
    dotted = f"{path}." if path else ""
    added: Schema = {"type": "string", "x-shape": "Added"}
    if "maxProperties" in shape:
        yield Edit("SP605", lambda: members.update(Added=added), f"{dotted}Added")
        return
    yield Edit("SP601", lambda: members.update(Added=added), f"{dotted}Added")
    required = shape.get("required", [])
    yield Edit(
        "SP603",
        lambda: (members.update(Added=added), shape.update(required=[*required, "Added"])),
        f"{dotted}Added",
    )
    for name in required:
        rest = [other for other in required if other != name]
        yield Edit("SP607", partial(shape.update, required=rest), f"{dotted}{name}")


def edited(schema: Schema, number: int) -> tuple[Schema, Edit]:
    """A copy of a schema with one of its edits."""
    changed = copy.deepcopy(schema)
    known = list(edits(changed))
    edit = known[number % len(known)]
    edit.apply()
    return changed, edit


def refactored(schema: Schema, seed: int) -> Schema:
    """A schema that says the same: other names, other order, some definitions inlined, other prose and facts beside it."""
    chance = random.Random(seed)
    definitions = copy.deepcopy(schema["$defs"])
    inlined = [name for name in definitions if name != "D0" and not _is_recursive(name, definitions)]
    inlined = [name for name in inlined if chance.random() < 0.5]
    names = list(definitions)
    chance.shuffle(names)
    renamed = {name: f"Renamed{name}" if chance.random() < 0.7 else name for name in names}

    def rewritten(node: object) -> Any:
        if isinstance(node, list):
            return [rewritten(item) for item in cast("list[object]", node)]
        if not isinstance(node, dict):
            return node
        members = cast("Schema", node)
        if "$ref" in members:
            name = members["$ref"].rpartition("/")[2]
            if name in inlined and chance.random() < 0.7:
                return rewritten(definitions[name])
            return {"$ref": f"#/$defs/{renamed[name]}", "description": "Other words."}
        items = list(members.items())
        chance.shuffle(items)
        return {key: rewritten(value) for key, value in items}

    rewritten_definitions = {renamed[name]: rewritten(definitions[name]) for name in names}
    for definition in rewritten_definitions.values():
        definition["description"] = "Other words."
        definition["x-since"] = {"required": "1.0"}
        if "enum" in definition:
            chance.shuffle(definition["enum"])
    return {**schema, "$ref": f"#/$defs/{renamed['D0']}", "title": renamed["D0"], "$defs": rewritten_definitions}


def _is_recursive(name: str, definitions: Schema) -> bool:
    pending, seen = [name], set[str]()
    while pending:
        text = repr(definitions[pending.pop()])
        for other in definitions:
            if f"'#/$defs/{other}'" in text:
                if other == name:
                    return True
                if other not in seen:
                    seen.add(other)
                    pending.append(other)
    return False
