"""Reads JSON objects by member: one that is missing or has the wrong type is a CaptureError that names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from shapeproof.contract import Pointer, pointer_text
from shapeproof.errors import CaptureError

__all__ = ["JsonObject", "json_type_words"]

_JSON_TYPES: Final = {
    "NoneType": "null",
    "bool": "a boolean",
    "int": "a number",
    "float": "a number",
    "str": "a string",
    "list": "an array",
    "dict": "an object",
}


def json_type_words(value: object) -> str:
    """The type of a JSON value, with its article: `an array`."""
    return _JSON_TYPES.get(type(value).__name__, type(value).__name__)


class JsonObject:
    """An object in a JSON document, whose members are read by type.

    Each method reads one member. It raises CaptureError if the member has the wrong type, or if it is missing and has
    no default; the error states the file, the JSON Pointer, what was expected and what was found.
    """

    def __init__(self, value: object, kind: str, *, where: str, hint: str | None = None, pointer: Pointer = ()) -> None:
        """Check that a value is an object.

        Args:
            value: the parsed JSON.
            kind: what the whole document is, for messages: `contract`.
            where: the file, for messages.
            hint: what to do about an invalid document.
            pointer: the JSON Pointer of the object in the document.
        """
        self._kind = kind
        self._where = where
        self._hint = hint
        self._pointer = pointer
        if not isinstance(value, Mapping):
            raise self._wrong_type("an object", value)
        self.members = cast("Mapping[str, Any]", value)

    def string(self, key: str) -> str:
        """A required string."""
        value = self._required(key)
        if not isinstance(value, str):
            raise self._wrong_type("a string", value, key)
        return value

    def string_or_null(self, key: str) -> str | None:
        """A required member that is a string or null."""
        value = self._required(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong_type("a string or null", value, key)
        return value

    def object_at(self, key: str) -> JsonObject:
        """A required object."""
        return self._child(self._required(key), key)

    def strings(self, key: str) -> tuple[str, ...]:
        """An array of strings, empty if it is missing."""
        return tuple(self._string_item(item, key, index) for index, item in enumerate(self._array(key)))

    def strings_by_name(self, key: str) -> dict[str, str]:
        """An object of strings, empty if it is missing."""
        child = self._child(self.members.get(key, {}), key)
        return {name: child.string(name) for name in child.members}

    def objects(self, key: str) -> list[JsonObject]:
        """An array of objects, empty if it is missing."""
        return [self._child(item, key, index) for index, item in enumerate(self._array(key))]

    def objects_by_name(self, key: str) -> dict[str, JsonObject]:
        """An object of objects, empty if it is missing."""
        child = self._child(self.members.get(key, {}), key)
        return {name: child.object_at(name) for name in child.members}

    def _required(self, key: str) -> Any:
        if key not in self.members:
            subject = pointer_text(self._pointer) or f"this {self._kind}"
            raise CaptureError(f"{subject} lacks {key!r}", where=self._where, hint=self._hint)
        return self.members[key]

    def _array(self, key: str) -> list[object]:
        value = self.members.get(key, [])
        if not isinstance(value, list):
            raise self._wrong_type("an array", value, key)
        return cast("list[object]", value)

    def _string_item(self, item: object, key: str, index: int) -> str:
        if not isinstance(item, str):
            raise self._wrong_type("a string", item, key, index)
        return item

    def _child(self, value: object, *keys: str | int) -> JsonObject:
        pointer = (*self._pointer, *keys)
        return JsonObject(value, self._kind, where=self._where, hint=self._hint, pointer=pointer)

    def _wrong_type(self, expected: str, value: object, *keys: str | int) -> CaptureError:
        actual = json_type_words(value)
        subject = pointer_text((*self._pointer, *keys)) or f"this {self._kind}"
        return CaptureError(f"{subject}: expected {expected}, got {actual}", where=self._where, hint=self._hint)
