"""YAML text -> a tree of plain values that knows where each of them stands. No tag is ever obeyed.

The tree is built from the parser's events, with a stack of our own: PyYAML's composer recurses in C, so that a text that is
nested deep enough ends the process. What of YAML JSON hasn't (dates, sets, merge keys, other languages' objects) is read
as the text, list or mapping that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from shapeproof.contract import Pointer
from shapeproof.errors import needs_extra
from shapeproof.recordings.model import Location
from shapeproof.recordings.syntax.unreadable import UnreadableText
from shapeproof.recordings.syntax.yaml_scalars import scalar_value
from shapeproof.validation.catalog import reading
from shapeproof.validation.refused_values import MAX_NESTING, TOO_DEEP

__all__ = ["YamlNode", "read_yaml"]

_DEEPEST: Final = MAX_NESTING + 20
"""A response stands a few levels deep in what was recorded."""
_MOST_REPEATED: Final = 1_000_000
_HINT: Final = "Mend it, or record it again."


@dataclass(slots=True)
class YamlNode:
    """A value of a YAML text. `value` is plain: dicts, lists, scalars, bytes.

    `start` and `end` are a scalar's offsets in characters, its quotes or block indicator included; `place` is where it
    starts.
    `style` is how a scalar is written: `'`, `"`, `|`, `>` or nothing. `inside` holds the nodes of members or items,
    `key_places` where the keys of a mapping stand. `size` and `height` count what is inside, repeated or not.
    """

    value: Any
    place: Location
    start: int = 0
    end: int = 0
    style: str = ""
    inside: dict[str | int, YamlNode] | None = None
    key_places: dict[str, Location] | None = None
    size: int = 1
    height: int = 0
    is_open: bool = False

    def at(self, pointer: Pointer) -> YamlNode | None:
        """The node of a pointer; None if it isn't there."""
        found: YamlNode | None = self
        for key in pointer:
            found = found.inside.get(key) if found and found.inside else None
        return found

    def place_of(self, pointer: Pointer) -> Location:
        """Where a pointer's key or item stands, or that of its nearest ancestor."""
        node, place = self, self.place
        for key in pointer:
            if not node.inside or key not in node.inside:
                break
            child = node.inside[key]
            place = node.key_places[str(key)] if node.key_places is not None else child.place
            node = child
        return place


def read_yaml(text: str) -> YamlNode:
    """The tree of a YAML text; of several documents, the first.

    Raises UnreadableText for broken YAML, duplicate keys, and what is nested too deep or too large (by repetition, say),
    and MissingExtraError without PyYAML.
    """
    with needs_extra("reading YAML", extra="vcr", modules={"yaml"}):
        import yaml
    loader = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        return _Builder().tree(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Location(mark.line + 1, mark.column + 1) if mark else Location(1, 1)
        reason = ", ".join(str(one) for one in (error.context, error.problem) if one)
        raise UnreadableText(reading.INVALID_SYNTAX, f"This is no valid YAML: {reason}. {_HINT}", *place) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise UnreadableText(reading.INVALID_SYNTAX, f"This is no valid YAML: {reason}. {_HINT}", 1, 1) from None


class _Builder:
    """Puts a tree together, event by event."""

    def __init__(self) -> None:
        self._anchors: dict[str, YamlNode] = {}
        self._open: list[YamlNode] = []
        self._keys: list[YamlNode | None] = []  # of each open mapping, the key whose value is expected
        self._written = 0

    def tree(self, events: Iterator[Any]) -> YamlNode:
        import yaml

        for event in events:
            match event:
                case yaml.ScalarEvent():
                    done = self._scalar(event)
                case yaml.AliasEvent():
                    done = self._alias(event)
                case yaml.CollectionStartEvent():
                    self._begin(event, is_mapping=isinstance(event, yaml.MappingStartEvent))
                    continue
                case yaml.CollectionEndEvent():
                    done = self._open.pop()
                    self._keys.pop()
                    done.is_open = False
                case _:
                    continue
            if not self._open:
                return done
            self._put(done)
        return YamlNode(None, Location(1, 1))

    def _begin(self, event: Any, *, is_mapping: bool) -> None:
        place = _place(event)
        if len(self._open) >= _DEEPEST:
            raise UnreadableText(reading.NESTED_TOO_DEEP, TOO_DEEP, *place)
        node = YamlNode({} if is_mapping else [], place, inside={}, is_open=True)
        node.key_places = {} if is_mapping else None
        self._written += 1
        self._open.append(node)
        self._keys.append(None)
        if event.anchor:
            self._anchors[event.anchor] = node

    def _scalar(self, event: Any) -> YamlNode:
        place, style = _place(event), event.style or ""
        try:
            value = scalar_value(event.value, style, event.tag)
        except UnreadableText as refusal:
            raise UnreadableText(refusal.code, refusal.message, *place) from None
        except ValueError:
            raise UnreadableText(
                reading.INVALID_SYNTAX, f"What is marked as binary is no base64. {_HINT}", *place
            ) from None
        node = YamlNode(value, place, event.start_mark.index, event.end_mark.index, style)
        self._written += 1
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, event: Any) -> YamlNode:
        known = self._anchors.get(event.anchor)
        if known is None:
            message = f"This is no valid YAML: *{event.anchor} repeats what was never named. {_HINT}"
            raise UnreadableText(reading.INVALID_SYNTAX, message, *_place(event))
        if known.is_open or known.height + len(self._open) > _DEEPEST:
            raise UnreadableText(reading.NESTED_TOO_DEEP, TOO_DEEP, *_place(event))
        return known

    def _put(self, done: YamlNode) -> None:
        """Hand a finished value to the collection that it stands in."""
        owner = self._open[-1]
        inside = cast("dict[str | int, YamlNode]", owner.inside)
        if owner.key_places is None:
            inside[len(inside)] = done
            owner.value.append(done.value)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = done
            return
        else:
            self._keys[-1] = None
            name = key.value if isinstance(key.value, str) else str(key.value)
            if name in inside:
                message = (
                    f"The key {name!r} stands twice in one mapping, so that one of the two values is lost. Delete it."
                )
                raise UnreadableText(reading.DUPLICATE_KEY, message, *key.place)
            inside[name], owner.key_places[name], owner.value[name] = done, key.place, done.value
        owner.size += done.size
        owner.height = max(owner.height, done.height + 1)
        if owner.size > self._written + _MOST_REPEATED:
            message = f"Aliases repeat parts of this text more than {_MOST_REPEATED:,} times. {_HINT}"
            raise UnreadableText(reading.TOO_LARGE, message, *done.place)


def _place(event: Any) -> Location:
    return Location(event.start_mark.line + 1, event.start_mark.column + 1)
