"""Replaces what may be secret in a response with other values, valid ones where the contract knows the place.

Three nets, one below the other: what the model marks as sensitive; names of members (`secret_names`) and forms of strings
(`secret_forms`); and every value that the contract doesn't know. Nobody can say of those whether they are secret, and
validation needs only their names.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import NamedTuple, cast

from shapeproof.contract import (
    Contract,
    Part,
    Pointer,
    Representation,
    Schema,
    Visit,
    resolve,
    walk,
)
from shapeproof.representations.conversion import Converted, from_cli, to_cli
from shapeproof.representations.detection import Detected
from shapeproof.representations.error_bodies import error_body, error_to_cli
from shapeproof.representations.wire_names import wire_names
from shapeproof.sample.errors import UnsatisfiableSchema
from shapeproof.sample.responses import smallest
from shapeproof.validation.engines.compilation import compile_schema
from shapeproof.validation.schema_validator import contains_sensitive
from shapeproof.validation.secret_forms import has_secret_form
from shapeproof.validation.secret_names import BUILTIN_NAMES, SecretNames, Step, root_step, step_to
from shapeproof.validation.secret_strings import holds_secret, is_value_of_secret

__all__ = ["PLACEHOLDER", "Redaction", "redact"]

PLACEHOLDER = "REDACTED"

_ERROR_NAMES = frozenset({"__type", "code", "Code"})
_ERROR_MESSAGE = ("Error", "Message")


class Redaction(NamedTuple):
    """A value that was replaced.

    Attributes:
        pointer: its place in the response as it is recorded.
        path: its place in the contract.
    """

    pointer: Pointer
    path: str


def redact(
    contract: Contract,
    part: Part,
    response: object,
    representation: Representation,
    names: SecretNames = BUILTIN_NAMES,
) -> tuple[object, list[Redaction]]:
    """Replace what may be secret in a response: by "REDACTED" where that is valid, else by the smallest valid value.

    Args:
        contract: the contract of the response.
        part: the part of the contract.
        response: the response as JSON values; it is not changed.
        representation: how the response is written down.
        names: the names of members whose values are secret.

    Returns:
        A copy without these values, and what was replaced. Parts in which nothing was are shared with the response.
    """
    root = contract.schema(part)
    body = error_body(response, is_wire=representation == "wire") if part == "error" else None
    converted = to_cli(root, response, Detected(representation)) if body is None else error_to_cli(contract, body, None)
    replacements = contract.derived(_Replacements, part, representation)
    redacted: dict[Pointer, tuple[Redaction, object]] = {}
    for visit in _redacted_visits(root, converted, part, names):
        pointer = converted.recorded_pointer(visit.pointer)
        if pointer or not visit.pointer:  # the name of an error may come from outside the body
            redacted[pointer] = Redaction(pointer, visit.path), replacements.of(visit.node)
    if body is not None:
        known = {*_ERROR_NAMES, *wire_names(resolve(root, root)), "message", "Message"}
        redacted |= {(key,): (Redaction((key,), key), PLACEHOLDER) for key in body if key not in known}
    redacted = {
        pointer: (redaction, value)
        for pointer, (redaction, value) in redacted.items()
        if not any(pointer[:length] in redacted for length in range(len(pointer)))
    }
    copy = _with_replacements(response, _tree({pointer: value for pointer, (_, value) in redacted.items()}))
    return copy, [redaction for redaction, _ in redacted.values()]


def _redacted_visits(root: Schema, converted: Converted, part: Part, names: SecretNames) -> list[Visit]:
    """The visits of what is replaced as a whole, in the order of the response."""
    visits: list[Visit] = []
    steps: list[Step] = []
    shapes: list[Schema | None] = []
    values: list[object] = []
    for visit in walk(root, converted.value):
        depth = len(visit.pointer)
        del steps[depth:], shapes[depth:], values[depth:]
        owner = shapes[-1] if shapes else None
        steps.append(step_to(visit.pointer[-1], owner, steps[-1], visit.node) if depth else root_step(root))
        shapes.append(visit.shape)
        values.append(visit.value)
        if visits and visit.pointer[: len(visits[-1].pointer)] == visits[-1].pointer:
            continue
        is_known = visit.node is not None or (owner is None or _is_document(owner))
        if part == "error" and visit.pointer == _ERROR_MESSAGE:  # free text, which quotes what was sent
            is_secret = visit.value not in (None, "")
        elif not is_known:
            is_secret = visit.value is not None and not isinstance(visit.value, bool)
        else:
            is_secret = _is_secret(root, visit, steps, names) or (
                depth > 0 and isinstance(visit.value, str) and is_value_of_secret(values[-2], visit.pointer[-1])
            )
        if is_secret:
            visits.append(visit)
    return visits


def _is_document(shape: Schema) -> bool:
    """Whether values of any kind are allowed, so that the contract doesn't know what they contain."""
    return "type" not in shape


