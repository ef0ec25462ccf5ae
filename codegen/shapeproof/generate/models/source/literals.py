"""How a contract's strings enter Python source: as a literal, as a name or as a docstring; in no other way."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from typing import Final

from shapeproof.errors import InternalError

__all__ = ["PythonCode", "comment", "docstring", "escaped", "identifier", "literal"]

_PLAIN: Final = re.compile(r"[ !#-~]*", re.ASCII)
"""Printable ASCII without a double quote."""
_QUOTES: Final = re.compile(r'"{3,}|"+\Z')
"""What would end a docstring before its end."""

_CI_COMMAND: Final = re.compile(r"(?<!\S)::")
"""What may begin a line once it is wrapped, and then is a command to GitHub's runner, which may have the module printed."""


class PythonCode(str):
    """Python source that may be printed into a module as it is. Edits of it are plain strings again."""

    __slots__ = ()


def literal(value: str | float | None) -> PythonCode:
    """The literal of a value, in ASCII. A string that has backslashes but no quotes is a raw string."""
    if not isinstance(value, str):
        return PythonCode(repr(value))
    if not _PLAIN.fullmatch(value) or "##" in value:
        return PythonCode(ascii(value).replace("##", r"#\x23"))  # a CI service obeys `##[name]` anywhere in its log
    if "\\" not in value:
        return PythonCode(f'"{value}"')
    return PythonCode(ascii(value) if value.endswith("\\") else f'r"{value}"')


def identifier(name: str) -> PythonCode:
    """The name as an identifier.

    Raises:
        InternalError: Python doesn't allow the name, or it has a meaning of its own between double underscores. Names
            are chosen by Shapeproof, so that is a bug.
    """
    is_special = name.startswith("__") and name.endswith("__")
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name) or is_special:
        raise InternalError(f"{name!r} can't be a name in a module of models")
    return PythonCode(name)


def escaped(text: str) -> str:
    """The text as it stands between the quotes of a docstring; only its line breaks and printable characters stay."""
    quoted = _QUOTES.sub(lambda quotes: '\\"' * len(quotes[0]), text.replace("\\", "\\\\"))
    obeyed_by_none = _CI_COMMAND.sub(r"\\x3a:", quoted).replace("##", r"#\x23")
    return "".join(_escaped_characters(obeyed_by_none))


def _escaped_characters(text: str) -> Iterator[str]:
    for character in text:
        is_kept = character == "\n" or character.isprintable()
        yield character if is_kept else ascii(character)[1:-1]


def docstring(text: str) -> PythonCode:
    """The docstring of a module, with its closing quotes on a line of their own."""
    return PythonCode(f'"""{escaped(text)}\n"""')


def comment(text: str) -> PythonCode:
    """The comment that says a text, in one line."""
    return PythonCode(f"# {escaped(text)}".replace("\n", r"\n"))
