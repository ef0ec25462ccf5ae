"""Every string of a document, keys included, as a position that another string can take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["Position", "positions", "with_string"]


@dataclass(frozen=True, slots=True)
class Position:
    """A string in a document: the value at a path of keys and indexes, or the last key of the path."""

    path: tuple[str | int, ...]
    is_key: bool

    def __str__(self) -> str:
        return "/".join(map(str, self.path)) + (" (key)" if self.is_key else "")


def positions(document: object, path: tuple[str | int, ...] = ()) -> Iterator[Position]:
    """All positions of a document of JSON values, in its order."""
    match document:
        case str():
            yield Position(path, is_key=False)
        case dict():
            for key, value in cast("dict[str, object]", document).items():
                yield Position((*path, key), is_key=True)
                yield from positions(value, (*path, key))
        case list():
            for index, value in enumerate(cast("list[object]", document)):
                yield from positions(value, (*path, index))
        case _:
            pass


def with_string(document: Any, position: Position, text: str) -> Any:
    """A copy of the document with another string at a position."""
    return _replaced(document, position.path, text, is_key=position.is_key)


def _replaced(document: Any, path: tuple[str | int, ...], text: str, *, is_key: bool) -> Any:
    if not path:
        return text
    step, *rest = path
    if isinstance(document, list):
        return [
            _replaced(item, tuple(rest), text, is_key=is_key) if index == step else item
            for index, item in enumerate(cast("list[object]", document))
        ]
    entries = cast("dict[str, Any]", document)
    if is_key and not rest:
        return {text if key == step else key: value for key, value in entries.items()}
    return {
        key: _replaced(value, tuple(rest), text, is_key=is_key) if key == step else value
        for key, value in entries.items()
    }
