"""The structures of a schema as message types of Protocol Buffers, against which cel-expr-python checks expressions."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from shapeproof.cel.types import (
    BOOL,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP,
    ListType,
    MapType,
    ScalarType,
    Structures,
    StructureType,
    Type,
)

__all__ = ["message_name", "message_types"]

_PACKAGE: Final = "shapes"
_TIMESTAMP: Final = ".google.protobuf.Timestamp"
_ANY: Final = ".google.protobuf.Value"
"""What CEL has as `dyn`."""
# Numbers of FieldDescriptorProto.
_OPTIONAL: Final = 1
_REPEATED: Final = 3
_MESSAGE: Final = 11
_SCALARS: Final[Mapping[ScalarType, int]] = {DOUBLE: 1, INT: 3, BOOL: 8, STRING: 9}
_RESERVED: Final = range(19_000, 20_000)


def message_name(structure: str) -> str:
    """The name of the message type of a structure."""
    return f"{_PACKAGE}.{structure}"


def message_types(structures: Structures) -> Any:
    """A pool of descriptors with a message type for each structure.

    Args:
        structures: the structures, as `structures_of` returns them.
    """
    descriptors = import_module("google.protobuf.descriptor_pb2")
    pool = import_module("google.protobuf.descriptor_pool").DescriptorPool()
    standard = [import_module(f"google.protobuf.{name}_pb2") for name in ("timestamp", "struct")]
    for module in standard:
        pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
    file = descriptors.FileDescriptorProto(
        name=f"{_PACKAGE}.proto",
        package=_PACKAGE,
        syntax="proto2",  # in which every field can be absent
        dependency=[module.DESCRIPTOR.name for module in standard],
    )
    for name, members in structures.items():
        _add_fields(file.message_type.add(name=name), members)
    pool.AddSerializedFile(file.SerializeToString())
    return pool


def _add_fields(message: Any, members: Mapping[str, Type]) -> None:
    number = 0
    names = set(members)
    for member, kind in members.items():
        number = number + 1 if number + 1 not in _RESERVED else _RESERVED.stop
        if isinstance(kind, MapType) and (entry := _entry_name(member)) not in names:
            names.add(entry)
            nested = message.nested_type.add(name=entry)
            nested.options.map_entry = True
            _add_field(nested, "key", 1, STRING, label=_OPTIONAL)
            _add_field(nested, "value", 2, kind.value, label=_OPTIONAL)
            type_name = f".{_PACKAGE}.{message.name}.{entry}"
            message.field.add(name=member, number=number, label=_REPEATED, type=_MESSAGE, type_name=type_name)
        elif isinstance(kind, ListType):
            _add_field(message, member, number, kind.item, label=_REPEATED)
        else:
            _add_field(message, member, number, kind, label=_OPTIONAL)


def _add_field(message: Any, name: str, number: int, kind: Type, *, label: int) -> None:
    """Add a field of a type that is neither a list nor a map: those that are within others are of any type."""
    if isinstance(kind, ScalarType) and kind in _SCALARS:
        message.field.add(name=name, number=number, label=label, type=_SCALARS[kind])
        return
    type_name = _TIMESTAMP if kind == TIMESTAMP else _ANY
    if isinstance(kind, StructureType):
        type_name = f".{message_name(kind.name)}"
    message.field.add(name=name, number=number, label=label, type=_MESSAGE, type_name=type_name)


def _entry_name(member: str) -> str:
    """What Protocol Buffers require as the name of the type of a map's entries."""
    return "".join(part[:1].upper() + part[1:] for part in member.split("_")) + "Entry"
