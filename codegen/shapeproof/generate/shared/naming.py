"""Names in generated modules: conventional in Python, and unique."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Final

from shapeproof.capture.model import snake_case as in_snake_case

__all__ = [
    "ALIASED_SUFFIX",
    "NumberedNames",
    "api_name",
    "attribute_names",
    "enum_member_names",
    "module_name",
    "type_name",
    "type_names",
]

ALIASED_SUFFIX: Final = "_aliased"
"""What datamodel-code-generator adds to the name of a type that an attribute of the same name hides; no type ends so."""

_NON_WORD: Final = re.compile(r"[^0-9A-Za-z]+")
# A capital before two lower-case letters begins a word: `RecordIO`, `MLInstance`, but `FSx`, `TLSv1`.
_WORD_STARTS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_LONGEST_NAME: Final = 255
"""The longest name of an enum's member; its value may be longer. In botocore 1.44.5, one has 98 characters."""
_BUILTINS: Final = frozenset(dir(builtins))


def attribute_names(members: Iterable[str], taken: Collection[str], *, snake_case: bool) -> dict[str, str]:
    """The name of the attribute for each member of a structure.

    Args:
        members: the members, by their API names.
        taken: names that already mean something in the class.
        snake_case: whether names are in snake case; otherwise they are the API's own as far as Python allows.
    """

    def name(member: str) -> str:
        plain = _NON_WORD.sub("_", member).strip("_") or "member"
        return _usable(in_snake_case(plain) if snake_case else plain, taken)

    return _unique_names(members, name, lambda member: _usable(_identifier(member), taken))


def api_name(attribute: str, *, is_camel: bool) -> str:
    """The API's name of most attributes in snake case: `VolumeId` or `volumeId` for `volume_id`.

    Generated modules have the same function, so that only other names are written down.

    Args:
        attribute: the attribute.
        is_camel: whether the API's names begin with a small letter.
    """
    name = "".join(word[:1].upper() + word[1:] for word in attribute.split("_"))
    return name[:1].lower() + name[1:] if is_camel else name


def enum_member_names(values: Iterable[str]) -> dict[str, str]:
    """The name of the member for each value of an enum: `IN_PROGRESS` for `InProgress`, `ML_M5_LARGE` for `ml.m5.large`.

    A name depends on its value alone, unless other values would have the same name. The order of values never matters.
    """

    def name(value: str) -> str:
        words = [_WORD_STARTS.sub("_", word) for word in _NON_WORD.split(value) if word]
        if value and not words:
            return _enum_name(_identifier(value))
        return _enum_name(_shortened("_".join(words).upper()))

    return _unique_names(values, name, lambda value: _enum_name(_identifier(value)))


def _enum_name(text: str) -> str:
    if not text:
        return "EMPTY"
    if text[0].isdigit():
        return f"VALUE_{text}"
    # Enum reserves `mro` and names between underscores.
    return f"{text.strip('_')}_" if text.startswith("_") or keyword.iskeyword(text) or text == "mro" else text


def type_name(shape: str, taken: Collection[str]) -> str:
    """The name of a class or an alias: that of the AWS shape, unless it is taken in the module."""
    name = _NON_WORD.sub("_", shape).strip("_") or "Shape"
    if name[0].isdigit():
        name = f"Shape{name}"
    if name != shape or (name[:1].islower() and name in _BUILTINS):
        name = name[:1].upper() + name[1:]
    while name in taken or keyword.iskeyword(name) or name.endswith(ALIASED_SUFFIX):
        name += "Shape"
    return name


def type_names(shapes: Iterable[str], reserved: Collection[str]) -> dict[str, str]:
    """The name of the class of each shape. All are unique; a shape whose own name is possible keeps it."""
    names = {shape: type_name(shape, reserved) for shape in shapes}
    numbered = NumberedNames({*reserved, *(name for shape, name in names.items() if name == shape)})
    for shape in sorted(shape for shape, name in names.items() if name != shape):
        name = names[shape]
        names[shape] = numbered.take(type_name(f"{name}Shape", reserved) if numbered.is_taken(name) else name)
    return names


def module_name(service: str) -> str:
    """The name of a service's module: `bedrock_runtime` for `bedrock-runtime`, `lambda_` for `lambda`."""
    return _usable(service.replace("-", "_"), ())


def _usable(name: str, taken: Collection[str]) -> str:
    name = name or "member"
    if name[0].isdigit():
        name = f"n{name}"
    if name[0] == "_":  # private to Python, or with a meaning of its own
        name = f"member{name}"
    while keyword.iskeyword(name) or name in taken:
        name += "_"
    return name


def _unique_names(
    originals: Iterable[str], to_name: Callable[[str], str], to_exact_name: Callable[[str], str]
) -> dict[str, str]:
    """A name for each original; the exact name, which no other original has, where several would have the same."""
    names = {original: to_name(original) for original in originals}
    counts = Counter(names.values())
    unique = {original: to_exact_name(original) if counts[name] > 1 else name for original, name in names.items()}
    if len(set(unique.values())) == len(unique):
        return unique
    numbered = NumberedNames(())
    return {original: numbered.take(to_exact_name(original)) for original in sorted(names)}


class NumberedNames:
    """Gives out names once each. Those that were given out get a number, in about the same time however many there are."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def is_taken(self, name: str) -> bool:
        return name in self._taken

    def take(self, name: str) -> str:
        """The name, or the first one with a number that is free."""
        free, number = name, self._numbers.get(name, 1)
        while free in self._taken:
            number += 1
            free = f"{name}_{number}"
        self._numbers[name] = number
        self._taken.add(free)
        return free


def _identifier(text: str) -> str:
    """The text as an identifier that no other text has, unless it is long: case is kept, other characters are spelled out."""
    name = ""
    for character in text:
        if len(name) >= _LONGEST_NAME:
            break
        name += _in_identifier(character)
    return _shortened(name)


@lru_cache(maxsize=1024)
def _in_identifier(character: str) -> str:
    if character == "_" or (character.isascii() and character.isalnum()):
        return character
    words = unicodedata.name(character, f"U{ord(character):04X}")
    return f"_{_NON_WORD.sub('_', words)}_"


def _shortened(name: str) -> str:
    return name[:_LONGEST_NAME]