def _is_secret(root: Schema, visit: Visit, steps: list[Step], names: SecretNames) -> bool:
    node, value = visit.node, visit.value
    if value is None:
        return False
    if node is not None and _is_marked(root, node, value):
        return True
    if isinstance(value, Mapping):
        return any(has_secret_form(str(key)) for key in cast("Mapping[str, object]", value))
    if isinstance(value, list | bool) or value == "":
        return False
    return names.cover(steps) or holds_secret(value, names, steps) or _blob_holds_secret(visit, names, steps)


def _blob_holds_secret(visit: Visit, names: SecretNames, steps: list[Step]) -> bool:
    if not (isinstance(visit.value, str) and visit.shape and visit.shape.get("contentEncoding") == "base64"):
        return False
    try:
        return holds_secret(base64.b64decode(visit.value).decode("latin-1"), names, steps)
    except (ValueError, binascii.Error):
        return False


def _is_marked(root: Schema, node: Schema, value: object) -> bool:
    """Whether the model marks a value as sensitive."""
    shape = resolve(root, node)
    if node.get("x-sensitive") or shape.get("x-sensitive"):
        return True
    if resolve(root, shape.get("propertyNames", {})).get("x-sensitive"):
        return True
    if isinstance(value, Mapping | list):
        return False  # its members are checked by themselves
    if "properties" not in shape and "items" not in shape and "additionalProperties" not in shape:
        return False
    # Objects may be sent as strings: such a string is sensitive if anything in the object is.
    return contains_sensitive(root, shape)


class _Replacements:
    """The values that replace others, by their schemas, for one part of a contract in one representation."""

    def __init__(self, contract: Contract, part: Part, representation: Representation) -> None:
        self._definitions = contract.schema(part)["$defs"]
        self._representation: Representation = representation
        self._values: dict[int, object] = {}  # by identity: the contract keeps its nodes

    def of(self, node: Schema | None) -> object:
        """The value that replaces one with this schema; that of a place that the contract doesn't know for None."""
        if node is None:
            return PLACEHOLDER
        if id(node) not in self._values:
            self._values[id(node)] = self._replacement({**node, "$defs": self._definitions})
        return self._values[id(node)]

    def _replacement(self, schema: Schema) -> object:
        if compile_schema(schema).is_valid(PLACEHOLDER):
            return PLACEHOLDER
        try:
            return from_cli(schema, smallest(schema), self._representation)
        except UnsatisfiableSchema:
            return None


def _tree(values: Mapping[Pointer, object]) -> object:
    if () in values:
        return _Value(values[()])
    tree: dict[str | int, object] = {}
    for pointer, value in values.items():
        level: dict[str | int, object] = tree
        for key in pointer[:-1]:
            level = cast("dict[str | int, object]", level.setdefault(key, {}))
        level[pointer[-1]] = _Value(value)
    return tree


class _Value(NamedTuple):
    value: object


def _with_replacements(response: object, tree: object) -> object:
    """A copy of a response with the values of a tree; parts without one are shared. Linear in what is copied."""
    if isinstance(tree, _Value):
        return tree.value
    levels = cast("dict[str | int, object]", tree)
    if not levels:
        return response
    copy = cast("dict[str | int, object]", response).copy()
    for key, level in levels.items():
        copy[key] = _with_replacements(copy[key], level)
    return copy
