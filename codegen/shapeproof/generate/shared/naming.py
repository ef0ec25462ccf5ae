"""Names in generated modules: what a person would have called it, and never two things by one name."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Final

from shapeproof.capture.model import snake_case

__all__ = ["attributes", "enum_members", "module_name", "type_name"]

_NO_WORD: Final = re.compile(r"[^0-9A-Za-z]+")
# Capitals that go on small for two letters begin a word: `RecordIO`, `MLInstance`, but `FSx`, `TLSv1`.
_WORD_STARTS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_BUILTINS: Final = frozenset(dir(builtins))


def attributes(members: Iterable[str], taken: Collection[str], *, snake: bool) -> dict[str, str]:
    """Member -> the attribute that stands for it: in snake case, or the API's own name as far as Python allows.

    `taken` are names that mean something else where the attributes will stand.
    """

    def name(member: str) -> str:
        plain = _NO_WORD.sub("_", member).strip("_") or "member"
        return _usable(snake_case(plain) if snake else plain, taken)

    return _told_apart(members, name, lambda member: _usable(_identifier(member), taken))


def enum_members(values: Iterable[str]) -> dict[str, str]:
    """Enum value -> the name of the enum's member: `InProgress` -> `IN_PROGRESS`, `ml.m5.large` -> `ML_M5_LARGE`.

    A name depends on its own value, and on others only if they would bear the same: order never renames.
    """

    def name(value: str) -> str:
        words = [_WORD_STARTS.sub("_", word) for word in _NO_WORD.split(value) if word]
        if value and not words:
            return _enum_name(_identifier(value))
        return _enum_name("_".join(words).upper())

    return _told_apart(values, name, lambda value: _enum_name(_identifier(value)))


def _enum_name(text: str) -> str:
    if not text:
        return "EMPTY"
    if text[0].isdigit():
        return f"VALUE_{text}"
    # Names between underscores mean something to enum itself; `name` and `value` are attributes of every member.
    return f"{text.strip('_')}_" if text.startswith("_") or keyword.iskeyword(text) or text == "mro" else text


def type_name(shape: str, taken: Collection[str]) -> str:
    """The name of a class or an alias: the AWS shape's own, unless it means something else in the module."""
    name = shape.lstrip("_")
    if name != shape or (name[:1].islower() and name in _BUILTINS):
        name = name[:1].upper() + name[1:]
    while name in taken or keyword.iskeyword(name):
        name += "Shape"
    return name


def module_name(service: str) -> str:
    """The name of a service's module: `bedrock-runtime` -> `bedrock_runtime`, `lambda` -> `lambda_`."""
    return _usable(service.replace("-", "_"), ())


def _usable(name: str, taken: Collection[str]) -> str:
    if name[0].isdigit():
        name = f"n{name}"
    while keyword.iskeyword(name) or name in taken:
        name += "_"
    return name


def _told_apart(texts: Iterable[str], name: Callable[[str], str], exact: Callable[[str], str]) -> dict[str, str]:
    """Text -> its name; its exact spelling where several would bear the same."""
    names = {text: name(text) for text in texts}
    counts = Counter(names.values())
    told = {text: exact(text) if counts[one] > 1 else one for text, one in names.items()}
    if len(set(told.values())) == len(told):
        return told
    return {text: exact(text) for text in names}


def _identifier(text: str) -> str:
    """The text as an identifier in which no difference is lost: case stays, other characters are spelled out."""
    return "".join(one if one == "_" or (one.isascii() and one.isalnum()) else _spelled(one) for one in text)


def _spelled(character: str) -> str:
    words = unicodedata.name(character, f"U{ord(character):04X}")
    return f"_{_NO_WORD.sub('_', words)}_"
