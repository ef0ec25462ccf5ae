"""The definitions of a contract whose values are the same on the wire as in `cli`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shapeproof.contract import Contract, Part, Schema
from shapeproof.contract.schema import objects_in, reference_graph

__all__ = ["same_on_wire"]

_PLAIN_TIME: Final = {"time": "iso8601"}
"""What `x-wire` says of a time that is written as in `cli`."""


def same_on_wire(contract: Contract, part: Part) -> frozenset[int]:
    """The definitions in which nothing has another name or another form on the wire; for `Contract.derived`.

    Few structures of most services have times or renamed members. The values of all others need no conversion.

    Args:
        contract: the contract, which keeps the definitions.
        part: the part of the contract.

    Returns:
        Their ids.
    """
    definitions: Mapping[str, Schema] = contract.schema(part)["$defs"]
    references = reference_graph(definitions)
    different = {name for name, definition in definitions.items() if any(map(_differs, objects_in(definition)))}
    while more := {name for name, used in references.items() if name not in different and used & different}:
        different |= more
    return frozenset(id(definition) for name, definition in definitions.items() if name not in different)


def _differs(node: Mapping[str, Any]) -> bool:
    return bool(node.get("x-wire", _PLAIN_TIME) != _PLAIN_TIME)
