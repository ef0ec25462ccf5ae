"""Programs that use models of an operation: they read members down to a depth, each as the type that its schema has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, cast

from shapeproof.contract import Contract, Schema, resolve
from shapeproof.contract.schema import BYTE_STREAM, stream_kind
from shapeproof.contract.wire import SDK_DOCUMENT, SDK_NULL
from shapeproof.generate.models.module_body import ModuleBody
from shapeproof.representations.botocore_decoding import sdk_form

__all__ = ["USES", "use_of"]

_DEEPEST: Final = 4
_MOST_MEMBERS: Final = 12

USES: Final = '''
"""What programs do with values. Type checkers see what is handed over; at run time it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, cast


class Body(Protocol):
    def read(self, amt: int | None = ...) -> bytes: ...
    def close(self) -> None: ...


def check(value: object, *types: type) -> None:
    if not isinstance(value, types):
        raise TypeError(f"expected {types}, got {value!r}")


def text(value: str) -> None:
    check(value, str)


def whole(value: int) -> None:
    check(value, int)


def number(value: float) -> None:
    check(value, int, float)


def flag(value: bool) -> None:
    check(value, bool)


def data(value: bytes) -> None:
    check(value, bytes)


def moment(value: datetime) -> None:
    check(value, datetime)


def document(value: Any) -> None:
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        for key in members:
            text(key)
            document(members[key])


def body(value: Body) -> None:
    data(value.read(1))
    data(value.read())
    value.close()
'''.lstrip()
_USE_OF: Final = {
    "string": "text",
    "integer": "whole",
    "number": "number",
    "boolean": "flag",
}


def use_of(contract: Contract, flavour: str, body: ModuleBody, models: Any, module_name: str) -> str:
    """The source of a module with a function `use`, which loads an answer of boto3, reads it, and returns it again.

    Args:
        contract: the contract of the operation.
        flavour: the flavour of the models.
        body: the module of models.
        models: that module, imported.
        module_name: the name to import it by.
    """
    model = body.classes[contract.response["title"]]
    writer = _Writer(contract.response, flavour, body, models)
    writer.structure("answer", contract.response["title"], contract.members("response"), 1)
    writer.metadata()
    if flavour == "typeddict":
        imported = f"{model}, from_dict, to_dict"
        load, write = f'from_dict({model}, response, "sdk", metadata=True)', f"to_dict({model}, answer)"
    else:
        imported, load, write = model, f"{model}.from_boto3(response)", "answer.to_boto3()"
    return "\n".join(
        [
            "from __future__ import annotations\n",
            "from collections.abc import Mapping",
            "from typing import Any\n",
            "import uses",
            *(["from msgspec import UNSET"] if flavour == "msgspec" else []),
            f"from {module_name} import {imported}\n\n",
            "def use(response: Mapping[str, Any]) -> dict[str, Any]:",
            f"    answer = {load}",
            *writer.lines,
            f"    return {write}\n",
        ]
    )


@dataclass
class _Writer:
    root: Schema
    flavour: str
    body: ModuleBody
    models: Any
    nesting: int = 0
    lines: list[str] = field(default_factory=list[str])
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def metadata(self) -> None:
        """Read the status of the answer."""
        if self.flavour == "typeddict":
            self.lines.append('    uses.whole(answer["ResponseMetadata"]["HTTPStatusCode"])')
            return
        names = ("ResponseMetadata", "HTTPStatusCode")
        metadata, status = names if self.flavour == "dataclass" else ("response_metadata", "http_status_code")
        absent = "UNSET" if self.flavour == "msgspec" else "None"
        self.lines.append(f"    if answer.{metadata} is not {absent}:\n        uses.whole(answer.{metadata}.{status})")

    def structure(self, value: str, shape_name: str, members: Mapping[str, Schema], depth: int) -> None:
        """Read the members of a structure, which the variable `value` has."""
        model = getattr(self.models, self.body.classes[shape_name])
        attributes: Mapping[str, str] = {} if self.flavour == "typeddict" else _attributes(self.models, model)
        shape: Schema = self.root["$defs"][shape_name]
        for member, node in list(members.items())[:_MOST_MEMBERS]:
            self._member(
                value, member, attributes.get(member, member), node, member in shape.get("required", ()), depth
            )

    def _member(self, value: str, member: str, attribute: str, node: Schema, is_required: bool, depth: int) -> None:
        name, indent = f"v{next(self.numbers)}", "    " * depth
        stream = stream_kind(node)
        is_nullable = sdk_form(self.root, node) == SDK_NULL
        if self.flavour == "typeddict":
            is_present = is_required or stream is not None
            guard = "" if is_present else f'"{member}" in {value}'
            read = f'{value}["{member}"]'
        else:
            absent = "UNSET" if self.flavour == "msgspec" else "None"
            read, guard = f"{value}.{attribute}", "" if is_required else f"{value}.{attribute} is not {absent}"
        if guard:
            self.lines.append(f"{indent}if {guard}:")
            indent += "    "
        self.lines.append(f"{indent}{name} = {read}")
        if is_nullable and self.flavour in {"typeddict", "msgspec"}:
            self.lines.append(f"{indent}if {name} is not None:")
            indent += "    "
        self._value(name, node, len(indent) // 4)

    def _value(self, name: str, node: Schema, depth: int) -> None:
        indent = "    " * depth
        shape = resolve(self.root, node)
        if "x-events" in node:
            event = f"v{next(self.numbers)}"
            self.lines.append(f"{indent}for {event} in {name}:")
            self._value(event, node["x-events"], depth + 1)
            self.lines.append(f"{indent}{name}.close()")
        elif stream_kind(node) == BYTE_STREAM:
            self.lines.append(f"{indent}uses.body({name})")
        elif sdk_form(self.root, node) == SDK_DOCUMENT or "type" not in shape:
            self.lines.append(f"{indent}uses.document({name})")
        elif "properties" in shape:
            self._nested(name, node, shape, depth)
        elif shape["type"] == "array":
            item = f"v{next(self.numbers)}"
            self.lines.append(f"{indent}for {item} in {name}:")
            self._entry(item, shape["items"], depth + 1)
        elif shape["type"] == "object":
            key, entry = f"v{next(self.numbers)}", f"v{next(self.numbers)}"
            self.lines += [f"{indent}for {key}, {entry} in {name}.items():", f"{indent}    uses.text({key})"]
            self._entry(entry, shape["additionalProperties"], depth + 1)
        else:
            self.lines.append(f"{indent}uses.{_use(shape)}({name})")

    def _entry(self, name: str, node: Schema, depth: int) -> None:
        if "anyOf" in node:
            self.lines.append(f"{'    ' * depth}if {name} is not None:")
            depth += 1
        self._value(name, node, depth)

    def _nested(self, name: str, node: Schema, shape: Schema, depth: int) -> None:
        members = cast("Mapping[str, Schema]", shape["properties"])
        definition = (node["anyOf"][0] if "anyOf" in node else node)["$ref"].rpartition("/")[2]
        if members and self.nesting < _DEEPEST:
            self.nesting += 1
            self.structure(name, definition, members, depth)
            self.nesting -= 1
        else:
            self.lines.append(f"{'    ' * depth}uses.check({name}, object)")


def _use(shape: Schema) -> str:
    if shape.get("format") == "date-time":
        return "moment"
    return "data" if "contentEncoding" in shape else _USE_OF[shape["type"]]


def _attributes(models: Any, model: Any) -> Mapping[str, str]:
    """The attribute of each member of a class of models."""
    if hasattr(model, "model_fields"):
        if not model.__pydantic_fields_complete__:
            model.model_rebuild()
        return {info.alias or name: name for name, info in model.model_fields.items()}
    if hasattr(model, "__struct_fields__"):
        return dict(zip(model.__struct_encode_fields__, model.__struct_fields__, strict=True))
    attributes: Mapping[str, str] = models._attributes(model)
    return attributes
